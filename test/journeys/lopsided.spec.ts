import { describe, expect, it } from '@jest/globals';
import { developmentIssuer } from '../../apps/service/seed.js';
import { majorityOfMembersByPatients } from '../../demonstration/register/constitutions.js';
import { majorityOfVotes } from '../../libs/register/constitutions.js';
import type { PersonEntry, RegisterFact } from '../../libs/register/facts.js';
import type { Constitution, CountingRule } from '../../libs/register/model.js';
import { londonDay } from '../../libs/workflow/london.js';
import { enter, type Body, type TestService } from '../service.js';
import { balloted, onToGoLive, underWay } from './delegation.js';
import { journey, levelOf } from './journey.js';

/**
 * Registered patients of the five practices of NHS Corby CCG: 73,562, of which one practice has 64.8 %. Everything else of this CCG is
 * invented, and so is how the other four divide the rest.
 */
const listSizes = [47_668, 9_412, 7_003, 5_655, 3_824];
const ccg = '98C';
const practices = listSizes.map((_, index) => `Y9800${index + 1}`);
const [large = '', ...small] = practices;
const closes = { '1': '2014-10-15T17:00:00.000Z', '2': '2015-10-26T17:00:00.000Z' };

const twoThirdsByPatients: CountingRule = {
  ...majorityOfMembersByPatients,
  threshold: { comparison: 'at-least', numerator: 2, denominator: 3 },
};

describe('a CCG where one of five practices has 64.8 % of the patients', () => {
  it('just misses two thirds by that practice alone, and carries a simple majority by it (scenario 13)', async () => {
    await journey('13-weighted', async (to) => {
      await founded(to, twoThirdsByPatients);
      const first = await underWay(to, ccg, '1');
      const missed = await balloted(to, first, closes['1'], { for: [large], against: small });
      const tally = { members: 5, tookPart: 5, for: 47_668, against: 25_894, abstained: 0, of: 73_562 };
      expect(missed).toMatchObject({
        outcome: 'defeated',
        details: { ballot: { tally: { ...tally, result: 'defeated' } } },
      });
      expect(await levelOf(to, ccg, '2015-04-01')).toBeNull();

      await amended(to, 2, majorityOfMembersByPatients);
      const again = await underWay(to, ccg, '2');
      const carried = await balloted(to, again, closes['2'], { for: [large], against: small });
      expect(carried).toMatchObject({ outcome: null, details: { ballot: { tally: { ...tally, result: 'carried' } } } });
      await onToGoLive(to, again);
      expect(await levelOf(to, ccg, '2016-03-31')).toBeNull();
      expect(await levelOf(to, ccg, '2016-04-01')).toBe('L3');
    });
  });

  it('hears that practice as one vote of five where each has one (scenario 13)', async () => {
    await journey('13-unweighted', async (to) => {
      await founded(to, majorityOfVotes);
      const first = await underWay(to, ccg, '1');
      const alone = await balloted(to, first, closes['1'], { for: [large], against: small });
      const tally = { members: 5, tookPart: 5, for: 1, against: 4, abstained: 0, of: 5, result: 'defeated' };
      expect(alone).toMatchObject({ outcome: 'defeated', details: { ballot: { tally } } });

      const again = await underWay(to, ccg, '2');
      const without = await balloted(to, again, closes['2'], { for: small, against: [large] });
      const outvoted = { ...tally, for: 4, against: 1, result: 'carried' };
      expect(without).toMatchObject({ outcome: null, details: { ballot: { tally: outvoted } } });
      await onToGoLive(to, again);
      expect(await levelOf(to, ccg, '2016-04-01')).toBe('L3');
    });
  });
});

/** The CCG opens, its practices join it, and their people may act. */
async function founded(to: TestService<Body>, counting: CountingRule): Promise<void> {
  const joining = practices.map((code, index): RegisterFact => {
    const data = { code, name: `Steelyard Surgery ${index + 1}`, patients: listSizes[index] ?? null };
    return { type: 'PracticeJoined', data: { ...data, ccg, joined: '2014-05-01' } };
  });
  const people: readonly PersonEntry[] = [
    { subject: `officer@${ccg}`, name: 'Wilma Tongs', role: 'ccg-officer', organisation: ccg },
    { subject: `verifier@${ccg}`, name: 'Piers Bellows', role: 'result-verifier', organisation: ccg },
    ...practices.map((code): PersonEntry => {
      return {
        subject: `practice@${code}`,
        name: `Partner ${code}`,
        role: 'practice-representative',
        organisation: code,
      };
    }),
  ];
  const granting = people.map((person): RegisterFact => {
    return { type: 'RoleGranted', data: { ...person, issuer: developmentIssuer } };
  });
  const ofCcg = { code: ccg, name: 'NHS Steelyard CCG', region: 'Y55', opened: '2014-05-01' };
  const constitution = constitutionOf(1, '2014-05-01', counting);
  const registered = { ...ofCcg, constitution, practices: [], issuer: developmentIssuer, people: [] };
  await recorded(to, [{ type: 'CcgRegistered', data: registered }, ...joining, ...granting]);
}

/** The members change how they count, from today. */
const amended = (to: TestService<Body>, version: number, counting: CountingRule): Promise<void> => {
  const constitution = constitutionOf(version, londonDay(to.service.clock.now()), counting);
  return recorded(to, [{ type: 'ConstitutionAmended', data: { ccg, constitution } }]);
};

const constitutionOf = (version: number, from: string, counting: CountingRule): Constitution => ({
  version,
  from,
  ballotRequired: true,
  providesForCommittee: false,
  counting,
});

async function recorded(to: TestService<Body>, facts: readonly RegisterFact[]): Promise<void> {
  const actor = { id: 'registrar@nhse', name: 'Registrar', role: 'registrar', organisation: 'nhse' };
  const [first, ...more] = facts;
  if (first) await enter(to.service, actor, first, ...more);
}

import { describe, expect, it } from '@jest/globals';
import * as forms from '../../demonstration/forms.js';
import { decided } from '../meetings.js';
import type { Body, TestService } from '../service.js';
import { acts, at } from '../hand.js';
import { begins, isNotBegun, isRefused, journey, levelOf, seen } from './journey.js';
import * as step from './delegation.js';
import { type Application, applicationOf, applies, goesOn } from './delegation.js';

type Service = TestService<Body>;

/** A CCG of London whose members vote no, and one beside it whose members vote yes. */
const [no, yes] = ['07X', '07H'];

describe('members who say no', () => {
  it('after the application was submitted rescind it, even approved, where a round lets them vote last (scenario 3)', async () => {
    await journey('03-applied-first-vote-lost', async (to) => {
      await at(to, '2016-09-01T10:00:00.000Z');
      const inRoundThree = { round: '3', data: forms.interestForm('2017-04-01', 'The CCG') };
      const lost = await applies(to, no, inRoundThree);
      const kept = await applies(to, yes, inRoundThree);
      for (const each of [lost, kept]) {
        await goesOn(to, each, 'approved', { mandate: [] });
        await isRefused(to, each.officer, each.id, 'AgreementSigned', forms.signature('Accountable officer'), 'R-19');
        const office = forms.signature('National director');
        await isRefused(to, 'committee@nhse', each.id, 'AgreementSigned', office, 'R-19');
      }

      await at(to, '2017-02-01T10:00:00.000Z');
      await step.voted(to, kept);
      await step.verified(to, kept);
      // One of thirteen for it.
      await step.voted(to, lost, (place) => (place === 0 ? 'for' : 'against'));
      expect(await seen(to, lost.id)).toMatchObject({
        outcome: null,
        details: { ballot: { tally: { tookPart: 13, result: 'defeated' } } },
      });
      expect(await step.verified(to, lost)).toMatchObject({ state: 'rescinded', outcome: 'rescinded', moves: [] });

      await isRefused(to, 'committee@nhse', lost.id, 'AgreementSigned', forms.signature('National director'), null);
      await isRefused(to, lost.officer, lost.id, 'ApplicationSubmitted', forms.applicationForm(), null);
      await isRefused(to, lost.officer, lost.id, 'BallotOpened', forms.ballot('2017-03-20T17:00:00.000Z'), null);
      await step.signed(to, kept);
      await at(to, '2017-04-01T10:00:00.000Z');
      expect([await levelOf(to, no, '2017-04-01'), await levelOf(to, yes, '2017-04-01')]).toEqual([null, 'L3']);
      // What was decided before the vote stays written.
      const { body } = await to.as('auditor@nhse').get(`/api/cases/${lost.id}/events`);
      expect(body.events.map(({ type }) => type)).toEqual(
        expect.arrayContaining(['ApplicationSubmitted', 'RegionRecommended', 'DecisionMade', 'ResultVerified']),
      );
    });
  });

  it('before the CCG applies end its application for this round; a later round reopens it (scenario 4)', async () => {
    await journey('04-vote-lost', async (to) => {
      const begun = await begins(to, `officer@${no}`, no);
      const first = applicationOf(to, no, begun.id);
      await at(to, '2014-07-01T10:00:00.000Z');
      await goesOn(to, first, 'under-way');
      await at(to, '2014-10-01T10:00:00.000Z');
      await goesOn(to, first, 'drafted', { mandate: [] });
      await isRefused(to, first.officer, first.id, 'ApplicationSubmitted', forms.applicationForm(), 'R-19');
      const advice = { position: 'supports', advice: 'Practices stand to gain.' };
      await acts(to, `verifier@${no}`, first.id, 'LocalMedicalCommitteeAdvised', advice);
      // Six for it, seven against.
      await step.voted(to, first, (place) => (place < 6 ? 'for' : 'against'));
      await theResultWaitsForItsVerifier(to, first);
      expect(await step.verified(to, first)).toMatchObject({ state: 'defeated', outcome: 'defeated', moves: [] });
      await nobodyOverrides(to, first);
      expect(await levelOf(to, no, '2015-04-01')).toBeNull();

      await at(to, '2015-10-05T10:00:00.000Z');
      const inRoundTwo = { round: '2', data: forms.interestForm('2016-04-01', 'The CCG') };
      const second = await applies(to, no, inRoundTwo);
      expect(second.id).not.toBe(first.id);
      await goesOn(to, second, 'under-way');
      // The vote of the first round carries nothing here.
      await isRefused(to, second.officer, second.id, 'ApplicationSubmitted', forms.applicationForm(), 'R-19');
      await goesOn(to, second, 'concluded');
      await at(to, '2016-04-01T10:00:00.000Z');
      expect([await levelOf(to, no, '2016-03-31'), await levelOf(to, no, '2016-04-01')]).toEqual([null, 'L3']);
      expect((await seen(to, first.id)).state).toBe('defeated');
    });
  });

  it('close that level to the CCG for the rest of the round, which has no deadline for interest (R-16)', async () => {
    await journey('04-no-second-try', async (to) => {
      await at(to, '2016-09-01T10:00:00.000Z');
      const inRoundThree = { round: '3', data: forms.interestForm('2017-04-01', 'The CCG') };
      const lost = await applies(to, no, inRoundThree);
      await goesOn(to, lost, 'under-way');
      await step.voted(to, lost, () => 'against');
      await step.verified(to, lost);
      const again = await isNotBegun(to, lost.officer, no, inRoundThree, 'R-16');
      expect(again.detail).toMatch(/members said no/);
      // They were not asked about joint commissioning.
      const joint = { workflow: 'joint-commissioning', round: '3', data: forms.jointInterestForm('2017-04-01', 'It') };
      expect(await begins(to, lost.officer, no, joint)).toMatchObject({ level: 'L2' });
      expect(await begins(to, `officer@${yes}`, yes, inRoundThree)).toMatchObject({ level: 'L3' });
    });
  });
});

/** */
async function theResultWaitsForItsVerifier(to: Service, { id, officer }: Application): Promise<void> {
  const counted = await seen(to, id);
  expect(counted).toMatchObject({
    outcome: null,
    details: { ballot: { tally: { tookPart: 13, result: 'defeated' } } },
  });
  expect(counted.waitingOn).toContain('result-verifier');
  await isRefused(to, officer, id, 'ResultVerified', forms.verification, 'R-15');
  await isRefused(to, officer, id, 'ApplicationSubmitted', forms.applicationForm(), 'R-19');
}

/** */
async function nobodyOverrides(to: Service, { id, officer, assessor }: Application): Promise<void> {
  await isRefused(to, officer, id, 'BallotOpened', forms.ballot('2014-12-01T17:00:00.000Z'), null);
  await isRefused(to, officer, id, 'ApplicationSubmitted', forms.applicationForm(), null);
  await isRefused(to, assessor, id, 'RegionRecommended', forms.recommendation, null);
  expect((await decided(to, id, forms.approval)).status).toBe(409);
  await isNotBegun(to, officer, no, {}, 'R-04');
}

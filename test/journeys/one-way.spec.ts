import { describe, expect, it } from '@jest/globals';
import * as forms from '../../demonstration/forms.js';
import type { Body, TestService } from '../service.js';
import { inForceIn } from './delegation.js';
import { at } from '../hand.js';
import { isNotBegun, isRefused, journey, levelOf, seen } from './journey.js';

/** A CCG whose members need no ballot. */
const ccg = '08Q';

describe('a delegation in force', () => {
  it('has no way out for the CCG, whoever tries which (scenario 14)', async () => {
    await journey('14-no-way-out', async (to) => {
      const { id } = await inForceIn(to, ccg);
      await at(to, '2015-06-01T10:00:00.000Z');
      const withdrawal = { because: 'members', text: 'Our members have had enough.' };
      const ways: readonly (readonly [persona: string, type: string, data: Readonly<Record<string, unknown>>])[] = [
        [`officer@${ccg}`, 'ApplicationWithdrawn', withdrawal],
        [`officer-2@${ccg}`, 'ApplicationWithdrawn', withdrawal],
        [`verifier@${ccg}`, 'ApplicationWithdrawn', withdrawal],
        [`officer@${ccg}`, 'NoticeGiven', forms.notice('2015-10-01')],
        [`officer@${ccg}`, 'DelegationRevoked', revocation('2015-10-01')],
      ];
      for (const [persona, type, data] of ways) {
        const { detail } = await isRefused(to, persona, id, type, data, 'R-60');
        expect(detail).toMatch(/\S/);
      }
      const { refusals } = (await to.as('auditor@nhse').get(`/api/cases/${id}/refusals`)).body;
      expect(refusals.map(({ actor, data }) => [actor.id, data['attempted']])).toEqual(
        ways.map(([who, what]) => [who, what]),
      );
      // Nor can all functions be varied away.
      const { functions } = (await seen(to, id)).details as unknown as { functions: { delegated: readonly string[] } };
      const nothingLeft = { remove: functions.delegated, reasons: 'We give everything back.' };
      await isRefused(to, `officer@${ccg}`, id, 'VariationProposed', nothingLeft, 'R-62');
      const { moves } = await seen(to, id, `officer@${ccg}`);
      expect(moves.map(({ type }) => type)).toEqual(['VariationProposed']);

      // In the round that is open by then no lower level can be begun.
      await at(to, '2015-10-05T10:00:00.000Z');
      const joint = forms.jointInterestForm('2016-04-01', ccg);
      const involvement = forms.involvementInterestForm('2016-04-01', ccg);
      const started = await casesOf(to);
      for (const [workflow, data] of [
        ['joint-commissioning', joint],
        ['greater-involvement', involvement],
      ] as const)
        await isNotBegun(to, `officer@${ccg}`, ccg, { workflow, round: '2', data }, 'R-60');
      expect(await casesOf(to)).toEqual(started);
      expect(await seen(to, id)).toMatchObject({ state: { inForce: {} }, outcome: null });
      expect(await levelOf(to, ccg, '2015-10-02')).toBe('L3');
    });
  });
});

const revocation = (effectiveOn: string) => ({
  authority: 'Section 13Z of the National Health Service Act 2006',
  reasons: 'The budget was overspent twice.',
  effectiveOn,
});

async function casesOf(to: TestService<Body>): Promise<readonly string[]> {
  return (await to.as('auditor@nhse').get(`/api/cases?ccg=${ccg}`)).body.cases.map(({ id }) => id);
}

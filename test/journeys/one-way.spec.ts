import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import * as forms from '../../apps/service/demonstration/forms.js';
import type { Body, TestService } from '../service.js';
import { agreed, approved, drafted, goLiveOf, inForceIn, onToGoLive, recommended, signed, underWay } from './delegation.js';
import { acts, at, isRefused, journey, levelOf, seen } from './journey.js';

/** CCGs of the South whose members need no ballot, and one of them that does. */
const [ccg, successor, applying] = ['08Q', '09M', '09V'];

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
      expect(refusals.map(({ actor, data }) => [actor.id, data['attempted']])).toEqual(ways.map(([who, what]) => [who, what]));
      // Nor can all functions be varied away.
      const { functions } = (await seen(to, id)).details as unknown as { functions: { delegated: readonly string[] } };
      const nothingLeft = { remove: functions.delegated, reasons: 'We give everything back.' };
      await isRefused(to, `officer@${ccg}`, id, 'VariationProposed', nothingLeft, 'R-62');
      const { moves } = await seen(to, id, `officer@${ccg}`);
      expect(moves.map(({ type }) => type)).toEqual(['VariationProposed']);

      await isRefusedALevel(to, 'joint-commissioning', forms.jointInterestForm('2016-04-01', ccg));
      await isRefusedALevel(to, 'greater-involvement', forms.involvementInterestForm('2016-04-01', ccg));
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

/** In the round that is open then, by R-60; recorded with the refusals of the CCG. */
async function isRefusedALevel(to: TestService<Body>, workflow: string, data: Readonly<Record<string, unknown>>) {
  await at(to, '2015-10-05T10:00:00.000Z');
  const before = await to.log.headOf(`refused-ccg-${ccg}`);
  const cases = (await to.as(`officer@${ccg}`).get(`/api/cases?ccg=${ccg}`)).body.cases.length;
  const { status, body } = await to.as(`officer@${ccg}`).begin(ccg, { workflow, round: '2', data });
  expect([status, body.rule]).toEqual([409, 'R-60']);
  expect((await to.as(`officer@${ccg}`).get(`/api/cases?ccg=${ccg}`)).body.cases).toHaveLength(cases);
  expect(await to.log.headOf(`refused-ccg-${ccg}`)).toBe(before === 'none' ? 0 : before + 1);
}

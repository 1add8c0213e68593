import { describe, expect, it } from '@jest/globals';
import * as forms from '../../demonstration/forms.js';
import type { Body, TestService } from '../service.js';
import { goesOn, goLiveOf, inForceIn, underWay } from './delegation.js';
import { acts, at } from '../hand.js';
import { isNotBegun, isRefused, journey, levelOf, seen } from './journey.js';

/** Midnight in London as 1 September 2015 begins. */
const september = '2015-08-31T23:00:00.000Z';

describe('a delegation ends', () => {
  it('when NHS England revokes it; the CCG holds nothing, applies again and is in force again (scenario 15)', async () => {
    await journey('15-revoked-and-again', async (to) => {
      const ccg = '08Q';
      const first = await inForceIn(to, ccg);
      await at(to, '2015-07-15T10:00:00.000Z');
      await acts(to, 'committee@nhse', first.id, 'DelegationRevoked', {
        authority: 'Section 13Z of the National Health Service Act 2006',
        reasons: 'The budget was overspent twice.',
        effectiveOn: '2015-09-01',
      });
      expect(await seen(to, first.id)).toMatchObject({ state: { inForce: { notice: 'given' } }, outcome: null });
      expect(await levelOf(to, ccg, '2015-07-15')).toBe('L3');

      await at(to, september);
      expect(await seen(to, first.id)).toMatchObject({ state: 'revoked', outcome: 'revoked', moves: [] });
      expect(await levelOf(to, ccg, '2015-08-31')).toBe('L3');
      expect(await arrangementOf(to, ccg)).toMatchObject({ on: '2015-09-01', level: null, live: [] });

      const again = await inForceIn(to, ccg, '2');
      expect(again.id).not.toBe(first.id);
      expect(await levelOf(to, ccg, '2016-03-31')).toBeNull();
      expect(await arrangementOf(to, ccg)).toMatchObject({
        level: 'L3',
        case: again.id,
        history: [
          { level: 'L3', case: first.id, from: goLiveOf('1'), until: september },
          { level: 'L3', case: again.id, from: goLiveOf('2') },
        ],
      });
      expect(await seen(to, first.id)).toMatchObject({ outcome: 'revoked' });
    });
  });

  it('with a CCG that merges, and so do its applications; the successor must hold its own (scenario 16)', async () => {
    await journey('16-merger', async (to) => {
      const [delegated, applying, successor] = ['08Q', '08C', '09M'];
      const held = await inForceIn(to, delegated);
      const open = await underWay(to, applying, '2');
      await goesOn(to, open, 'drafted');
      await at(to, '2015-11-02T10:00:00.000Z');
      for (const code of [delegated, applying]) await merges(to, code, successor);

      for (const { id, ccg, officer } of [held, open]) {
        expect(await seen(to, id)).toMatchObject({ state: 'closed', outcome: 'closed', waitingOn: [] });
        const { body } = await to.as('auditor@nhse').get(`/api/cases/${id}/events`);
        expect(body.events.at(-1)).toMatchObject({
          type: 'CcgClosed',
          data: { kind: 'merger', successors: [successor], closedOn: '2015-11-01' },
          actor: { id: 'clock' },
        });
        await isRefused(to, officer, id, 'ApplicationSubmitted', forms.applicationForm(), null);
        expect(await arrangementOf(to, ccg)).toMatchObject({ level: null, live: [], closed: '2015-11-01', successor });
        await isNotBegun(to, officer, ccg, { round: '2' }, 'R-01');
      }
      expect(await levelOf(to, delegated, '2015-11-01')).toBe('L3');
      expect(await levelOf(to, successor, '2015-11-02')).toBeNull();

      const own = await inForceIn(to, successor, '2');
      expect(await levelOf(to, successor, '2016-03-31')).toBeNull();
      expect(await arrangementOf(to, successor)).toMatchObject({
        level: 'L3',
        case: own.id,
        history: [{ from: goLiveOf('2') }],
      });
      expect(await levelOf(to, delegated, '2016-04-01')).toBeNull();
    });
  });
});

async function arrangementOf(to: TestService<Body>, ccg: string): Promise<unknown> {
  return (await to.as('auditor@nhse').get(`/api/arrangements/${ccg}`)).body;
}

/** The registrar records that a CCG was open until 1 November 2015 and went on as another. */
async function merges(to: TestService<Body>, ccg: string, successor: string): Promise<void> {
  const { status, body } = await to
    .as('registrar@nhse')
    .post(`/api/register/ccgs/${ccg}/closure`, { kind: 'merger', on: '2015-11-01', successor });
  if (status !== 201) throw new Error(`The closure was answered ${status}: ${JSON.stringify(body)}`);
}

import { describe, expect, it } from '@jest/globals';
import * as forms from '../../demonstration/forms.js';
import type { Body, TestService } from '../service.js';
import { goLiveOf, onToGoLive, underWay } from './delegation.js';
import { acts, at } from '../hand.js';
import { begins, isNotBegun, journey, levelOf, seen } from './journey.js';
import { begunBy, caseAt, takeTo } from '../story.js';

/** A CCG whose members need no ballot, and who acts for it and for its region. */
const [ccg, officer, assessor] = ['08Q', 'officer@08Q', 'assessor@Y57'];

describe('a higher level that takes effect', () => {
  it('ends joint commissioning at the instant at which delegation begins (scenario 20)', async () => {
    await journey('20-joint-then-delegated', async (to) => {
      const joint = await caseAt('in-force', to, ccg, { level: 'L2' });
      expect(await levelOf(to, ccg, '2015-04-01')).toBe('L2');
      expect(await countsOn(to, '2015-04-01')).toMatchObject({ L1: 0, L2: 1, L3: 0 });

      const application = await underWay(to, ccg, '2');
      await isNotBegun(to, officer, ccg, involvement('2'), 'R-63');
      expect(await arrangementOf(to)).toMatchObject({ level: 'L2', live: [{ case: joint }, { case: application.id }] });
      await onToGoLive(to, application);

      await isSuperseded(to, joint, { level: 'L3', case: application.id });
      expect(await seen(to, application.id)).toMatchObject({ state: { inForce: {} } });
      expect(await levelOf(to, ccg, '2016-03-31')).toBe('L2');
      expect(await countsOn(to, '2016-04-01')).toMatchObject({ L1: 0, L2: 0, L3: 1 });
      expect(await arrangementOf(to)).toMatchObject({
        level: 'L3',
        live: [{ case: application.id }],
        history: [
          { level: 'L2', case: joint, from: goLiveOf('1'), until: goLiveOf('2') },
          { level: 'L3', case: application.id, from: goLiveOf('2') },
        ],
      });
    });
  });

  it('ends greater involvement at the instant at which joint commissioning begins (scenario 20)', async () => {
    await journey('20-involved-then-joint', async (to) => {
      const { id: involved } = await begins(to, officer, ccg, involvement('1'));
      await at(to, '2014-07-01T10:00:00.000Z');
      await acts(to, assessor, involved, 'InvolvementNoted', forms.involvementNote);
      await at(to, goLiveOf('1'));
      expect(await seen(to, involved)).toMatchObject({ state: { inForce: 'running' }, outcome: null });

      await at(to, '2015-10-05T10:00:00.000Z');
      const joint = await begunBy(ccg, to, { level: 'L2', round: { id: '2', goLive: '2016-04-01' } });
      await takeTo('submitted', to, joint, ccg, { level: 'L2' });
      await at(to, '2016-02-16T10:00:00.000Z');
      await takeTo('concluded', to, joint, ccg, { level: 'L2' });
      expect(await levelOf(to, ccg, '2016-02-16')).toBe('L1');
      await at(to, goLiveOf('2'));

      await isSuperseded(to, involved, { level: 'L2', case: joint });
      expect(await levelOf(to, ccg, '2016-03-31')).toBe('L1');
      expect(await arrangementOf(to)).toMatchObject({
        level: 'L2',
        live: [{ case: joint }],
        history: [
          { level: 'L1', case: involved, from: goLiveOf('1'), until: goLiveOf('2') },
          { level: 'L2', case: joint, from: goLiveOf('2') },
        ],
      });
    });
  });
});

/** The lower level ended by the clock as the higher one took effect in round 2. */
async function isSuperseded(to: TestService<Body>, id: string, data: { level: string; case: string }): Promise<void> {
  expect(await seen(to, id)).toMatchObject({ state: 'superseded', outcome: 'superseded', waitingOn: [], moves: [] });
  const { events } = (await to.as('auditor@nhse').get(`/api/cases/${id}/events`)).body;
  expect(events.at(-1)).toMatchObject({
    type: 'LevelSuperseded',
    data,
    at: goLiveOf('2'),
    actor: { role: 'clock' },
  });
}

const involvement = (round: '1' | '2') => ({
  workflow: 'greater-involvement',
  round,
  data: forms.involvementInterestForm(goLiveOf(round).slice(0, 4) + '-04-01', ccg),
});

async function arrangementOf(to: TestService<Body>): Promise<unknown> {
  return (await to.as('auditor@nhse').get(`/api/arrangements/${ccg}`)).body;
}

/** How many CCGs of England hold each level. */
async function countsOn(to: TestService<Body>, on: string): Promise<unknown> {
  return (await to.as('auditor@nhse').get(`/api/uptake?on=${on}`)).body.england;
}

import { describe, expect, it } from '@jest/globals';
import { conditionalApproval } from '../../demonstration/forms.js';
import type { Body, TestService } from '../service.js';
import { approved, goesOn, goLiveOf, signed, underWay, type Application } from './delegation.js';
import { acts, at } from '../hand.js';
import { isRefused, journey, levelOf, seen } from './journey.js';

/** A CCG whose members need no ballot. */
const ccg = '08Q';

describe('an approval with a condition precedent', () => {
  it('takes effect at go-live when the condition was discharged in time (scenario 11)', async () => {
    await journey('11-condition-discharged', async (to) => {
      const { id, officer } = await approvedWithACondition(to);
      expect(await seen(to, id)).toMatchObject({ conditions: [{ due: '2015-03-31', discharged: false }] });

      await at(to, '2015-03-20T10:00:00.000Z');
      await acts(to, 'committee@nhse', id, 'ConditionUpheld', review('One candidate, not appointed yet.'));
      await isRefused(to, officer, id, 'ConditionDischarged', review('We appointed her.'), 'R-44');
      await at(to, '2015-03-30T10:00:00.000Z');
      await acts(to, 'committee@nhse', id, 'ConditionDischarged', review('The letter of appointment was seen.'));
      expect(await seen(to, id)).toMatchObject({ conditions: [{ discharged: true }], waitingOn: ['clock'] });
      await isRefused(to, 'committee@nhse', id, 'ConditionUpheld', review('Once more.'), 'R-44');

      await at(to, goLiveOf('1'));
      expect(await seen(to, id)).toMatchObject({ state: { inForce: {} }, outcome: null });
      expect(await lastOf(to, id)).toMatchObject({ type: 'DelegationTookEffect', at: goLiveOf('1') });
      expect(await levelOf(to, ccg, '2015-03-31')).toBeNull();
      expect(await levelOf(to, ccg, '2015-04-01')).toBe('L3');
    });
  });

  it('is not in force at go-live, and lapses, when the condition was not discharged by 31 March (scenario 11)', async () => {
    await journey('11-condition-not-discharged', async (to) => {
      const { id } = await approvedWithACondition(to);
      await at(to, '2015-03-31T10:00:00.000Z');
      await acts(to, 'committee@nhse', id, 'ConditionUpheld', review('Nobody was appointed.'));
      expect(await seen(to, id)).toMatchObject({
        conditions: [{ discharged: false }],
        waitingOn: ['national-committee'],
      });

      await at(to, goLiveOf('1'));
      expect(await seen(to, id)).toMatchObject({ state: 'lapsed', outcome: 'lapsed', waitingOn: [], moves: [] });
      expect(await lastOf(to, id)).toMatchObject({
        type: 'DeadlinePassed',
        data: { deadline: 'goLive' },
        at: goLiveOf('1'),
      });
      expect(await levelOf(to, ccg, '2015-04-01')).toBeNull();

      await isRefused(to, 'committee@nhse', id, 'ConditionDischarged', review('The letter came a day late.'), null);
      await at(to, '2015-04-02T10:00:00.000Z');
      expect(await levelOf(to, ccg, '2015-04-02')).toBeNull();
    });
  });
});

const review = (evidence: string) => ({ condition: 1, evidence });

/** Signed by both as well: nothing is missing but the condition. */
async function approvedWithACondition(to: TestService<Body>): Promise<Application> {
  const application = await underWay(to, ccg);
  await goesOn(to, application, 'recommended');
  await approved(to, application, conditionalApproval('2015-03-31'));
  const queue = await to.as('committee@nhse').get('/api/queues/agreement');
  expect(queue.body.items).toMatchObject([{ case: application.id, due: '2015-03-31T23:00:00.000Z', overdue: false }]);
  await signed(to, application);
  return application;
}

async function lastOf(to: TestService<Body>, id: string): Promise<unknown> {
  return (await to.as('auditor@nhse').get(`/api/cases/${id}/events`)).body.events.at(-1);
}

import { describe, expect, it } from '@jest/globals';
import * as forms from '../../demonstration/forms.js';
import { decided } from '../meetings.js';
import type { Body, TestService } from '../service.js';
import { begunBy, caseAt, goLive, takeTo } from '../story.js';
import { acts, at } from '../hand.js';
import { arrangementOf, isNotBegun, isRefused, journey, levelOf } from './journey.js';
import * as step from './delegation.js';
import { applicationOf, type Application } from './delegation.js';

type Service = TestService<Body>;

const ccg = '02P';

describe('a financial blip', () => {
  it('after approval reopens the thresholds; the CCG withdraws and holds nothing, not joint commissioning either (scenario 6)', async () => {
    await journey('06-financial-blip', async (to) => {
      const own = applicationOf(to, ccg, await caseAt('recommended', to, ccg));
      await step.approved(to, own);
      await at(to, '2015-03-02T10:00:00.000Z');
      await step.signed(to, own);
      await thresholdsAreReopened(to, own);

      await at(to, '2015-03-16T10:00:00.000Z');
      const because = { because: 'financial', text: 'The recovery plan comes first.' };
      await isRefused(to, own.assessor, own.id, 'ApplicationWithdrawn', because, 'R-55');
      const gone = await acts(to, own.officer, own.id, 'ApplicationWithdrawn', because);
      expect(gone).toMatchObject({ state: 'withdrawn', outcome: 'withdrawn', moves: [] });
      expect(await arrangementOf(to, ccg)).toMatchObject({ level: null, history: [], live: [] });

      await at(to, goLive);
      // Nothing of the withdrawn application becomes joint commissioning, whoever says so.
      const unknown = await to.as(own.assessor).act(own.id, 'JointCommitteeEstablished', forms.jointCommittee(ccg));
      expect([unknown.status, unknown.body.type]).toEqual([422, '/problems/unknown-event']);
      const panel = own.assessor.replace('assessor', 'panel');
      expect((await decided(to, own.id, forms.approval, { persona: panel })).status).toBe(409);
      const late = { workflow: 'joint-commissioning', data: forms.jointInterestForm('2015-04-01', 'The CCG') };
      await isNotBegun(to, own.officer, ccg, late, 'R-04');
      for (const day of ['2015-03-31', '2015-04-01']) expect(await levelOf(to, ccg, day)).toBeNull();

      await at(to, '2015-10-05T10:00:00.000Z');
      const joint = await begunBy(ccg, to, { level: 'L2', round: { id: '2', goLive: '2016-04-01' } });
      expect((await arrangementOf(to, ccg)).live).toMatchObject([{ case: joint, level: 'L2' }]);
      await takeTo('concluded', to, joint, ccg, { level: 'L2' });
      await at(to, '2016-04-01T10:00:00.000Z');
      expect([await levelOf(to, ccg, '2016-03-31'), await levelOf(to, ccg, '2016-04-01')]).toEqual([null, 'L2']);
    });
  });
});

/** nothing found, signed or approved before stands, and the finances no longer pass. */
async function thresholdsAreReopened(to: Service, { id, officer, assessor }: Application): Promise<void> {
  const blip = { because: 'financial-deterioration', text: 'A deficit of £4.1m is forecast for the year.' };
  await isRefused(to, officer, id, 'ThresholdsReopened', blip, 'R-42');
  const reopened = await acts(to, assessor, id, 'ThresholdsReopened', blip);
  expect(reopened.state).toMatchObject({ applying: { underWay: { application: { assurance: 'assessing' } } } });
  expect(reopened.details).toHaveProperty('thresholds', {});
  await isRefused(to, 'committee@nhse', id, 'AgreementSigned', forms.signature('National director'), null);
  await isRefused(to, assessor, id, 'RegionRecommended', forms.recommendation, 'R-40');
  for (const each of forms.thresholds) {
    const finding = each === 'financial-control' ? 'not-met' : 'met';
    await acts(to, assessor, id, 'ThresholdAssessed', forms.assessment(each, finding));
  }
  await acts(to, assessor, id, 'SubmissionSigned', forms.countersigned);
  await isRefused(to, assessor, id, 'RegionRecommended', forms.recommendation, 'R-40');
}

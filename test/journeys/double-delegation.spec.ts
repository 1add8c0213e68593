import { describe, expect, it } from '@jest/globals';
import * as forms from '../../demonstration/forms.js';
import { meetingOn } from '../meetings.js';
import type { Body, TestService } from '../service.js';
import { goLive } from '../story.js';
import { acts, at } from '../hand.js';
import { isRefused, journey, levelOf } from './journey.js';
import * as step from './delegation.js';
import { type Application, applies, goesOn } from './delegation.js';

type Service = TestService<Body>;

const [ccg, neighbour] = ['02P', '03L'];
const committee = 'committee@nhse';

/** A joint committee of two CCGs would take the decisions. */
const doubleDelegation = forms.applicationForm({
  governance: {
    decidedBy: 'joint-committee',
    committeeOf: 'governing-body',
    description: `A joint committee with ${neighbour}.`,
  },
});

describe('double delegation', () => {
  it('is refused when it is stated, and found after approval sends the case back for rework, approved again (scenario 9)', async () => {
    await journey('09-double-delegation', async (to) => {
      const own = await applies(to, ccg);
      const { id, officer } = own;
      await at(to, '2014-10-01T10:00:00.000Z');
      await goesOn(to, own, 'drafted');
      await isRefused(to, officer, id, 'ApplicationSubmitted', doubleDelegation, 'R-30');
      await goesOn(to, own, 'recommended');
      await at(to, '2015-02-10T10:00:00.000Z');
      const meeting = await meetingOn(to, id, 'approve');
      await acts(to, committee, id, 'DecisionMade', { ...forms.approval, meeting, item: 1 });
      await acts(to, officer, id, 'AgreementSigned', forms.signature('Accountable officer'));

      await at(to, '2015-02-20T10:00:00.000Z');
      await approvalIsSuspended(to, own);
      await structureIsReworked(to, own);
      // The first approval was of another structure.
      await isRefused(to, own.assessor, id, 'RegionRecommended', forms.recommendation, 'R-40');
      await step.assured(to, own);
      await isRefused(to, committee, id, 'DecisionMade', { ...forms.approval, meeting, item: 1 }, 'R-47');
      await step.approved(to, own);
      await step.signed(to, own);
      await at(to, goLive);
      expect([await levelOf(to, ccg, '2015-03-31'), await levelOf(to, ccg, '2015-04-01')]).toEqual([null, 'L3']);
      await nothingWasErased(to, own);
    });
  });
});

/** */
async function approvalIsSuspended(to: Service, { id, officer }: Application): Promise<void> {
  const defect = { rule: 'R-30', defect: `Minutes show that a joint committee with ${neighbour} would decide.` };
  await isRefused(to, officer, id, 'ApprovalSuspended', defect, 'R-35');
  const suspended = await acts(to, committee, id, 'ApprovalSuspended', defect);
  expect(suspended.state).toMatchObject({ applying: { underWay: { application: { drafting: 'reworking' } } } });
  expect(suspended.waitingOn).toContain('ccg-officer');
  expect(suspended.details).toHaveProperty('thresholds', {});
  await isRefused(to, committee, id, 'AgreementSigned', forms.signature('National director'), null);
}

/** After the deadline of the round, which was met the first time. */
async function structureIsReworked(to: Service, { id, officer, assessor }: Application): Promise<void> {
  await isRefused(to, officer, id, 'ApplicationSubmitted', doubleDelegation, 'R-30');
  await at(to, '2015-03-05T10:00:00.000Z');
  const terms = { ...forms.termsDraft, summary: 'The CCG’s own committee decides; it meets beside its neighbour’s.' };
  await acts(to, officer, id, 'TermsOfReferenceDrafted', terms);
  await acts(to, assessor, id, 'TermsOfReferenceAgreed', forms.termsAgreed);
  await acts(to, officer, id, 'TermsOfReferenceSigned', forms.termsSigned);
  const again = await acts(to, officer, id, 'ApplicationSubmitted', forms.applicationForm());
  expect(again.state).toMatchObject({ applying: { underWay: { application: { assurance: 'assessing' } } } });
}

async function nothingWasErased(to: Service, { id }: Application): Promise<void> {
  const { events } = (await to.as('auditor@nhse').get(`/api/cases/${id}/events`)).body;
  const types = events.map(({ type }) => type);
  for (const type of ['ApplicationSubmitted', 'RegionRecommended', 'DecisionMade'])
    expect(types.filter((each) => each === type)).toHaveLength(2);
  const { body } = await to.as('auditor@nhse').get(`/api/cases/${id}?asOf=2015-02-15T10:00:00Z`);
  expect(body.state).toMatchObject({ applying: { underWay: { application: { agreement: 'signedByCcg' } } } });
}

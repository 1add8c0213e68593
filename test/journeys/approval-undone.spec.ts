import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import * as forms from '../../apps/service/demonstration/forms.js';
import { jointBegunBy, takeJointTo } from '../joint-story.js';
import { decided, meetingOn } from '../meetings.js';
import type { Answer, Body, TestService } from '../service.js';
import { caseAt, goLive } from '../story.js';
import { acts, at, begins, isNotBegun, isRefused, journey, levelOf, seen } from './journey.js';
import * as step from './steps.js';
import { applicationOf, type Application } from './steps.js';

type Service = TestService<Body>;

const [ccg, neighbour] = ['02P', '03L'];
const committee = 'committee@nhse';
const nationalSignature = forms.signature('National director');

interface Arrangement {
  readonly level: string | null;
  readonly history: readonly unknown[];
  readonly live: readonly { readonly case: string; readonly level: string }[];
  readonly specialMeasures: { readonly direction: string } | null;
}

async function arrangementOf(to: Service, code: string): Promise<Arrangement> {
  return (await to.as('auditor@nhse').get(`/api/arrangements/${code}`)).body as unknown as Arrangement;
}

const typesIn = async (to: Service, id: string): Promise<readonly string[]> =>
  (await to.as('auditor@nhse').get(`/api/cases/${id}/events`)).body.events.map(({ type }) => type);

describe('a financial blip', () => {
  it('after approval reopens the thresholds; the CCG withdraws and holds nothing, not joint commissioning either (scenario 6)', async () => {
    await journey('06-financial-blip', async (to) => {
      const own = applicationOf(to, ccg, await caseAt('decision', to, ccg));
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
      const joint = await jointBegunBy(ccg, to, { round: '2', goLive: '2016-04-01' });
      expect((await arrangementOf(to, ccg)).live).toMatchObject([{ case: joint, level: 'L2' }]);
      await takeJointTo('established', to, joint, ccg);
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
  await isRefused(to, committee, id, 'AgreementSigned', nationalSignature, null);
  await isRefused(to, assessor, id, 'RegionRecommended', forms.recommendation, 'R-40');
  for (const each of forms.thresholds) {
    const finding = each === 'financial-control' ? 'not-met' : 'met';
    await acts(to, assessor, id, 'ThresholdAssessed', forms.assessment(each, finding));
  }
  await acts(to, assessor, id, 'SubmissionSigned', forms.countersigned);
  await isRefused(to, assessor, id, 'RegionRecommended', forms.recommendation, 'R-40');
}

describe('special measures', () => {
  it('that fall mid-way keep a CCG from recommendation, approval and agreement until they are lifted (scenario 7)', async () => {
    await journey('07-special-measures', async (to) => {
      const own = applicationOf(to, ccg, await caseAt('submitted', to, ccg));
      await step.assessed(to, own);
      await fallsOnTheCase(to, own);
      await isRefused(to, own.assessor, own.id, 'RegionRecommended', forms.recommendation, 'R-41');
      await lifted(to, own);
      await step.recommended(to, own);

      await at(to, '2015-02-10T10:00:00.000Z');
      await measures(to, 'impose');
      const meeting = await meetingOn(to, own.id, 'approve');
      await isRefused(to, committee, own.id, 'DecisionMade', { ...forms.approval, meeting, item: 1 }, 'R-41');
      expect((await decided(to, own.id, { decision: 'defer', grounds: 'The direction stands.' })).status).toBe(201);
      await lifted(to, own);
      await step.approved(to, own);

      await at(to, '2015-03-02T10:00:00.000Z');
      await measures(to, 'impose');
      await isRefused(to, own.officer, own.id, 'AgreementSigned', forms.signature('Accountable officer'), 'R-41');
      await isRefused(to, committee, own.id, 'AgreementSigned', nationalSignature, 'R-41');
      await lifted(to, own);
      await step.signed(to, own);
      await at(to, goLive);
      expect([await levelOf(to, ccg, '2015-03-31'), await levelOf(to, ccg, '2015-04-01')]).toEqual([null, 'L3']);
    });
  });

  it('that still stand at go-live keep what both have signed from taking effect, and nobody else’s (R-41)', async () => {
    await journey('07-still-in-special-measures', async (to) => {
      const [own, beside] = [
        await begins(to, `officer@${ccg}`, ccg),
        await begins(to, `officer@${neighbour}`, neighbour),
      ];
      for (const { id, ccg: code } of [own, beside]) await upToTheAgreement(to, applicationOf(to, code, id));
      await measures(to, 'impose');
      expect(await arrangementOf(to, neighbour)).toMatchObject({ specialMeasures: null });
      await at(to, goLive);
      expect(await seen(to, own.id)).toMatchObject({ state: 'lapsed', outcome: 'lapsed' });
      expect((await seen(to, beside.id)).state).toMatchObject({ inForce: {} });
      expect([await levelOf(to, ccg, '2015-04-01'), await levelOf(to, neighbour, '2015-04-01')]).toEqual([null, 'L3']);
    });
  });
});

const measures = (to: Service, action: 'impose' | 'lift', persona = 'registrar@nhse'): Promise<Answer<Body>> => {
  const body = { action, direction: 'Direction of 12 January 2015 under section 14Z21' };
  return to
    .as(persona)
    .send('POST', `/api/register/ccgs/${ccg}/special-measures`, body, { 'idempotency-key': randomUUID() });
};

/** Register and case know it from one append, by the registrar only, and once. */
async function fallsOnTheCase(to: Service, { id, officer }: Application): Promise<void> {
  expect((await measures(to, 'impose', officer)).status).toBe(403);
  expect((await seen(to, id)).details).toMatchObject({ specialMeasures: false });
  const head = await to.head();
  const imposed = await measures(to, 'impose');
  expect([imposed.status, imposed.body.cases]).toEqual([201, [id]]);
  expect((await to.log.readAll({ after: head })).map(({ stream, type }) => [stream, type])).toEqual([
    ['register', 'SpecialMeasuresImposed'],
    [`case-${id}`, 'SpecialMeasuresImposed'],
  ]);
  expect((await seen(to, id)).details).toMatchObject({ specialMeasures: true });
  expect(await arrangementOf(to, ccg)).toMatchObject({ specialMeasures: { direction: expect.any(String) } });
  const twice = await measures(to, 'impose');
  expect([twice.status, twice.body.rule]).toEqual([409, 'R-41']);
}

async function lifted(to: Service, { id }: Application): Promise<void> {
  expect((await measures(to, 'lift')).status).toBe(201);
  expect((await seen(to, id)).details).toMatchObject({ specialMeasures: false });
}

/** Everything on one day. */
async function upToTheAgreement(to: Service, own: Application): Promise<void> {
  await upToTheApproval(to, own);
  await step.signed(to, own);
}

async function upToTheApproval(to: Service, own: Application): Promise<void> {
  await step.acknowledged(to, own);
  await step.mandated(to, own);
  await step.amended(to, own);
  await step.termsSettled(to, own);
  await step.submitted(to, own);
  await assuredAndApproved(to, own);
}

async function assuredAndApproved(to: Service, own: Application): Promise<void> {
  await step.assessed(to, own);
  await step.recommended(to, own);
  await step.approved(to, own);
}

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
      const own = applicationOf(to, ccg, (await begins(to, `officer@${ccg}`, ccg)).id);
      const { id, officer } = own;
      await at(to, '2014-10-01T10:00:00.000Z');
      await step.acknowledged(to, own);
      await step.mandated(to, own);
      await step.amended(to, own);
      await step.termsSettled(to, own);
      await isRefused(to, officer, id, 'ApplicationSubmitted', doubleDelegation, 'R-30');
      await step.submitted(to, own);
      await step.assessed(to, own);
      await step.recommended(to, own);
      await at(to, '2015-02-10T10:00:00.000Z');
      const meeting = await meetingOn(to, id, 'approve');
      await acts(to, committee, id, 'DecisionMade', { ...forms.approval, meeting, item: 1 });
      await step.signedByCcg(to, own);

      await at(to, '2015-02-20T10:00:00.000Z');
      await approvalIsSuspended(to, own);
      await structureIsReworked(to, own);
      // The first approval was of another structure.
      await isRefused(to, own.assessor, id, 'RegionRecommended', forms.recommendation, 'R-40');
      await step.assessed(to, own);
      await step.recommended(to, own);
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
  await isRefused(to, committee, id, 'AgreementSigned', nationalSignature, null);
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
  const types = await typesIn(to, id);
  for (const type of ['ApplicationSubmitted', 'RegionRecommended', 'DecisionMade'])
    expect(types.filter((each) => each === type)).toHaveLength(2);
  const { body } = await to.as('auditor@nhse').get(`/api/cases/${id}?asOf=2015-02-15T10:00:00Z`);
  expect(body.state).toMatchObject({ applying: { underWay: { application: { agreement: 'signedByCcg' } } } });
}

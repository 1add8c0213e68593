import { describe, expect, it } from '@jest/globals';
import { waitingOn } from '../../../libs/workflow/progress.js';
import { given } from '../../../libs/workflow/specification.js';
import * as a from '../../../test/builders.js';
import * as joint from '../../../test/joint.js';
import type { Context } from '../../application/words.js';
import { jointCommissioning as workflow } from '../../joint-commissioning/index.js';

const at = (state: string): string => `applying.underWay.application.${state}`;
const before = joint.beforeTheRegion();
const asked = a.asked();
const answered = (question = 1) =>
  a.fact('InformationProvided', { question, answer: 'Because.' }, a.officer, a.day('2015-01-25'));
const imposed = a.fact('SpecialMeasuresImposed', { direction: 'Direction 7' }, a.clock, a.day('2015-02-01'));
const reasons = [{ code: 'structural-burden' as const, text: 'Too many committees.' }];
const national = { committee: { id: 'adc', name: 'ADC', organisation: 'nhse' } };

describe('the regional review', () => {
  it('asks, waits for the answer, and goes on', () => {
    given(workflow, ...joint.submittedInFull())
      .when(asked)
      .then(at('review.awaitingInformation'));
    given(workflow, ...joint.submittedInFull(), asked, asked, answered(2))
      .when(answered(2))
      .thenRefused('questionIsOpen');
    given(workflow, ...joint.submittedInFull(), asked, asked, answered(2))
      .when(answered(1))
      .then(at('review.reviewing'));
  });

  it('is not done by whoever drafted, nor by another region (R-46)', () => {
    given(workflow, ...joint.submittedInFull())
      .when({ ...joint.recommended(), actor: { ...a.assessor, id: a.officer.id } })
      .thenRefused('R-46');
    given(workflow, ...joint.submittedInFull())
      .when({ ...joint.recommended(), actor: a.strangeAssessor })
      .thenRefused('not-yours');
  });

  it('can be taken up again from the decision, and must recommend anew', () => {
    const again = [...before, asked];
    given(workflow, ...before)
      .when(asked)
      .then(at('review.awaitingInformation'));
    given(workflow, ...again, answered())
      .when(joint.recommended())
      .then(at('decision.recommended'));
    expect((given(workflow, ...again).standing.snapshot.context as Context).recommended).toBe(false);
  });
});

describe('the region', () => {
  it('decides joint commissioning: approves, defers or rejects (R-45)', () => {
    given(workflow, ...before)
      .when(joint.approved())
      .then(at('committee.establishing'));
    given(workflow, ...before)
      .when(joint.decided('defer'))
      .then(at('decision.deferred'));
    given(workflow, ...before)
      .when(joint.decided('reject', { reasons }))
      .then('rejected');
  });

  it('decides at a meeting of its own committee, of no other (R-45)', () => {
    for (const organisation of ['nhse', 'Y56'])
      given(workflow, ...before)
        .when(joint.decided('approve', { minuted: { committee: { id: 'x', name: 'x', organisation } } }))
        .thenRefused('committeeIsOfTheRegion');
  });

  it('is the only one to decide, unless it escalated (R-45)', () => {
    given(workflow, ...before)
      .when(joint.decided('approve', {}, a.committee))
      .thenRefused('not-yours');
    given(workflow, ...before)
      .when(joint.decided('approve', {}, a.officer))
      .thenRefused('not-yours');
  });

  it('does not decide by whoever reviewed (R-46), nor past a vote that did not carry it (R-47)', () => {
    given(workflow, ...before)
      .when(joint.decided('approve', {}, a.assessor))
      .thenRefused('R-46');
    given(workflow, ...before)
      .when(joint.decided('approve', { minuted: { outcome: 'not-carried' } }))
      .thenRefused('meetingWasQuorate');
  });

  it('rejects with three reasons or one, never with none (R-43)', () => {
    const three = (['structural-burden', 'nhse-cannot-resource', 'other'] as const).map((code) => ({
      code,
      text: 'x',
    }));
    given(workflow, ...before)
      .when(joint.decided('reject'))
      .thenRefused('R-43');
    given(workflow, ...before)
      .when(joint.decided('reject', { reasons: three }))
      .then('rejected');
  });

  it('approves neither in special measures (R-41) nor what its reviewers did not recommend (R-40)', () => {
    given(workflow, ...before, imposed)
      .when(joint.approved())
      .thenRefused('R-41');
    const notRecommended = a.fact('RegionNotRecommended', { reasons }, a.assessor, a.day('2015-01-29'));
    given(workflow, ...joint.submittedInFull(), notRecommended)
      .when(joint.approved())
      .thenRefused('regionRecommended');
    given(workflow, ...joint.submittedInFull(), notRecommended)
      .when(joint.decided('reject', { reasons }))
      .then('rejected');
  });
});

describe('an escalated decision (R-47)', () => {
  const escalated = [...before, joint.escalated()];

  it('follows from an inquorate meeting only', () => {
    const { progress } = given(workflow, ...before)
      .when(joint.escalated())
      .then(at('decision.escalated'));
    expect(waitingOn(workflow, progress)).toContain('national-committee');
    given(workflow, ...before)
      .when(joint.escalated({ outcome: 'carried' }))
      .thenRefused('meetingWasInquorate');
    given(workflow, ...escalated)
      .when(joint.escalated())
      .thenRefused('decisionIsNotEscalated');
  });

  it('is the national committee’s, and no longer the region’s (R-45)', () => {
    given(workflow, ...escalated)
      .when(joint.decided('approve', { item: 2 }))
      .thenRefused('decisionIsNotEscalated');
    given(workflow, ...escalated)
      .when(joint.decided('approve', { item: 2, minuted: national }, a.committee))
      .then(at('committee.establishing'));
    given(workflow, ...escalated)
      .when(joint.decided('defer', { item: 2, minuted: national }, a.committee))
      .then(at('decision.escalated'));
    given(workflow, ...escalated)
      .when(asked)
      .thenRefused('decisionIsNotEscalated');
  });
});

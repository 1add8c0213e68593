import { describe, expect, it } from '@jest/globals';
import { given } from '../../../libs/workflow/specification.js';
import * as a from '../../../test/builders.js';
import * as joint from '../../../test/joint.js';
import type { Context } from '../../application/words.js';
import { jointCommissioning as workflow } from '../../joint-commissioning/index.js';

const at = (state: string): string => `applying.underWay.application.${state}`;
const approved = joint.upTo('DecisionMade');
const conditions = [{ matter: 'Appoint a lay chair', owner: 'The chair', due: '2015-03-20', precedent: true }];
const conditional = [...joint.beforeTheRegion(), joint.decided('approve-with-conditions', { conditions })];
const discharged = a.fact('ConditionDischarged', { condition: 1, evidence: 'Seen.' }, a.assessor, a.day('2015-03-09'));
const suspended = a.suspended(a.day('2015-03-11'), a.assessor);
const imposed = a.fact('SpecialMeasuresImposed', { direction: 'Direction 7' }, a.clock, a.day('2015-03-12'));

describe('the joint committee', () => {
  it('is established by the region once the application is approved', () => {
    const { snapshot } = given(workflow, ...approved)
      .when(joint.established())
      .then(at('committee.established'));
    expect((snapshot.context as Context).jointCommittee).toMatchObject({ chair: 'A lay member of the CCG' });
    given(workflow, ...joint.beforeTheRegion())
      .when(joint.established())
      .thenRefused('not-open-here');
    given(workflow, ...approved)
      .when({ ...joint.established(), actor: a.officer })
      .thenRefused('not-yours');
  });

  it.each([
    ['the terms are signed', 'R-34', 'TermsOfReferenceSigned'],
    ['the amendment is approved', 'R-20', 'AmendmentApproved'],
  ] as const)('is not established before %s (%s)', (_, rule, type) => {
    given(workflow, ...a.without([type], approved))
      .when(joint.established())
      .thenRefused(rule);
  });

  it('is not established before the mandate is carried, where it may follow the submission (R-19)', () => {
    const round = { ...a.round, mandateBefore: 'signature' as const };
    given(workflow, ...a.knowing({ round }, a.without(a.ballot, approved)))
      .when(joint.established())
      .thenRefused('R-19');
  });

  it('waits for conditions precedent, which the region reviews (R-44, R-50)', () => {
    given(workflow, ...conditional)
      .when(joint.established())
      .thenRefused('R-50');
    given(workflow, ...conditional)
      .when({ ...discharged, actor: a.committee })
      .thenRefused('not-yours');
    given(workflow, ...conditional, discharged)
      .when(joint.established())
      .then(at('committee.established'));
  });

  it('does not take effect in special measures (R-41), whatever was in place before', () => {
    given(workflow, ...joint.awaitingGoLive(), imposed)
      .when(joint.tookEffect())
      .thenRefused('R-41');
  });

  it('does not take effect while a further amendment is pending (R-20)', () => {
    given(workflow, ...joint.awaitingGoLive(), { ...a.proposed(3, 2), at: a.day('2015-03-15') })
      .when(joint.tookEffect())
      .thenRefused('R-20');
  });
});

describe('a structural defect found after approval (R-35)', () => {
  it('sends the case back for rework, and everything the region found begins anew', () => {
    const { snapshot } = given(workflow, ...joint.awaitingGoLive())
      .when(suspended)
      .then(at('drafting.reworking'));
    expect(snapshot.context).toMatchObject({ recommended: false, conditions: [], jointCommittee: null, questions: [] });
    given(workflow, ...joint.awaitingGoLive(), suspended)
      .when(joint.submitted({}, a.day('2015-03-15')))
      .then(at('review.reviewing'));
  });
});

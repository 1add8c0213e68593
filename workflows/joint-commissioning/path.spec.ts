import { describe, expect, it } from '@jest/globals';
import { given } from '../../libs/workflow/specification.js';
import * as a from '../../test/builders.js';
import * as joint from '../../test/joint.js';
import type { Context } from '../application/words.js';
import { jointCommissioning as workflow } from './index.js';

const application = (state: string): string => `applying.underWay.application.${state}`;

describe('the whole path of joint commissioning', () => {
  it('leads from an expression of interest to an arrangement in force on 1 April', () => {
    given(workflow, ...joint.awaitingGoLive())
      .when(joint.tookEffect())
      .then('inForce.running');
  });

  it('waits for go-live (R-06)', () => {
    given(workflow, ...joint.awaitingGoLive())
      .when(joint.tookEffect(a.day('2015-03-31')))
      .thenRefused('R-06');
  });

  it('takes an interest in its own level only (R-01)', () => {
    for (const level of ['L1', 'L3'] as const) given(workflow).when(a.expressed({ level })).thenRefused('levelIsL2');
  });

  it('asks for no readiness (R-03)', () => {
    const { snapshot } = given(workflow, a.expressed({ level: 'L2' }))
      .when(joint.acknowledged())
      .then('applying.underWay');
    expect((snapshot.context as Context).readiness).toBeNull();
  });

  it('ends in its states before go-live when the CCG withdraws (R-55)', () => {
    for (const history of [joint.underWay(), joint.submittedInFull(), joint.beforeTheRegion(), joint.awaitingGoLive()])
      given(workflow, ...history)
        .when(a.withdrawn(history.at(-1)!.at))
        .then('withdrawn');
  });

  it('lapses at go-live where not everything is in place (R-06)', () => {
    const lapse = a.fact('DeadlinePassed', { deadline: 'goLive' }, a.clock, a.round.goLiveAt);
    given(workflow, ...joint.upTo('DecisionMade'))
      .when(lapse)
      .then('lapsed');
  });

  it('ends when the members say no, and is rescinded when they do so after submission (R-16, R-19)', () => {
    const no = a.balloted('against', 'against', 'against', 'for');
    given(workflow, ...joint.underWay(), ...no.slice(0, -1))
      .when(no.at(-1)!)
      .then('defeated');
    const later = { round: { ...a.round, mandateBefore: 'signature' as const } };
    const before = a.knowing(later, a.without(a.ballot, joint.submittedInFull()));
    given(workflow, ...before, ...no.slice(0, -1))
      .when(no.at(-1)!)
      .then('rescinded');
  });
});

describe('the constitution (R-20)', () => {
  const notRequired = a.fact('AmendmentNotRequired', { clause: '6.4', statement: 'x' }, a.officer, a.day('2014-11-01'));
  const provided = { constitution: { ...a.constitution, providesForCommittee: true } };

  it('always needs an amendment: “not required” is refused by name, wherever the amendment stands', () => {
    for (const facts of [[], [a.proposed()], a.amended()]) {
      const refusal = given(workflow, ...joint.underWay(provided), ...facts)
        .when(notRequired)
        .thenRefused('jointCommitteeNeedsAnAmendment');
      expect(refusal).toMatchObject({ rule: 'R-20' });
    }
  });

  it('must be proposed for amendment before the CCG submits', () => {
    const without = a.without(a.amendment, joint.readyToSubmit());
    given(workflow, ...without)
      .when(joint.submitted())
      .thenRefused('amendmentIsProposed');
    given(workflow, ...without, a.proposed())
      .when(joint.submitted())
      .then(application('review.reviewing'));
  });
});

describe('the terms of reference (R-34)', () => {
  it('are of a committee of the CCG and NHS England together', () => {
    given(workflow, ...joint.underWay())
      .when(joint.termsDrafted('governing-body'))
      .thenRefused('committeeIsJoint');
    given(workflow, ...joint.underWay())
      .when(joint.termsDrafted())
      .then('applying.underWay.terms.draft');
  });
});

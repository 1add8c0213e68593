import { describe, expect, it } from '@jest/globals';
import type { Actor, Fact } from '../../../libs/workflow/index.js';
import { given } from '../../../libs/workflow/specification.js';
import * as a from '../../../test/builders.js';
import type { Context } from '../../application/words.js';
import { delegatedCommissioning as workflow } from '../../delegated-commissioning/index.js';

const submitted = a.submittedInFull();
const at = (state: string): string => `applying.underWay.application.assurance.${state}`;
const asked = (question = 'Which reserves?', day = '2015-01-15'): Fact => a.asked({ question }, a.day(day));
const answered = (question: number, actor: Actor = a.officer): Fact =>
  a.fact('InformationProvided', { question, answer: 'Two per cent.' }, actor, a.day('2015-01-18'));
const notRecommended = a.fact(
  'RegionNotRecommended',
  { reasons: [{ code: 'thresholds-not-met', text: 'Control total missed.' }] },
  a.assessor,
  a.day('2015-01-22'),
);
const withConditions = (conditions?: string): Fact =>
  a.fact(
    'ThresholdAssessed',
    {
      threshold: 'financial-control',
      finding: 'met-with-conditions',
      evidence: 'Papers.',
      ...(conditions !== undefined && { conditions }),
    },
    a.assessor,
    a.day('2015-01-20'),
  );
const deteriorated = a.fact(
  'ThresholdsReopened',
  { because: 'financial-deterioration', text: 'A deficit in month ten.' },
  a.assessor,
  a.day('2015-03-01'),
);
const imposed = a.fact('SpecialMeasuresImposed', { direction: 'Direction 7' }, a.clock, a.day('2015-01-21'));
const lifted = a.fact('SpecialMeasuresLifted', { direction: 'Direction 7' }, a.clock, a.day('2015-01-21'));

describe('the four thresholds', () => {
  it('are assessed one by one, each with a finding, by the region only (R-40)', () => {
    const { snapshot } = given(workflow, ...submitted, a.assessed('assurance'))
      .when(a.assessed('financial-control', 'not-met'))
      .then(at('assessing'));
    expect((snapshot.context as Context).findings).toEqual({ assurance: 'met', 'financial-control': 'not-met' });
    for (const actor of [a.officer, a.strangeAssessor, a.committee])
      given(workflow, ...submitted)
        .when({ ...a.assessed('assurance'), actor })
        .thenRefused('R-40');
  });

  it('met with conditions need the conditions (R-40)', () => {
    given(workflow, ...submitted)
      .when(withConditions())
      .thenRefused('conditionsAreNamed');
    given(workflow, ...submitted)
      .when(withConditions('A recovery plan.'))
      .then(at('assessing'));
  });

  it('must all be met for a recommendation, naming those that are not (R-40)', () => {
    const rest = a.allAssessed().slice(0, 3);
    const refusal = given(workflow, ...submitted, ...rest, a.assessed('financial-control', 'not-met'), a.regionSigned())
      .when(a.recommended())
      .thenRefused('thresholdsAreMet');
    expect(refusal).toMatchObject({
      meaning: expect.stringMatching(
        /Not met: financial-control, statutory-and-planning\. Last recorded of that: “Assess a threshold”, 10:00 on 20 January 2015\.$/,
      ),
    });
  });

  it('met with conditions are met (R-40)', () => {
    given(workflow, ...submitted, ...a.allAssessed(), withConditions('A plan.'), a.regionSigned())
      .when(a.recommended())
      .then('applying.underWay.application.decision.recommended');
  });

  it('can be assessed again: the last finding counts (R-40)', () => {
    const unmet = a.assessed('financial-control', 'not-met');
    given(workflow, ...submitted, unmet, ...a.allAssessed(), a.regionSigned())
      .when(a.recommended())
      .then('applying.underWay.application.decision');
    given(workflow, ...submitted, ...a.allAssessed(), unmet, a.regionSigned())
      .when(a.recommended())
      .thenRefused('thresholdsAreMet');
  });

  it('must all be assessed, met or not, before the region says no (R-40)', () => {
    const refusal = given(workflow, ...submitted, a.assessed('assurance', 'not-met'))
      .when(notRecommended)
      .thenRefused('everyThresholdIsAssessed');
    expect(refusal).toMatchObject({
      meaning: 'Assess every threshold first. Open: conflicts-of-interest, financial-control, statutory-and-planning.',
    });
    given(workflow, ...submitted, ...a.allAssessed())
      .when(notRecommended)
      .then('applying.underWay.application.decision.notRecommended');
  });
});

describe('the submission', () => {
  it('must be signed by the region before it recommends (R-40)', () => {
    given(workflow, ...submitted, ...a.allAssessed())
      .when(a.recommended())
      .thenRefused('bothSignedTheSubmission');
    given(workflow, ...submitted, ...a.allAssessed(), a.regionSigned())
      .when(a.recommended())
      .then('applying.underWay.application.decision.recommended');
  });
});

describe('a question of the region', () => {
  it('makes the case wait on the CCG until it is answered (R-40)', () => {
    given(workflow, ...submitted)
      .when(asked())
      .then(at('awaitingInformation'));
    given(workflow, ...submitted, asked())
      .when(answered(1))
      .then(at('assessing'));
  });

  it('is answered by its number, once, and only if it was asked (R-40)', () => {
    given(workflow, ...submitted, asked())
      .when(answered(2))
      .thenRefused('questionIsOpen');
    given(workflow, ...submitted, asked(), asked('And the plan?'), answered(1))
      .when(answered(1))
      .thenRefused('questionIsOpen');
    given(workflow, ...submitted, asked(), answered(1))
      .when(answered(1))
      .thenRefused('not-open-here');
  });

  it('waits until the last of several is answered, in any order (R-40)', () => {
    given(workflow, ...submitted, asked(), asked('And the plan?'))
      .when(answered(2))
      .then(at('awaitingInformation'));
    given(workflow, ...submitted, asked(), asked('And the plan?'), answered(2))
      .when(answered(1))
      .then(at('assessing'));
  });

  it('holds up the recommendation, not the assessment of thresholds (R-40)', () => {
    given(workflow, ...submitted, ...a.allAssessed(), a.regionSigned(), asked())
      .when(a.recommended())
      .thenRefused('not-open-here');
    given(workflow, ...submitted, asked())
      .when(a.assessed('assurance'))
      .then(at('awaitingInformation'));
  });
});

describe('special measures', () => {
  it('bar a recommendation until they are lifted (R-41)', () => {
    const assessed = [...submitted, ...a.allAssessed(), a.regionSigned()];
    given(workflow, ...assessed, imposed)
      .when(a.recommended())
      .thenRefused('R-41');
    given(workflow, ...assessed, imposed, lifted)
      .when(a.recommended())
      .then('applying.underWay.application.decision.recommended');
    given(workflow, ...assessed, imposed)
      .when(notRecommended)
      .then('applying.underWay.application.decision.notRecommended');
  });
});

describe('whoever drafted the submission', () => {
  const conflicted = { ...a.assessor, id: a.officer.id };

  it.each([
    ['assess a threshold', a.assessed('assurance')],
    ['ask for information', asked()],
    ['sign for the region', a.regionSigned()],
    ['recommend', a.recommended()],
    ['not recommend', notRecommended],
  ] as const)('cannot %s, in another role either (R-46)', (_, fact) => {
    given(workflow, ...submitted, ...a.allAssessed(), a.regionSigned())
      .when({ ...fact, actor: conflicted })
      .thenRefused('R-46');
  });

  it('includes whoever answered for the CCG (R-46)', () => {
    const both = { ...a.assessor, id: 'two-hats@00C' };
    given(workflow, ...submitted, asked(), answered(1, { ...a.officer, id: both.id }))
      .when({ ...a.assessed('assurance'), actor: both })
      .thenRefused('R-46');
    given(workflow, ...submitted, asked(), answered(1))
      .when({ ...a.assessed('assurance'), actor: both })
      .then(at('assessing'));
  });
});

describe('finances that get worse before go-live (R-42)', () => {
  it.each([
    ['on the committee’s table', a.beforeTheCommittee()],
    ['deferred', [...a.beforeTheCommittee(), a.decided('defer')]],
    ['approved', [...a.beforeTheCommittee(), a.approved()]],
    ['signed by both', a.awaitingGoLive()],
  ] as const)('reopen the thresholds of a case that is %s', (_, before) => {
    const { snapshot } = given(workflow, ...before)
      .when(deteriorated)
      .then(at('assessing'));
    expect((snapshot.context as Context).findings).toEqual({});
    expect(snapshot.context).toMatchObject({
      questions: [],
      regionSigned: false,
      recommended: false,
      conditions: [],
      signatories: [],
    });
  });

  it('are for the region or the committee to say, not for the CCG', () => {
    given(workflow, ...a.awaitingGoLive())
      .when({ ...deteriorated, actor: a.committee })
      .then(at('assessing'));
    given(workflow, ...a.awaitingGoLive())
      .when({ ...deteriorated, actor: a.officer })
      .thenRefused('R-42');
  });

  it('mean that everything from assurance on is done again before the delegation takes effect', () => {
    const again = [...a.awaitingGoLive(), deteriorated, ...a.assured(), a.approvedAgain()];
    given(workflow, ...again)
      .when(a.tookEffect())
      .thenRefused('not-open-here');
    given(workflow, ...again, a.signedByCcg(), a.signedByNhsEngland())
      .when(a.tookEffect())
      .then('inForce');
  });

  it('may end in the CCG withdrawing (R-55)', () => {
    given(workflow, ...a.awaitingGoLive(), deteriorated)
      .when(a.withdrawn(a.day('2015-03-05')))
      .then('withdrawn');
  });

  it('reopen nothing in force: NHS England reviews, suspends or revokes then (R-62)', () => {
    given(workflow, ...a.inForce())
      .when(deteriorated)
      .thenRefused('not-open-here');
  });
});

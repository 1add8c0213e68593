import { describe, expect, it } from '@jest/globals';
import { movesFrom } from '../../../libs/workflow/decide.js';
import type { Fact } from '../../../libs/workflow/index.js';
import { stagesOf } from '../../../libs/workflow/progress.js';
import { given } from '../../../libs/workflow/specification.js';
import * as a from '../../../test/builders.js';
import type { Context } from '../../application/words.js';
import { delegatedCommissioning as workflow } from '../../delegated-commissioning/index.js';

const before = a.beforeTheCommittee();
const at = (state: string): string => `applying.underWay.application.${state}`;
const decides = a.decided;
const conditions = [{ matter: 'Appoint a lay chair', owner: 'The chair', due: '2015-03-20', precedent: true }];
const reasons = [{ code: 'structural-burden' as const, text: 'Too many committees.' }];
const discharged = (condition = 1, day = '2015-03-19'): Fact =>
  a.fact('ConditionDischarged', { condition, evidence: 'Appointed.' }, a.committee, a.day(day));
const upheld = (condition = 1): Fact =>
  a.fact('ConditionUpheld', { condition, evidence: 'Still vacant.' }, a.committee, a.day('2015-03-20'));
const imposed = a.fact('SpecialMeasuresImposed', { direction: 'Direction 7' }, a.clock, a.day('2015-02-01'));
const notRecommended = [
  ...a.upTo('ThresholdAssessed'),
  a.fact('RegionNotRecommended', { reasons: [{ code: 'other', text: 'Too early.' }] }, a.assessor, a.day('2015-01-22')),
];

describe('the decision on delegated commissioning', () => {
  it('is the national committee’s: the region cannot decide, nor can the CCG (R-45)', () => {
    for (const actor of [a.assessor, a.officer, a.reviewer, a.registrar, a.auditor]) {
      const refusal = given(workflow, ...before)
        .when({ ...a.approved(), actor })
        .thenRefused('not-yours');
      expect(refusal).toEqual({ because: 'not-yours', by: ['national-committee'], rule: 'R-45' });
    }
    given(workflow, ...before)
      .when(a.approved())
      .then(at('agreement.unsigned'));
  });

  it('is not made by a committee of another organisation (R-45)', () => {
    given(workflow, ...before)
      .when({ ...a.approved(), actor: { ...a.committee, organisation: 'Y54' } })
      .thenRefused('R-45');
  });

  it('waits for the region to recommend or not', () => {
    given(workflow, ...a.upTo('ThresholdAssessed'))
      .when(a.approved())
      .thenRefused('not-open-here');
  });

  it('is no approval of what the region did not recommend; it can be deferred or rejected (R-40)', () => {
    given(workflow, ...notRecommended)
      .when(a.approved())
      .thenRefused('regionRecommended');
    given(workflow, ...notRecommended)
      .when(decides('defer'))
      .then(at('decision.deferred'));
    given(workflow, ...notRecommended)
      .when(decides('reject', { reasons }))
      .then('rejected');
  });

  it('is no approval in special measures, whenever they were imposed (R-41)', () => {
    given(workflow, ...before, imposed)
      .when(a.approved())
      .thenRefused('R-41');
    given(workflow, ...before, imposed)
      .when(decides('approve-with-conditions', { conditions }))
      .thenRefused('R-41');
    given(workflow, ...before, imposed)
      .when(decides('reject', { reasons }))
      .then('rejected');
  });

  it('to reject carries at least one reason code with its text (R-43)', () => {
    given(workflow, ...before)
      .when(decides('reject'))
      .thenRefused('R-43');
    given(workflow, ...before)
      .when(decides('reject', { reasons: [] }))
      .thenRefused('R-43');
    given(workflow, ...before)
      .when(decides('reject', { reasons }))
      .then('rejected');
  });

  it('to approve with conditions names them (R-44)', () => {
    for (const none of [{}, { conditions: [] }]) {
      const refusal = given(workflow, ...before)
        .when(decides('approve-with-conditions', none))
        .thenRefused('conditionsAreImposed');
      expect(refusal).toMatchObject({ rule: 'R-44', meaning: expect.stringMatching(/^Name at least one condition/) });
    }
    given(workflow, ...before)
      .when(decides('approve-with-conditions', { conditions }))
      .then(at('agreement'));
  });

  it('carries the conditions that were minuted, said again or not, and no others (R-44)', () => {
    const minuted = { conditions };
    const { snapshot } = given(workflow, ...before)
      .when(decides('approve-with-conditions', { minuted }))
      .then(at('agreement'));
    expect((snapshot.context as Context).conditions).toEqual([{ ...conditions[0], discharged: false }]);
    for (const [field, value] of Object.entries({ matter: 'x', owner: 'x', due: '2015-03-21', precedent: false }))
      given(workflow, ...before)
        .when(decides('approve-with-conditions', { conditions: [{ ...conditions[0]!, [field]: value }], minuted }))
        .thenRefused('conditionsAreAsMinuted');
    given(workflow, ...before)
      .when(decides('approve-with-conditions', { conditions: [...conditions, ...conditions], minuted }))
      .thenRefused('conditionsAreAsMinuted');
    given(workflow, ...before)
      .when(decides('approve-with-conditions', { conditions, minuted: { conditions: [] } }))
      .thenRefused('conditionsAreImposed');
  });

  describe('where a threshold is met with conditions', () => {
    const asked = 'A report on the deficit each month';
    const assessed = (finding: 'met' | 'met-with-conditions'): Fact =>
      a.assessed('financial-control', finding, { conditions: asked });
    const met = (...findings: readonly ('met' | 'met-with-conditions')[]): readonly Fact[] => [
      ...a.upTo('ThresholdAssessed'),
      ...findings.map(assessed),
      a.regionSigned(),
      a.recommended(),
    ];
    const imposing = (matter: string): Fact =>
      decides('approve-with-conditions', { conditions: [{ ...conditions[0]!, matter }] });

    it('imposes those, or is refused and hears which (R-44)', () => {
      const inWords = [
        `We note the request “${asked}” and waive it`,
        `${asked}, if the chair wishes`,
        asked.toLowerCase(),
      ];
      for (const fact of [a.approved(), ...['Appoint a lay chair', ...inWords].map(imposing)]) {
        const refusal = given(workflow, ...met('met-with-conditions'))
          .when(fact)
          .thenRefused('thresholdConditionsAreImposed');
        expect(refusal).toMatchObject({ rule: 'R-44', meaning: expect.stringMatching(asked) });
      }
      for (const matter of [asked, ` ${asked} `])
        given(workflow, ...met('met-with-conditions'))
          .when(imposing(matter))
          .then(at('agreement'));
      given(workflow, ...met('met-with-conditions'))
        .when(decides('reject', { reasons }))
        .then('rejected');
    });

    it('and assessed again as met, or reopened, imposes nothing (R-44)', () => {
      given(workflow, ...met('met-with-conditions', 'met'))
        .when(a.approved())
        .then(at('agreement'));
      given(workflow, ...met('met-with-conditions'), a.reopened(a.day('2015-02-01')), ...a.assured())
        .when(a.approved())
        .then(at('agreement'));
    });
  });

  it('of any other kind carries no conditions, and says so (R-44)', () => {
    for (const decision of ['approve', 'defer', 'reject'] as const) {
      const refusal = given(workflow, ...before)
        .when(decides(decision, { conditions, reasons }))
        .thenRefused('conditionsGoWithTheDecision');
      expect(refusal).toMatchObject({ meaning: expect.stringMatching(/take the conditions out/) });
    }
  });

  it('deferred can be approved or rejected later, and deferred again (R-44)', () => {
    for (const [fact, state] of [
      [a.approvedAgain(), at('agreement')],
      [decides('reject', { reasons, item: 2 }), 'rejected'],
      [decides('defer', { item: 2 }), at('decision.deferred')],
    ] as const)
      given(workflow, ...before, decides('defer'))
        .when(fact)
        .then(state);
  });
});

describe('whoever worked on the case before', () => {
  const hats = { ...a.assessor, id: 'two-hats' };
  const decider = { ...a.committee, id: hats.id };
  const wore = (fact: Fact): Fact => ({ ...fact, actor: { ...fact.actor, id: hats.id } });
  const question = wore(a.asked());
  const answer = a.fact('InformationProvided', { question: 1, answer: 'So.' }, a.officer, a.day('2015-01-16'));
  const one = before.findIndex(({ type }) => type === 'ThresholdAssessed');

  it.each([
    ['assessed one threshold', before.with(one, wore(before[one]!))],
    ['signed the submission', a.instead(wore(a.regionSigned()), before)],
    ['recommended it', a.instead(wore(a.recommended()), before)],
    ['asked a question', [...a.submittedInFull(), question, answer, ...a.assured()]],
    ['did not recommend it', [...notRecommended.slice(0, -1), wore(notRecommended.at(-1)!)]],
    ['drafted it for the CCG', a.instead(wore(a.submitted()), before)],
    ['drafted its amendment', a.instead(wore(a.proposed()), before)],
  ] as const)('and %s cannot decide it, in whatever way (R-46)', (_, history) => {
    for (const decision of [a.approved(decider), { ...decides('defer'), actor: decider }])
      given(workflow, ...history)
        .when(decision)
        .thenRefused('R-46');
    given(workflow, ...history)
      .when(decides('defer'))
      .then(at('decision.deferred'));
  });
});

describe('a condition of the approval', () => {
  const conditional = a.instead(a.approvedWithConditions(), a.awaitingGoLive());

  it('is told with its due date', () => {
    const { progress, snapshot } = given(workflow, ...before)
      .when(a.approvedWithConditions())
      .then(at('agreement.unsigned'));
    expect(progress.dates).toMatchObject({ conditionsDue: '2015-03-21T00:00:00.000Z' });
    expect((snapshot.context as Context).conditions).toEqual([
      { ...conditions[0], owner: 'The CCG’s chair', discharged: false },
    ]);
  });

  it('discharged in time lets the delegation take effect (R-44)', () => {
    given(workflow, ...conditional, discharged())
      .when(a.tookEffect())
      .then('inForce');
  });

  it('not discharged at go-live keeps it from taking effect, and the application lapses (R-50)', () => {
    const lapse = a.fact('DeadlinePassed', { deadline: 'goLive' }, a.clock, a.round.goLiveAt);
    given(workflow, ...conditional)
      .when(a.tookEffect())
      .thenRefused('conditionsPrecedentAreDischarged');
    given(workflow, ...conditional, upheld())
      .when(a.tookEffect())
      .thenRefused('R-50');
    given(workflow, ...conditional, upheld())
      .when(lapse)
      .then('lapsed');
  });

  it('that is no condition precedent waits until after go-live, and is reviewed in force (R-44)', () => {
    const later = a.instead(a.approvedWithConditions(false), a.awaitingGoLive());
    given(workflow, ...later)
      .when(a.tookEffect())
      .then('inForce');
    given(workflow, ...later, a.tookEffect())
      .when(discharged(1, '2015-05-01'))
      .then('inForce');
  });

  it('that is open after both have signed waits on the committee, and no longer once it is discharged (R-44, R-50)', () => {
    const waitedOn = (...facts: readonly Fact[]): readonly string[] =>
      stagesOf(workflow, given(workflow, ...facts).standing.progress).find(({ name }) => name === 'agreement')
        ?.waitingOn ?? [];
    expect(new Set(waitedOn(...conditional))).toEqual(new Set(['national-committee']));
    expect(waitedOn(...conditional, discharged())).toEqual(['clock']);
  });

  it('is discharged once, by its number (R-44)', () => {
    for (const fact of [discharged(2), upheld(2)])
      given(workflow, ...conditional)
        .when(fact)
        .thenRefused('conditionIsOpen');
    for (const fact of [discharged(), upheld()])
      given(workflow, ...conditional, discharged())
        .when(fact)
        .thenRefused('R-44');
    given(workflow, ...conditional, upheld())
      .when(discharged())
      .then(at('agreement.signed.ready'));
  });

  it('is discharged by the committee only (R-44)', () => {
    given(workflow, ...conditional)
      .when({ ...discharged(), actor: a.officer })
      .thenRefused('R-44');
  });
});

describe('what a committee member is offered', () => {
  const offers = (history: readonly Fact[], actor = a.committee): readonly string[] =>
    movesFrom(workflow, given(workflow, ...history).standing, actor, [actor], a.day('2015-02-10')).map(
      ({ type }) => type,
    );

  it('is the decision, even in special measures: which decision it will be is not known yet', () => {
    expect(offers(before)).toContain('DecisionMade');
    expect(offers([...before, imposed])).toContain('DecisionMade');
  });

  it('is no decision for whoever assessed the case (R-46) or has an interest (R-47)', () => {
    expect(offers(before, { ...a.committee, id: a.assessor.id })).not.toContain('DecisionMade');
    const declared = a.fact(
      'InterestDeclared',
      { kind: 'financial', subject: 'A81001', text: 'A partner.', aroseOn: '2014-05-01' },
      a.committee,
      a.day('2015-02-09'),
    );
    expect(offers([...before, declared])).not.toContain('DecisionMade');
    expect(offers([...before, declared], a.committee2)).toContain('DecisionMade');
  });
});

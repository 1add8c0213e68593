import { describe, expect, it } from '@jest/globals';
import { ruleNamesOf, rulesOf } from '../../../libs/workflow/model.js';
import { pathOf, withinAndSelf } from '../../../libs/workflow/state.js';
import { given } from '../../../libs/workflow/specification.js';
import type { AnyTransitionDefinition } from 'xstate';
import type { Fact } from '../../../libs/workflow/index.js';
import * as a from '../../../test/builders.js';
import * as joint from '../../../test/joint.js';
import type { CaseFacts, Context, FactOf } from '../../application/words.js';
import type { Minute } from '../../committee-meeting/minute.js';
import { delegatedCommissioning as workflow } from '../../delegated-commissioning/index.js';
import { jointCommissioning } from '../../joint-commissioning/index.js';
import { emptyContext } from '../../stages.js';
import { minuted } from './minuted.js';
import { decisionRules } from './rules.js';

const before = a.beforeTheCommittee();
const decision = 'applying.underWay.application.decision';
const agreement = 'applying.underWay.application.agreement';
const reasons = [{ code: 'other' as const, text: 'Too early.' }];
const regional = { id: 'london', name: 'Committee of the region', organisation: 'Y54' };
const inquorate: Partial<Minute> = {
  outcome: 'inquorate',
  votes: { for: [], against: [], abstained: [] },
  clinicalInput: false,
};

const nationally: Partial<Minute> = { committee: { id: 'adc', name: 'ADC', organisation: 'nhse' } };

/** What changes the application that a committee decides on, as whoever records an earlier vote is told. */
const changing = {
  ApplicationSubmitted: 'the application was submitted',
  RegionRecommended: 'the region recommended it',
  RegionNotRecommended: 'the region did not recommend it',
  ThresholdsReopened: 'the thresholds were reopened',
  ApprovalSuspended: 'the approval was suspended',
  DecisionMade: 'another decision was recorded',
  DecisionEscalated: 'the decision was escalated',
} as const;

interface Assigns {
  readonly assignment: (facts: { readonly context: Context; readonly event: Fact }) => Partial<Context>;
}

/** What the actions of a transition note as changed. */
const changesBy = (way: AnyTransitionDefinition, event: Fact): Context['changes'] =>
  // XState keeps what an assign action does beside it.
  (way.actions as unknown as readonly Assigns[]).flatMap(
    ({ assignment }) => assignment({ context: emptyContext, event }).changes ?? [],
  );

describe('a decision', () => {
  it('is one of the national committee: a regional committee’s minute does not carry it (R-45)', () => {
    given(workflow, ...before)
      .when(a.decided('approve', { minuted: { committee: regional } }))
      .thenRefused('committeeIsNational');
    given(workflow, ...before)
      .when(a.approved())
      .then(agreement);
  });

  it('is recorded as it was minuted: the meeting, the item and what was decided (R-47)', () => {
    for (const otherwise of [
      { meeting: '5f0c4e8a-2d1b-4c3e-9a7f-000000000002' },
      { item: 2 },
      { decision: 'reject' as const },
      { decision: 'approve-with-conditions' as const },
    ])
      given(workflow, ...before)
        .when(a.decided('approve', { minuted: otherwise }))
        .thenRefused('decisionIsAsMinuted');
    given(workflow, ...before)
      .when(a.decided('defer', { minuted: { decision: 'approve' } }))
      .thenRefused('R-47');
  });

  it.each(['not-carried', 'inquorate', 'open'] as const)('does not rest on an item that is %s (R-47)', (outcome) => {
    for (const fact of [
      a.decided('approve', { minuted: { outcome } }),
      a.decided('reject', { reasons, minuted: { outcome } }),
    ])
      given(workflow, ...before)
        .when(fact)
        .thenRefused('meetingWasQuorate');
    if (outcome !== 'inquorate')
      given(workflow, ...before)
        .when(a.decided('defer', { minuted: { outcome } }))
        .thenRefused('meetingWasQuorate');
  });

  it('of an inquorate meeting is none: whatever was moved is deferred, and decided on another item (R-47)', () => {
    const deferred = a.decided('defer', { minuted: { ...inquorate, decision: 'approve' } });
    given(workflow, ...before)
      .when(deferred)
      .then(`${decision}.deferred`);
    given(workflow, ...before, deferred)
      .when(a.approvedAgain())
      .then(agreement);
  });

  it('of an inquorate meeting comes to what was minuted: it is not deferred where it was to be escalated (R-47)', () => {
    const regionally = joint.beforeTheRegion();
    const deferred = (next: 'defer' | 'escalate'): Fact => joint.decided('defer', { minuted: { ...inquorate, next } });
    given(jointCommissioning, ...regionally)
      .when(joint.escalated({ next: 'defer' }))
      .thenRefused('nextIsAsMinuted');
    given(jointCommissioning, ...regionally)
      .when(deferred('escalate'))
      .thenRefused('nextIsAsMinuted');
    given(jointCommissioning, ...regionally)
      .when(joint.escalated({ next: 'escalate' }))
      .then('applying.underWay.application.decision.escalated');
    given(jointCommissioning, ...regionally)
      .when(deferred('defer'))
      .then('applying.underWay.application.decision.deferred');
  });

  it('is made once on an item: after the thresholds were reopened the old minute carries nothing (R-47)', () => {
    const reopened = a.reopened();
    const again = [...a.upTo('DecisionMade'), reopened, ...a.assured()];
    given(workflow, ...again)
      .when(a.approved())
      .thenRefused('minuteIsNew');
    const { snapshot } = given(workflow, ...again)
      .when(a.approvedAgain())
      .then(agreement);
    expect((snapshot.context as Context).minutes).toEqual([1, 2].map((item) => ({ meeting: a.meeting, item })));
  });

  describe('rests on what was put to the committee (R-44)', () => {
    const march = a.day('2015-03-01');
    const suspended = a.suspended(march);
    const reopened = a.reopened(march);
    const again = { ...a.submitted(), at: march };
    const late = (facts: readonly Fact[]): readonly Fact[] => facts.map((each) => ({ ...each, at: march }));
    const changesOf = (history: readonly Fact[]): number =>
      (given(workflow, ...history).standing.snapshot.context as Context).changes.length;
    /** A decision on an item that was tabled when the case had this history, at a meeting of a day. */
    const votedOn = (history: readonly Fact[], heldOn = '2015-03-02', item = 2): Fact => ({
      ...a.decided('approve', { item, minuted: { heldOn, put: { revision: 1, changes: changesOf(history) } } }),
      at: a.day('2015-03-05'),
    });
    const deferred = a.decided('defer');

    it.each<readonly [string, readonly Fact[], readonly Fact[], RegExp]>([
      ['it was submitted', a.underWay(), before, /the application was submitted on 8 January 2015/],
      ['the region recommended it', a.submittedInFull(), before, /the region recommended it on 20 January 2015/],
      [
        'the thresholds were reopened',
        before,
        [...a.upTo('DecisionMade'), reopened, ...late(a.assured())],
        /the thresholds were reopened on 1 March 2015/,
      ],
      [
        'the approval was suspended, and it was reworked',
        before,
        [...a.upTo('DecisionMade'), suspended, again, ...late(a.assured())],
        /the approval was suspended on 1 March 2015, the application was submitted on 1 March 2015/,
      ],
      ['the committee deferred', before, [...before, deferred], /another decision was recorded on 10 February 2015/],
    ])('so a vote from before %s decides nothing, and hears why', (_, then, now, why) => {
      const refusal = given(workflow, ...now)
        .when(votedOn(then))
        .thenRefused('voteIsOnWhatStands');
      expect(refusal).toMatchObject({ rule: 'R-44', meaning: expect.stringMatching(why) });
      given(workflow, ...now)
        .when(votedOn(now))
        .then(agreement);
    });

    it('so a meeting of a day before that decides nothing, whenever its item was tabled', () => {
      const reassured = [...a.upTo('DecisionMade'), reopened, ...late(a.assured())];
      given(workflow, ...reassured)
        .when(votedOn(reassured, '2015-02-28'))
        .thenRefused('voteIsOnWhatStands');
      given(workflow, ...before)
        .when(votedOn(before, '2014-06-01'))
        .thenRefused('voteIsOnWhatStands');
      given(workflow, ...reassured)
        .when(votedOn(reassured, '2015-03-01'))
        .then(agreement);
    });

    it('whatever else is recorded on the case meanwhile', () => {
      const claimed = a.fact('CaseClaimed', { queue: 'decision' }, a.committee2, a.day('2015-02-09'));
      given(workflow, ...before, claimed, a.engaged())
        .when(votedOn(before))
        .then(agreement);
    });

    it('and what the region or a committee decided is remembered in whatever way it happens', () => {
      for (const { machine } of [workflow, jointCommissioning]) {
        const ways = withinAndSelf(machine.root).flatMap((node) =>
          Object.entries(changing).flatMap(([type, what]) =>
            (node.transitions.get(type) ?? []).map((way) => [way, what] as const),
          ),
        );
        expect(ways.length).toBeGreaterThan(8);
        for (const [way, what] of ways) {
          if (way.target?.every((node) => node.type === 'final')) continue;
          const fact = { type: String(way.eventType), data: { minute: {} }, at: march, actor: a.committee };
          const where = `${pathOf(way.source)} on ${fact.type}`;
          expect([where, changesBy(way, fact)]).toEqual([where, [{ type: fact.type, what, at: march }]]);
        }
      }
    });

    it('at a meeting of a region, and after it was escalated, too', () => {
      const put = { put: { revision: 1, changes: 1 } };
      for (const fact of [joint.decided('approve', { minuted: put }), joint.escalated(put)])
        given(jointCommissioning, ...joint.beforeTheRegion())
          .when(fact)
          .thenRefused('voteIsOnWhatStands');
      const escalated = [...joint.beforeTheRegion(), joint.escalated()];
      const national = (changes: number): Fact =>
        joint.decided('approve', { item: 2, minuted: { ...nationally, put: { revision: 1, changes } } }, a.committee);
      given(jointCommissioning, ...escalated)
        .when(national(2))
        .thenRefused('voteIsOnWhatStands');
      given(jointCommissioning, ...escalated)
        .when(national(3))
        .then('applying.underWay.application.committee');
    });
  });

  it.each(['for', 'against', 'abstained'] as const)(
    'is none where somebody voted %s who assessed or drafted the application (R-46)',
    (side) => {
      for (const id of [a.assessor.id, a.officer.id]) {
        const votes = { for: ['chair@nhse'], against: [], abstained: [], [side]: [id] };
        given(workflow, ...before)
          .when(a.decided('approve', { minuted: { votes } }))
          .thenRefused('votersDidNotAssess');
      }
    },
  );

  it('is none where somebody voted who has an interest in the CCG (R-47)', () => {
    const declared = a.fact(
      'InterestDeclared',
      { kind: 'financial', subject: 'A81001', text: 'A partner.', aroseOn: '2014-05-01', person: 'gp@nhse' },
      a.registrar,
      a.day('2015-02-01'),
    );
    const without = { votes: { for: ['chair@nhse', 'lay@nhse'], against: [], abstained: [] } };
    given(workflow, ...before, declared)
      .when(a.approved())
      .thenRefused('votersAreIndependent');
    given(workflow, ...before, declared)
      .when(a.decided('approve', { minuted: without }))
      .then(agreement);
  });

  it('without a clinician in the room is acknowledged by the chair first (R-48)', () => {
    given(workflow, ...before)
      .when(a.decided('approve', { minuted: { clinicalInput: false } }))
      .thenRefused('R-48');
    given(workflow, ...before)
      .when(a.decided('approve', { minuted: { clinicalInput: false, acknowledgedBy: 'chair@nhse' } }))
      .then(agreement);
    given(workflow, ...before)
      .when(a.decided('defer', { minuted: { clinicalInput: false } }))
      .thenRefused('R-48');
  });

  it('asks all of this in whatever way it is made', () => {
    const ways = withinAndSelf(workflow.machine.root)
      .flatMap((node) => node.transitions.get('DecisionMade') ?? [])
      .map((way) => ({ names: ruleNamesOf(way.guard), rules: rulesOf(workflow, way) }));
    expect(ways.length).toBeGreaterThan(2);
    for (const { names, rules } of ways) {
      expect(names).toEqual(expect.arrayContaining([...minuted, 'committeeIsNational']));
      expect(rules).toEqual(expect.arrayContaining(['R-45', 'R-46', 'R-47', 'R-48']));
    }
  });
});

describe('a decision of a region', () => {
  const context: Context = { ...emptyContext, ccg: { code: '00C', name: 'NHS Invented CCG', region: 'Y54' } };
  const asks = (name: keyof typeof decisionRules, facts: CaseFacts): boolean => {
    const rule = decisionRules[name];
    return 'holds' in rule && rule.holds(facts);
  };
  // A builder's fact is typed as any fact.
  const by = (organisation: string): FactOf<'DecisionMade'> =>
    a.decided('approve', {
      minuted: { committee: { ...regional, organisation } },
    }) as unknown as FactOf<'DecisionMade'>;
  const escalates = (outcome: Minute['outcome']): FactOf<'DecisionEscalated'> => ({
    type: 'DecisionEscalated',
    data: { meeting: a.meeting, item: 1, reasons: 'Three GPs left.', minute: a.minuteOf('approve', { outcome }) },
    actor: a.assessor,
    at: a.day('2015-02-10'),
  });

  it('is of the committee of the CCG’s own region; once escalated, of the national committee (R-45)', () => {
    const ofTheRegion = (organisation: string, escalated: boolean) =>
      asks('committeeIsOfTheRegion', { context: { ...context, escalated }, event: by(organisation) });
    expect(['Y54', 'Y56', 'nhse'].map((each) => ofTheRegion(each, false))).toEqual([true, false, false]);
    expect(['Y54', 'Y56', 'nhse'].map((each) => ofTheRegion(each, true))).toEqual([false, false, true]);
  });

  it('is escalated only where the meeting was inquorate, as minuted, and once on an item (R-47)', () => {
    for (const outcome of ['carried', 'not-carried', 'open'] as const)
      expect(asks('meetingWasInquorate', { context, event: escalates(outcome) })).toBe(false);
    const event = escalates('inquorate');
    expect(asks('meetingWasInquorate', { context, event })).toBe(true);
    expect(asks('decisionIsAsMinuted', { context, event })).toBe(true);
    expect(asks('decisionIsAsMinuted', { context, event: { ...event, data: { ...event.data, item: 2 } } })).toBe(false);
    const used = { ...context, minutes: [{ meeting: a.meeting, item: 1 }] };
    expect(asks('minuteIsNew', { context: used, event })).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import type { Actor, Fact } from '../../libs/workflow/index.js';
import { ruleNamesOf } from '../../libs/workflow/model.js';
import { passageOf } from '../../libs/workflow/state.js';
import { given } from '../../libs/workflow/specification.js';
import * as a from '../../test/builders.js';
import { delegatedCommissioning as workflow } from './index.js';

const day = a.day('2014-06-14');
/** A fact as it would be recorded just after these: nothing that is due later has come. */
const soon = (history: readonly Fact[], fact: Fact): Fact => ({ ...fact, at: history.at(-1)?.at ?? fact.at });
const claimed = (actor: Actor, queue = 'assurance'): Fact => a.fact('CaseClaimed', { queue }, actor, day);
const released = (actor: Actor, queue = 'assurance'): Fact => a.fact('CaseReleased', { queue }, actor, day);
const declared = (actor: Actor): Fact =>
  a.fact(
    'InterestDeclared',
    { kind: 'financial', subject: 'A81001', text: 'A partner.', aroseOn: '2014-05-01' },
    actor,
    day,
  );
const imposed = a.fact('SpecialMeasuresImposed', { direction: 'Direction 7' }, a.clock, day);
const lifted = a.fact('SpecialMeasuresLifted', { direction: 'Direction 7' }, a.clock, day);
const closed = a.fact('CcgClosed', { kind: 'closure', closedOn: '2014-06-11' }, a.clock, day);
const returned = a.returned();
const asked = a.asked();
const suspended = a.suspended();
const deferred = a.decided('defer');
const reopened = a.reopened();
const approved = a.upTo('DecisionMade');

/** A case in every state there is before go-live. */
const beforeGoLive: readonly (readonly [string, readonly Fact[]])[] = [
  ['interest expressed', [a.expressed()]],
  ['interest returned', [a.expressed(), returned]],
  ['under way', a.underWay()],
  ['members voting', a.upTo('VoteCast')],
  ['ballot counted', a.upTo('BallotClosed')],
  ['mandate given', a.upTo('ResultVerified')],
  ['amendment proposed', [...a.underWay(), a.proposed()]],
  ['terms disputed', [...a.underWay(), a.termsDrafted(), a.termsDisputed()]],
  ['terms signed', a.upTo('TermsOfReferenceSigned')],
  ['with the region', a.submittedInFull()],
  ['asked for information', [...a.submittedInFull(), asked]],
  ['recommended', a.beforeTheCommittee()],
  ['deferred', [...a.beforeTheCommittee(), deferred]],
  ['approved', approved],
  ['thresholds reopened after approval', [...approved, reopened]],
  ['approval suspended', [...approved, suspended]],
  ['signed by the CCG', [...approved, a.signedByCcg()]],
  ['signed by NHS England', [...approved, a.signedByNhsEngland()]],
  ['waiting for go-live', a.awaitingGoLive()],
];

describe('a withdrawal before go-live (R-55)', () => {
  it.each(beforeGoLive)('is possible when the case is: %s', (_, history) => {
    given(workflow, ...history)
      .when(soon(history, a.withdrawn(day)))
      .then('withdrawn');
  });

  it('is possible until go-live has come, and not then, whether the clock has recorded it or not', () => {
    const justBefore = new Date(Date.parse(a.round.goLiveAt) - 1).toISOString();
    given(workflow, ...a.awaitingGoLive())
      .when(a.withdrawn(justBefore))
      .then('withdrawn');
    given(workflow, ...a.awaitingGoLive())
      .when(a.withdrawn(a.round.goLiveAt))
      .thenRefused('due');
    given(workflow, ...a.inForce())
      .when(a.withdrawn(a.round.goLiveAt))
      .thenRefused('R-60');
  });

  it('is the CCG’s own, not NHS England’s or another CCG’s', () => {
    for (const actor of [a.assessor, a.committee, a.strangeOfficer, a.practice('A81001')])
      given(workflow, ...a.underWay())
        .when({ ...a.withdrawn(day), actor })
        .thenRefused('R-55');
  });

  it('ends the case: it is not withdrawn twice', () => {
    given(workflow, ...a.underWay(), a.withdrawn(day))
      .when(a.withdrawn(day))
      .thenRefused('not-open-here');
  });
});

describe('the end of a CCG (R-66)', () => {
  it.each(beforeGoLive)('closes the case that is: %s', (_, history) => {
    given(workflow, ...history)
      .when(soon(history, closed))
      .then('closed');
  });
});

describe('special measures (R-41)', () => {
  it('are imposed and lifted once each, by the registrar', () => {
    given(workflow, ...a.underWay())
      .when(lifted)
      .thenRefused('ccgIsInSpecialMeasures');
    given(workflow, ...a.underWay(), imposed)
      .when(imposed)
      .thenRefused('ccgIsNotInSpecialMeasures');
    given(workflow, ...a.underWay(), imposed)
      .when(lifted)
      .then('applying.underWay');
    for (const actor of [a.officer, a.assessor, a.committee])
      given(workflow, ...a.underWay())
        .when({ ...imposed, actor })
        .thenRefused('R-41');
  });

  it.each(beforeGoLive)('may fall while the case is: %s', (_, history) => {
    expect(given(workflow, ...history).when(soon(history, imposed)).decision.outcome).toBe('decided');
  });

  it('do not keep the CCG from withdrawing (R-55)', () => {
    given(workflow, ...a.awaitingGoLive(), imposed)
      .when(a.withdrawn(day))
      .then('withdrawn');
  });
});

describe('a claim', () => {
  it('keeps others from claiming the case in that queue', () => {
    const { snapshot } = given(workflow, ...a.submittedInFull())
      .when(claimed(a.assessor))
      .then('applying');
    expect(snapshot.context).toMatchObject({ claims: { assurance: { id: a.assessor.id, name: a.assessor.name } } });
    const other = { ...a.assessor, id: 'another@Y54' };
    given(workflow, ...a.submittedInFull(), claimed(a.assessor))
      .when(claimed(other))
      .thenRefused('caseIsUnclaimed');
    given(workflow, ...a.submittedInFull(), claimed(a.assessor))
      .when(claimed(a.assessor))
      .then('applying');
  });

  it('is given back by whoever made it, and is then free', () => {
    const other = { ...a.assessor, id: 'another@Y54' };
    given(workflow, ...a.submittedInFull(), claimed(a.assessor))
      .when(released(other))
      .thenRefused('claimIsYours');
    given(workflow, ...a.submittedInFull())
      .when(released(a.assessor))
      .thenRefused('claimIsYours');
    given(workflow, ...a.submittedInFull(), claimed(a.assessor), released(a.assessor))
      .when(claimed(other))
      .then('applying');
  });

  it('is for approvers', () => {
    for (const actor of [a.officer, a.auditor, a.strangeAssessor])
      given(workflow, ...a.submittedInFull())
        .when(claimed(actor))
        .thenRefused('not-yours');
  });

  it('is released in no queue whose name every object has', () => {
    for (const queue of ['constructor', '__proto__', 'toString'])
      given(workflow, ...a.submittedInFull())
        .when(released(a.assessor, queue))
        .thenRefused('claimIsYours');
  });
});

describe('a declared interest (R-47)', () => {
  const conditional = [...a.beforeTheCommittee(), a.approvedWithConditions()];
  const varied = (actor: Actor): Fact =>
    a.fact('VariationProposed', { remove: ['assessing-needs'], reasons: 'x' }, actor, a.day('2015-06-01'));
  const functions = { functions: ['assessing-needs'], reasons: 'x' };
  const reviewed = { condition: 1, evidence: 'x' };
  const reasons = [{ code: 'other' as const, text: 'x' }];
  const condition = { matter: 'x', owner: 'x', due: '2015-07-01', precedent: false };
  const interrupted = [
    ...a.underWay({ applicants: 'group', group: ['00C', '01A'] }),
    a.fact('GroupMemberLeft', { ccg: '01A', case: a.meeting, outcome: 'withdrawn' }, a.clock, day),
  ];
  const suspends = a.fact('FunctionsSuspended', functions, a.committee, day);

  const acts: readonly (readonly [readonly Fact[], Fact])[] = [
    [[a.expressed()], a.acknowledged()],
    [[a.expressed()], returned],
    [[...a.underWay(), a.proposed()], a.amendmentApproved()],
    [[...a.underWay(), a.proposed()], a.amendmentReturned()],
    [[...a.underWay(), a.proposed()], a.amendmentRefused()],
    [[...a.underWay(), a.termsDrafted()], a.termsDisputed()],
    [[...a.underWay(), a.termsDrafted()], a.termsAgreed()],
    [a.submittedInFull(), a.assessed('assurance')],
    [a.submittedInFull(), asked],
    [a.submittedInFull(), a.regionSigned()],
    [a.upTo('SubmissionSigned'), a.recommended()],
    [a.upTo('ThresholdAssessed'), a.fact('RegionNotRecommended', { reasons }, a.assessor, day)],
    [a.beforeTheCommittee(), a.approved()],
    [a.beforeTheCommittee(), deferred],
    [a.beforeTheCommittee(), a.decided('reject', { reasons })],
    [a.beforeTheCommittee(), reopened],
    [approved, { ...reopened, actor: a.committee }],
    [approved, suspended],
    [approved, a.signedByNhsEngland()],
    [[...approved, a.signedByCcg()], a.signedByNhsEngland()],
    [conditional, a.fact('ConditionDischarged', reviewed, a.committee, day)],
    [conditional, a.fact('ConditionUpheld', reviewed, a.committee, day)],
    [
      [...a.inForce(), a.revoked('2016-03-01T00:00:00.000Z')],
      a.fact('RevocationWithdrawn', { reasons: 'x' }, a.committee, a.day('2015-10-01')),
    ],
    [a.inForce(), a.revoked(a.day('2015-09-01', '00:00:00.000'))],
    [a.inForce(), a.revoked('2016-03-01T00:00:00.000Z')],
    [a.inForce(), a.fact('DelegationReviewed', { findings: 'x' }, a.assessor, day)],
    [a.inForce(), a.fact('ConditionsImposed', { conditions: [condition] }, a.committee, day)],
    [a.inForce(), suspends],
    [[...a.inForce(), suspends], a.fact('FunctionsRestored', functions, a.committee, day)],
    [a.inForce(), varied(a.committee)],
    [[...a.inForce(), varied(a.officer)], a.fact('DelegationVaried', { terms: 'x' }, a.committee, day)],
    [[...a.inForce(), varied(a.officer)], a.fact('VariationDeclined', { reasons: 'x' }, a.committee, day)],
    [interrupted, a.fact('GroupContinuationAccepted', { grounds: 'x' }, a.assessor, day)],
    [[...a.underWay(), a.termsDrafted()], claimed(a.assessor, 'terms-of-reference')],
  ];

  it.each(acts.map(([history, fact]) => [fact.type, fact.actor.role, history, fact] as const))(
    'bars from %s as %s; somebody else can act',
    (_, __, history, fact) => {
      given(workflow, ...history, soon(history, declared(fact.actor)))
        .when(soon(history, fact))
        .thenRefused('R-47');
      const other = { ...fact.actor, id: 'someone-else' };
      expect(
        given(workflow, ...history, soon(history, declared(other))).when(soon(history, fact)).decision,
      ).toMatchObject({ outcome: 'decided' });
    },
  );

  it.each(acts.map(([history, fact]) => [fact.type, fact.actor.role, history, fact] as const))(
    'bars from %s as %s when the register knows it at that moment, whatever it knew before',
    (_, __, history, fact) => {
      const acting = soon(history, fact);
      const knowing = (more: object): Fact => ({ ...acting, data: { ...acting.data, ...more } });
      given(workflow, ...history)
        .when(knowing({ interested: [fact.actor.id] }))
        .thenRefused('R-47');
      given(workflow, ...history)
        .when(knowing({ interested: [], onBothSides: [fact.actor.id] }))
        .thenRefused('approverIsNoHand');
      const expired = given(workflow, ...history, soon(history, declared(fact.actor)));
      expect(expired.when(knowing({ interested: [], onBothSides: [] })).decision.outcome).toBe('decided');
    },
  );

  it.each(acts.map(([history, fact]) => [fact.type, fact.actor.role, history, fact] as const))(
    'does not make up for a hand in what the CCG did: %s as %s is nothing for its officers (R-46)',
    (_, __, history, fact) => {
      given(workflow, ...history)
        .when(soon(history, { ...fact, actor: { ...fact.actor, id: a.officer.id } }))
        .thenRefused('approverIsNoHand');
    },
  );

  it('bars from everything an approver does but declaring, and giving back a claim', () => {
    const approvers = ['regional-assessor', 'constitution-reviewer', 'national-committee'];
    const allNodes = (node: AnyStateNode): readonly AnyStateNode[] => [
      node,
      ...Object.values(node.states).flatMap(allNodes),
    ];
    const ways = allNodes(workflow.machine.root).flatMap(
      (node) => [...node.transitions.values()].flat() as readonly AnyTransitionDefinition[],
    );
    const bars = (way: AnyTransitionDefinition): boolean => ruleNamesOf(way.guard).includes('approverHasNoInterest');
    const theirs = ways.filter((way) => passageOf(way).by.some((role) => approvers.includes(role)));
    const free = theirs.filter((way) => !bars(way)).map((way): string => way.eventType as string);
    expect([...new Set(free)].sort()).toEqual(['CaseReleased', 'InterestDeclared']);
    const shown = new Set(acts.map(([, { type }]) => type));
    const barred = ways.filter(bars).map((way): string => way.eventType as string);
    expect(barred.filter((type) => !shown.has(type))).toEqual([]);
  });

  it('does not keep NHS England from revoking: another member does (R-60)', () => {
    given(workflow, ...a.inForce(), declared(a.committee))
      .when({ ...a.revoked(a.day('2015-09-01', '00:00:00.000')), actor: a.committee2 })
      .then('revoked');
  });

  it('is the approver’s own to declare, and names its kind', () => {
    for (const actor of [a.assessor, a.reviewer, a.committee])
      given(workflow, ...a.submittedInFull())
        .when(declared(actor))
        .then('applying');
    given(workflow, ...a.submittedInFull())
      .when(declared(a.officer))
      .thenRefused('R-47');
  });
});

describe('an interest from the register (R-47)', () => {
  const recorded = (person: string | undefined, actor: Actor = a.registrar): Fact =>
    a.fact(
      'InterestDeclared',
      { kind: 'financial', subject: '00C', text: 'A partner.', aroseOn: '2014-05-01', ...(person && { person }) },
      actor,
      day,
    );

  it('is recorded by the registrar about the person it bars, and bars nobody else', () => {
    const barred = [...a.submittedInFull(), recorded(a.assessor.id)];
    given(workflow, ...barred)
      .when(a.assessed('assurance'))
      .thenRefused('approverHasNoInterest');
    given(workflow, ...barred)
      .when({ ...a.assessed('assurance'), actor: { ...a.assessor, id: 'another@Y54' } })
      .then('applying');
    given(workflow, ...a.submittedInFull())
      .when(recorded(undefined))
      .thenRefused('registrarNamesThePerson');
  });

  it('is declared of nobody but oneself by an approver', () => {
    for (const actor of [a.assessor, a.reviewer, a.committee]) {
      given(workflow, ...a.submittedInFull())
        .when(recorded('somebody-else', actor))
        .thenRefused('anotherIsNamedByTheRegistrar');
      const { snapshot } = given(workflow, ...a.submittedInFull(), recorded(actor.id, actor)).standing;
      expect(snapshot.context).toMatchObject({ interested: [actor.id] });
    }
  });

  it('bars from the beginning whom the register knew of then', () => {
    given(workflow, a.expressed({ interested: [a.assessor.id] }))
      .when(a.acknowledged())
      .thenRefused('approverHasNoInterest');
  });

  it('stands though the CCG mends its interest, beside what the register says by then', () => {
    const mended = a.expressed({ interested: ['c', 'b'] }, a.day('2014-06-18'));
    const declares = { ...declared(a.committee), at: a.day('2014-06-12') };
    const { snapshot } = given(workflow, a.expressed({ interested: ['b'] }), declares, returned)
      .when(mended)
      .then('applying.interest.expressed');
    expect(snapshot.context).toMatchObject({ interested: ['b', a.committee.id, 'c'] });
  });
});

describe('a CCG in special measures when its case begins (R-41)', () => {
  const measured = (facts: readonly Fact[]): readonly Fact[] => [
    a.expressed({ specialMeasures: true }),
    ...facts.slice(1),
  ];

  it('is not recommended until they are lifted', () => {
    const assessed = measured(a.upTo('SubmissionSigned'));
    given(workflow, ...assessed)
      .when(a.recommended())
      .thenRefused('ccgIsNotInSpecialMeasures');
    given(workflow, ...assessed, lifted)
      .when(a.recommended())
      .then('applying');
  });

  it('stays in them though it mends its interest, and out of them when they were lifted', () => {
    const mended = (specialMeasures: boolean) => a.expressed({ specialMeasures }, a.day('2014-06-18'));
    const before = [a.expressed({ specialMeasures: true }), returned];
    const context = (...facts: readonly Fact[]): unknown => given(workflow, ...facts).standing.snapshot.context;
    expect(context(...before, mended(false))).toMatchObject({ specialMeasures: true });
    expect(context(...before, lifted, mended(true))).toMatchObject({ specialMeasures: false });
  });
});

describe('a case', () => {
  it('begins with an interest and with nothing else', () => {
    for (const fact of [imposed, closed, declared(a.committee), claimed(a.committee), a.withdrawn(day), a.engaged()])
      given(workflow).when(fact).thenRefused('not-open-here');
  });

  it('is changed by nobody who only reads', () => {
    for (const fact of [a.acknowledged(), a.withdrawn(day), imposed])
      given(workflow, a.expressed())
        .when({ ...fact, actor: a.auditor })
        .thenRefused('not-yours');
  });
});

describe('taking a case from a queue', () => {
  it('is refused to whoever drafted it, or assessed what they would decide (R-46)', () => {
    const assessed = a.upTo('ThresholdAssessed');
    const asCommittee = { ...a.committee, id: a.assessor.id };
    given(workflow, ...assessed)
      .when(claimed(asCommittee, 'decision'))
      .thenRefused('R-46');
    given(workflow, ...assessed)
      .when(claimed({ ...a.assessor, id: a.officer.id }))
      .thenRefused('R-46');
    // Who assesses goes on assessing.
    given(workflow, ...assessed)
      .when(claimed(a.assessor))
      .then('applying.underWay.application.assurance.assessing');
  });
});

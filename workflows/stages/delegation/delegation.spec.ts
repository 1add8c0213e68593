import { describe, expect, it } from '@jest/globals';
import { movesFrom } from '../../../libs/workflow/decide.js';
import type { Actor, Fact } from '../../../libs/workflow/index.js';
import { outcomeOf } from '../../../libs/workflow/progress.js';
import { given } from '../../../libs/workflow/specification.js';
import * as a from '../../../test/builders.js';
import type { Context } from '../../application/words.js';
import { delegatedCommissioning as workflow } from '../../delegated-commissioning/index.js';

const inForce = a.inForce();
const day = a.day('2015-06-01');
const [needs, payments] = ['assessing-needs', 'discretionary-payments'];
const suspended = (...functions: string[]): Fact =>
  a.fact('FunctionsSuspended', { functions, reasons: 'Overspent.' }, a.committee, day);
const restored = (...functions: string[]): Fact =>
  a.fact('FunctionsRestored', { functions, reasons: 'Mended.' }, a.committee, day);
const varied = (more: { add?: string[]; remove?: string[] }, actor: Actor = a.officer): Fact =>
  a.fact('VariationProposed', { reasons: 'Experience.', ...more }, actor, day);
const agreed = (actor: Actor = a.committee): Fact => a.fact('DelegationVaried', { terms: 'As proposed.' }, actor, day);
const declined = (actor: Actor = a.committee): Fact => a.fact('VariationDeclined', { reasons: 'No.' }, actor, day);
const immediately = a.revoked(a.day('2015-09-01', '00:00:00.000'));
const later = a.revoked(a.day('2015-10-01', '00:00:00.000'));
const contextAfter = (...facts: readonly Fact[]): Context =>
  given(workflow, ...inForce, ...facts).standing.snapshot.context as Context;

describe('a delegation in force', () => {
  const applicants = [a.officer, a.officer2, a.verifier, a.practice('A81001')];

  it('has no way out for the CCG: a withdrawal is refused by the rule, whoever asks (R-60)', () => {
    for (const actor of [...applicants, a.committee, a.registrar, a.clock]) {
      const refusal = given(workflow, ...inForce)
        .when({ ...a.withdrawn(day), actor })
        .thenRefused('nobodyLeaves');
      expect(refusal).toMatchObject({ because: 'rule', rule: 'R-60', meaning: expect.stringMatching(/no way out/) });
    }
  });

  it('is not left while functions are suspended, a variation is proposed or notice is given (R-60)', () => {
    given(workflow, ...inForce, suspended(needs), varied({ add: ['practice-mergers'] }), later)
      .when(a.withdrawn(day))
      .thenRefused('R-60');
  });

  it('is not revoked by anybody acting for the CCG, nor by the region (R-60)', () => {
    for (const actor of [...applicants, a.assessor, a.registrar]) {
      const refusal = given(workflow, ...inForce)
        .when({ ...immediately, actor })
        .thenRefused('R-60');
      expect(refusal).toEqual({ because: 'not-yours', by: ['national-committee'], rule: 'R-60' });
    }
  });

  it('offers an officer of the CCG a variation and nothing else (R-60)', () => {
    const { standing } = given(workflow, ...inForce);
    expect(movesFrom(workflow, standing, a.officer, [a.officer], day).map(({ type }) => type)).toEqual([
      'VariationProposed',
    ]);
  });

  it('cannot be undone by any fact of the application', () => {
    for (const fact of [a.submitted(), a.resultVerified(), a.termsDisputed(), a.proposed(3, 2), a.signedByCcg()])
      given(workflow, ...inForce)
        .when(fact)
        .thenRefused('not-open-here');
  });
});

describe('a revocation', () => {
  it('takes effect at once, or from its day, and not before that (R-60)', () => {
    given(workflow, ...inForce)
      .when(immediately)
      .then('revoked');
    given(workflow, ...inForce)
      .when(later)
      .then('inForce.notice.given');
    const comes = a.fact('RevocationTookEffect', {}, a.clock, '2015-10-01T00:00:00.000Z');
    given(workflow, ...inForce, later)
      .when({ ...comes, at: '2015-09-30T23:59:59.999Z' })
      .thenRefused('revocationDayHasCome');
    given(workflow, ...inForce, later)
      .when(comes)
      .then('revoked');
    given(workflow, ...inForce, later)
      .when({ ...comes, actor: a.officer })
      .thenRefused('R-60');
  });

  it('can be brought forward or put off while notice is given (R-60)', () => {
    given(workflow, ...inForce, later)
      .when(immediately)
      .then('revoked');
    const { snapshot, progress } = given(workflow, ...inForce, later)
      .when(a.revoked(a.day('2015-12-01', '00:00:00.000')))
      .then('inForce.notice.given');
    expect((snapshot.context as Context).revokedFrom).toBe('2015-12-01T00:00:00.000Z');
    expect(progress.dates).toMatchObject({ revocationEffective: '2015-12-01T00:00:00.000Z' });
  });

  it('is possible at any time, from wherever the delegation stands, whatever is proposed or suspended (R-60)', () => {
    for (const before of [
      [suspended(needs, payments)],
      [varied({ add: ['practice-mergers'] })],
      [suspended(needs), varied({ remove: [payments] }, a.committee), later],
    ])
      given(workflow, ...inForce, ...before)
        .when(immediately)
        .then('revoked');
  });

  it('is final: the case is over, and the CCG holds no other level by it (R-64)', () => {
    const { standing } = given(workflow, ...inForce, immediately);
    expect(standing.snapshot.status).toBe('done');
    expect(outcomeOf(workflow, standing.progress.state)).toBe('revoked');
    expect(workflow.machine.states['revoked']?.description).toMatch(/holds no level by that/);
    for (const fact of [a.expressed(), a.withdrawn(day), immediately, a.tookEffect(), suspended(needs)])
      given(workflow, ...inForce, immediately)
        .when(fact)
        .thenRefused('not-open-here');
  });
});

describe('the end of a CCG in the register', () => {
  const closed = a.fact('CcgClosed', { kind: 'merger', successors: ['01A'], closedOn: '2015-06-01' }, a.clock, day);

  it('ends its delegation; nothing passes to the successor by that (R-66)', () => {
    given(workflow, ...inForce)
      .when(closed)
      .then('closed');
    given(workflow, ...inForce, later)
      .when(closed)
      .then('closed');
    expect(given(workflow, ...inForce, closed).standing.snapshot.status).toBe('done');
  });

  it('is for the register alone to say: nobody records it on the case (R-66)', () => {
    for (const actor of [a.officer, a.committee, a.registrar])
      given(workflow, ...inForce)
        .when({ ...closed, actor })
        .thenRefused('R-66');
  });
});

describe('a review of the delegation', () => {
  const reviewed = a.fact('DelegationReviewed', { findings: 'Sound.' }, a.assessor, day);
  it('is recorded by NHS England and changes nothing (R-62)', () => {
    for (const actor of [a.assessor, a.committee])
      given(workflow, ...inForce)
        .when({ ...reviewed, actor })
        .then('inForce');
    given(workflow, ...inForce)
      .when({ ...reviewed, actor: a.officer })
      .thenRefused('R-62');
  });
});

describe('conditions in force', () => {
  const imposed = a.fact(
    'ConditionsImposed',
    { conditions: [{ matter: 'Publish minutes', owner: 'Chair', due: '2015-07-01', precedent: false }] },
    a.committee,
    day,
  );
  const met = (condition: number) =>
    a.fact('ConditionDischarged', { condition, evidence: 'Published.' }, a.committee, day);

  it('are imposed by NHS England, and discharged by it one by one (R-62)', () => {
    given(workflow, ...inForce)
      .when({ ...imposed, actor: a.officer })
      .thenRefused('R-62');
    given(workflow, ...inForce, imposed)
      .when(met(1))
      .then('inForce');
    given(workflow, ...inForce, imposed, imposed, met(2))
      .when(met(2))
      .thenRefused('R-44');
    expect(contextAfter(imposed, imposed, met(2)).conditions.map(({ discharged }) => discharged)).toEqual([
      false,
      true,
    ]);
  });
});

describe('suspended functions', () => {
  it('are named ones of those delegated, each once (R-62)', () => {
    given(workflow, ...inForce)
      .when(suspended(needs))
      .then('inForce.functions.suspended');
    given(workflow, ...inForce)
      .when(suspended('practice-mergers'))
      .thenRefused('functionsAreExercised');
    given(workflow, ...inForce, suspended(needs))
      .when(suspended(needs, payments))
      .thenRefused('functionsAreExercised');
    given(workflow, ...inForce, suspended(needs))
      .when(suspended(payments))
      .then('inForce.functions.suspended');
  });

  it('are restored one by one until none is left (R-62)', () => {
    const both = [...inForce, suspended(needs, payments)];
    given(workflow, ...both)
      .when(restored(needs))
      .then('inForce.functions.suspended');
    given(workflow, ...both, restored(needs))
      .when(restored(payments))
      .then('inForce.functions.exercised');
    given(workflow, ...both)
      .when(restored(payments, needs))
      .then('inForce.functions.exercised');
    given(workflow, ...both, restored(needs))
      .when(restored(needs))
      .thenRefused('functionsAreSuspended');
  });

  it('are suspended and restored by NHS England only (R-62)', () => {
    given(workflow, ...inForce)
      .when({ ...suspended(needs), actor: a.officer })
      .thenRefused('R-62');
    given(workflow, ...inForce, suspended(needs))
      .when({ ...restored(needs), actor: a.officer })
      .thenRefused('R-62');
  });

  it('are no longer suspended once a variation has taken away the last of them (R-62)', () => {
    given(workflow, ...inForce, suspended(needs), varied({ remove: [needs] }))
      .when(agreed())
      .then('inForce.functions.exercised');
    given(workflow, ...inForce, suspended(needs, payments), varied({ remove: [needs], add: ['practice-mergers'] }))
      .when(agreed())
      .then('inForce.functions.suspended');
  });
});

describe('a variation', () => {
  it('proposed by either party stands when the other agrees (R-62)', () => {
    const change = { add: ['practice-mergers'], remove: [needs] };
    given(workflow, ...inForce)
      .when(varied(change))
      .then('inForce.variation.proposed');
    expect(contextAfter(varied(change), agreed())).toMatchObject({
      functions: [payments, 'practice-mergers'],
      variation: null,
    });
    given(workflow, ...inForce, varied(change, a.committee))
      .when(agreed(a.officer))
      .then('inForce.variation.settled');
  });

  it('is not agreed to by the party that proposed it (R-62)', () => {
    for (const [proposer, same] of [
      [a.officer, a.officer2],
      [a.committee, a.committee2],
    ] as const)
      given(workflow, ...inForce, varied({ remove: [needs] }, proposer))
        .when(agreed(same))
        .thenRefused('otherPartyProposed');
  });

  it('is not agreed by one person in both roles (R-46, R-62)', () => {
    given(workflow, ...inForce, varied({ remove: [needs] }, a.officer))
      .when(agreed({ ...a.committee, id: a.officer.id }))
      .thenRefused('approverIsNoHand');
    given(workflow, ...inForce, varied({ remove: [needs] }, a.committee))
      .when(agreed({ ...a.officer, id: a.committee.id }))
      .thenRefused('otherPartyProposed');
  });

  it('is declined, or taken back, and changes nothing (R-62)', () => {
    for (const actor of [a.committee, a.officer])
      given(workflow, ...inForce, varied({ remove: [needs] }))
        .when(declined(actor))
        .then('inForce.variation.settled');
    expect(contextAfter(varied({ remove: [needs] }), declined()).functions).toEqual([needs, payments]);
  });

  it.each([
    ['changes nothing', {}],
    ['adds what is delegated already', { add: [needs] }],
    ['takes away what is not delegated', { remove: ['practice-mergers'] }],
    ['leaves nothing', { remove: [needs, payments] }],
  ] as const)('is refused when it %s (R-62)', (_, change: { add?: readonly string[]; remove?: readonly string[] }) => {
    given(workflow, ...inForce)
      .when(varied(change as { add?: string[]; remove?: string[] }))
      .thenRefused('variationChangesSomething');
  });

  it('may replace everything that is delegated by something else (R-62)', () => {
    given(workflow, ...inForce)
      .when(varied({ add: ['practice-mergers'], remove: [needs, payments] }))
      .then('inForce.variation.proposed');
  });

  it('never touches individual performers, which are always reserved (R-51)', () => {
    for (const change of [{ add: ['individual-performance'] }, { remove: ['individual-performance'] }])
      for (const actor of [a.officer, a.committee])
        given(workflow, ...inForce)
          .when(varied(change, actor))
          .thenRefused('R-51');
  });
});

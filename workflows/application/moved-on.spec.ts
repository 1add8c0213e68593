/** Whoever names what is not open any more hears what became of it, and when. */
import { describe, expect, it } from '@jest/globals';
import type { Fact, Refusal, Workflow } from '../../libs/workflow/index.js';
import { given } from '../../libs/workflow/specification.js';
import * as a from '../../test/builders.js';
import * as joint from '../../test/joint.js';
import { delegatedCommissioning } from '../delegated-commissioning/index.js';
import { jointCommissioning } from '../joint-commissioning/index.js';

function toldOf(
  why: string,
  history: readonly Fact[],
  fact: Fact,
  workflow: Workflow = delegatedCommissioning,
): string {
  const refusal: Refusal = given(workflow, ...history)
    .when(fact)
    .thenRefused(why);
  return 'meaning' in refusal ? (refusal.meaning ?? '') : '';
}

const january = a.day('2015-01-05');
const approves = (version: number): Fact => ({ ...a.amendmentApproved(version), at: january });
const returns = (version: number): Fact => ({ ...a.amendmentReturned(version), at: january });

describe('a version that is not waiting for a decision (R-21)', () => {
  it.each<readonly [string, readonly Fact[], number, string]>([
    ['returned', [a.amendmentReturned()], 2, 'Version 2 was returned on 1 December 2014.'],
    ['refused', [a.amendmentRefused()], 2, 'Version 2 was refused on 1 December 2014.'],
    ['approved', [a.amendmentApproved()], 2, 'Version 2 was approved on 1 December 2014.'],
    ['replaced', [a.proposed(4, 2), a.amendmentApproved(4)], 2, 'Version 2 was replaced on 1 December 2014.'],
    ['never proposed', [], 7, 'No version 7 was proposed. Waiting for a decision: 2, 3.'],
  ])('is told what became of it: %s', (_, facts, version, told) => {
    const history = [...a.underWay(), a.proposed(2), a.proposed(3), ...facts];
    expect(toldOf('versionIsPending', history, approves(version))).toContain(told);
  });

  it('is told so where none waits at all', () => {
    const history = [...a.underWay(), a.proposed(2), a.proposed(3), a.amendmentReturned(3), a.amendmentApproved()];
    expect(toldOf('somethingIsPending', history, returns(2))).toContain('Version 2 was approved on 1 December 2014.');
  });

  it('is the one that waits, beside which “not required” cannot be said', () => {
    const notRequired = a.fact('AmendmentNotRequired', { clause: '6.4', statement: 'x' }, a.officer, january);
    const history = [...a.underWay({ constitution: { ...a.constitution, providesForCommittee: true } }), a.proposed()];
    expect(toldOf('nothingIsPending', history, notRequired)).toContain('Version 2');
  });

  it('rests on one that was refused, or has one resting on it that was approved: which, and when', () => {
    const refused = [...a.underWay(), a.proposed(2), a.proposed(3, 2), a.amendmentRefused()];
    expect(toldOf('baseStands', refused, approves(3))).toContain('Version 2 was refused on 1 December 2014.');
    const approved = [...a.underWay(), a.proposed(2), a.proposed(3, 2), a.amendmentApproved(3)];
    expect(toldOf('noApprovalRestsOnIt', [...approved, a.proposed(4, 3)], returns(2))).toContain(
      'Version 3 was approved on 1 December 2014.',
    );
  });
});

describe('what is named by its number', () => {
  it('is a condition: discharged, and when; or there is none (R-44)', () => {
    const met = (condition: number): Fact =>
      a.fact('ConditionDischarged', { condition, evidence: 'x' }, a.committee, a.day('2015-02-20'));
    const history = [...a.beforeTheCommittee(), a.approvedWithConditions(), met(1)];
    expect(toldOf('conditionIsOpen', history, met(1))).toContain('Condition 1 was discharged on 20 February 2015.');
    expect(toldOf('conditionIsOpen', history, met(2))).toContain('There is no condition 2. Open: none.');
  });

  it('is a question: answered, and when; or there is none (R-40)', () => {
    const answered = (question: number): Fact =>
      a.fact('InformationProvided', { question, answer: 'x' }, a.officer, a.day('2015-01-19'));
    const history = [...a.submittedInFull(), a.asked(), a.asked(), answered(1)];
    expect(toldOf('questionIsOpen', history, answered(1))).toContain('Question 1 was answered on 19 January 2015.');
    expect(toldOf('questionIsOpen', history, answered(9))).toContain('There is no question 9. Open: 2.');
  });

  it('is an item that decided on the case already, and when (R-47)', () => {
    const history = [...a.beforeTheCommittee(), a.decided('defer')];
    const again = { ...a.approved(), at: a.day('2015-02-12') };
    expect(toldOf('minuteIsNew', history, again)).toContain('on 10 February 2015');
  });
});

it('a decision that was escalated is told when (R-47)', () => {
  const again = joint.decided('approve', { item: 2, minuted: { item: 2 } });
  expect(
    toldOf('decisionIsNotEscalated', [...joint.beforeTheRegion(), joint.escalated()], again, jointCommissioning),
  ).toContain('on 10 February 2015');
});

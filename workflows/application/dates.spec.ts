import { describe, expect, it } from '@jest/globals';
import { dueOf, stagesOf, waitingOn } from '../../libs/workflow/progress.js';
import type { Dates, Fact } from '../../libs/workflow/index.js';
import { given } from '../../libs/workflow/specification.js';
import * as a from '../../test/builders.js';
import * as joint from '../../test/joint.js';
import { jointCommissioning } from '../joint-commissioning/index.js';
import { delegatedCommissioning as workflow } from '../delegated-commissioning/index.js';

const after = (...facts: readonly Fact[]) => given(workflow, ...facts).standing.progress;
const due = (stage: string, ...facts: readonly Fact[]): string | undefined =>
  stagesOf(workflow, after(...facts)).find(({ name }) => name === stage)?.due;
const dates = (...facts: readonly Fact[]): Dates => after(...facts).dates;

const answered = (question: number): Fact =>
  a.fact('InformationProvided', { question, answer: 'So.' }, a.officer, a.day('2015-01-16'));

describe('a service standard', () => {
  it('says by when an interest is acknowledged, an application assessed and an amendment reviewed', () => {
    expect(due('interest', a.expressed())).toBe(a.day('2014-07-10'));
    expect(due('assurance', ...a.submittedInFull())).toBe(a.day('2015-02-05'));
    expect(due('constitution', ...a.underWay(), a.proposed())).toBe(a.day('2014-12-08'));
  });

  it('only alerts: the clock records nothing when it has passed', () => {
    const events = [[a.expressed()], a.submittedInFull(), [...a.submittedInFull(), a.asked()]].flatMap((facts) =>
      dueOf(workflow, after(...facts)).map(({ event, date }) => `${event} at ${date}`),
    );
    expect([...new Set(events)]).toEqual(['DeadlinePassed at applicationBy', 'DeadlinePassed at goLive']);
  });

  it('may be none', () => {
    expect(due('interest', a.expressed({ acknowledgeBy: null }))).toBe(a.round.applicationBy);
    expect(due('constitution', ...a.underWay(), a.proposed(2, 1, { reviewBy: null }))).toBeUndefined();
    expect(due('assurance', ...a.submittedInFull(), a.asked({ answerDue: null }))).toBeUndefined();
  });
});

describe('what was due is done', () => {
  it('and its date goes: an assessment that is opened again is not overdue from the start (R-42)', () => {
    expect(due('assurance', ...a.submittedInFull())).toBe(a.day('2015-02-05'));
    const reopened = a.reopened();
    expect(due('assurance', ...a.beforeTheCommittee(), reopened)).toBeUndefined();
  });

  it('or taken back: a revocation has no day any more, and the delegation goes on (R-60)', () => {
    const told = a.revoked('2015-11-30T00:00:00.000Z');
    const withdrawn = a.fact('RevocationWithdrawn', { reasons: 'x' }, a.committee, a.day('2015-10-01'));
    expect(dueOf(workflow, after(...a.inForce(), told))).toMatchObject([{ event: 'RevocationTookEffect' }]);
    given(workflow, ...a.inForce(), told)
      .when(withdrawn)
      .then('inForce.notice.none');
    expect(dueOf(workflow, after(...a.inForce(), told, withdrawn))).toEqual([]);
    given(workflow, ...a.inForce(), told)
      .when({ ...withdrawn, actor: a.officer })
      .thenRefused('not-yours');
    given(workflow, ...a.inForce())
      .when(withdrawn)
      .thenRefused('not-open-here');
    const late = { ...withdrawn, at: '2015-11-30T00:00:00.000Z' };
    given(workflow, ...a.inForce(), told)
      .when(late)
      .thenRefused('due');
  });
});

describe('the day a question is to be answered by', () => {
  const case_ = a.submittedInFull();

  it('is the one the region names, to the end of that day in London, or else the service standard’s', () => {
    expect(due('assurance', ...case_, a.asked())).toBe(a.day('2015-02-12'));
    expect(due('assurance', ...case_, a.asked({ answerBy: '2015-01-30' }))).toBe('2015-01-31T00:00:00.000Z');
    expect(due('assurance', ...case_, a.asked({ answerBy: '2015-03-30' }))).toBe('2015-03-30T23:00:00.000Z');
  });

  it('is the soonest of the questions that are open: a later question takes no date away', () => {
    const first = a.asked({ answerBy: '2015-01-30' });
    for (const second of [a.asked(), a.asked({ answerDue: null })])
      expect(due('assurance', ...case_, first, second)).toBe('2015-01-31T00:00:00.000Z');
    expect(due('assurance', ...case_, first, a.asked(), answered(1))).toBe(a.day('2015-02-12'));
    expect(due('assurance', ...case_, first, a.asked(), answered(2))).toBe('2015-01-31T00:00:00.000Z');
    expect(due('assurance', ...case_, a.asked(), first)).toBe('2015-01-31T00:00:00.000Z');
    expect(dates(...case_, first, a.asked(), answered(1), answered(2))).not.toHaveProperty('answerBy');
  });

  it('is told apart for each question, also when one was answered before the next was asked', () => {
    const asked = [a.asked(), answered(1), a.asked({ answerBy: '2015-01-30' }), a.asked()];
    expect(due('assurance', ...case_, ...asked, answered(3))).toBe('2015-01-31T00:00:00.000Z');
    expect(due('assurance', ...case_, ...asked, answered(2))).toBe(a.day('2015-02-12'));
    // What is settled is no date any more, and keeps its number.
    expect(dates(...case_, ...asked)).toMatchObject({ 'answerBy.1': 'settled' });
  });

  it('begins anew with the thresholds (R-42)', () => {
    const reopened = a.reopened();
    const before = [...case_, a.asked(), answered(1), ...a.assured(), reopened];
    expect(Object.keys(dates(...before)).filter((name) => name.startsWith('answerBy'))).toEqual([]);
    expect(due('assurance', ...before, a.asked({ answerBy: '2015-03-10' }), a.asked(), answered(2))).toBe(
      '2015-03-11T00:00:00.000Z',
    );
  });
});

describe('the day a version is to be reviewed by', () => {
  it('is the soonest of the versions that are pending', () => {
    const later = a.proposed(3, 1, { reviewBy: a.day('2014-12-20') });
    const case_ = [...a.underWay(), a.proposed(), later];
    expect(due('constitution', ...case_)).toBe(a.day('2014-12-08'));
    expect(due('constitution', ...case_, a.amendmentReturned(2))).toBe(a.day('2014-12-20'));
    expect(due('constitution', ...case_, a.amendmentRefused(3))).toBe(a.day('2014-12-08'));
  });
});

describe('the day a version is to be reviewed by, once another that rests on it is approved', () => {
  const january = (version: number, basedOn: number): Fact => ({
    ...a.proposed(version, basedOn, { reviewBy: a.day('2015-02-20') }),
    at: a.day('2015-01-06'),
  });
  const chain = [...a.underWay(), a.proposed(2), a.proposed(3, 2), a.proposed(4, 3), a.amendmentApproved(4)];

  it('is gone with those it took the place of: nobody reviews them any more', () => {
    expect(dates(...chain)).not.toHaveProperty('amendmentReviewBy');
    expect(due('constitution', ...chain, january(5, 4))).toBe(a.day('2015-02-20'));
    expect(dates(...chain, january(5, 4), { ...a.amendmentApproved(5), at: a.day('2015-01-07') })).not.toHaveProperty(
      'amendmentReviewBy',
    );
  });

  it('stays that of one beside them, which still waits for its answer', () => {
    const beside = [...chain.slice(0, -1), a.proposed(12, 1), a.amendmentApproved(3)];
    expect(dates(...beside)).toMatchObject({ amendmentReviewBy: a.day('2014-12-08') });
    expect(dates(...beside, a.amendmentReturned(4))).toMatchObject({ amendmentReviewBy: a.day('2014-12-08') });
    expect(dates(...beside, a.amendmentReturned(4), a.amendmentReturned(12))).not.toHaveProperty('amendmentReviewBy');
  });
});

describe('the day a condition is due (R-44)', () => {
  const condition = (due: string, precedent = false) => ({ matter: 'x', owner: 'x', due, precedent });
  const approvedWith = (...conditions: readonly ReturnType<typeof condition>[]): Fact =>
    a.imposing(a.approvedWithConditions(), ...conditions);
  const discharged = (number: number, at: string): Fact =>
    a.fact('ConditionDischarged', { condition: number, evidence: 'x' }, a.committee, a.day(at));
  const upheld = (number: number, at: string): Fact =>
    a.fact('ConditionUpheld', { condition: number, evidence: 'x' }, a.committee, a.day(at));
  const imposed = (at: string, ...conditions: readonly ReturnType<typeof condition>[]): Fact =>
    a.fact('ConditionsImposed', { conditions: [...conditions] }, a.committee, a.day(at));

  it('is the next of those that are not discharged, to the end of the day in London', () => {
    const case_ = [...a.beforeTheCommittee(), approvedWith(condition('2015-03-10'), condition('2015-03-30'))];
    expect(due('agreement', ...case_)).toBe('2015-03-11T00:00:00.000Z');
    expect(due('agreement', ...case_, upheld(1, '2015-03-05'))).toBe('2015-03-11T00:00:00.000Z');
    expect(due('agreement', ...case_, discharged(1, '2015-03-05'))).toBe('2015-03-30T23:00:00.000Z');
    expect(due('agreement', ...case_, discharged(2, '2015-03-05'))).toBe('2015-03-11T00:00:00.000Z');
    expect(due('agreement', ...case_, discharged(1, '2015-03-05'), discharged(2, '2015-03-05'))).toBeUndefined();
  });

  it('is that of a condition imposed in force too, and the committee is waited on until it is met', () => {
    const case_ = [
      ...a.inForce(),
      imposed('2015-06-01', condition('2015-09-30')),
      imposed('2015-06-02', condition('2015-08-31')),
    ];
    expect(due('delegation', ...a.inForce())).toBeUndefined();
    expect(waitingOn(workflow, after(...a.inForce()))).toEqual([]);
    expect(due('delegation', ...case_)).toBe('2015-08-31T23:00:00.000Z');
    expect(waitingOn(workflow, after(...case_))).toEqual(['national-committee']);
    expect(due('delegation', ...case_, discharged(2, '2015-07-01'))).toBe('2015-09-30T23:00:00.000Z');
    const met = [...case_, discharged(2, '2015-07-01'), discharged(1, '2015-07-01')];
    expect(due('delegation', ...met)).toBeUndefined();
    expect(waitingOn(workflow, after(...met))).toEqual([]);
    // A third is counted on, and not taken for one of those that are met.
    expect(
      due('delegation', ...met, imposed('2015-07-02', condition('2015-12-31')), discharged(3, '2015-07-03')),
    ).toBeUndefined();
  });

  it('goes with the approval it was imposed by', () => {
    const suspended = a.suspended(a.day('2015-02-20'));
    const reopened = a.reopened(a.day('2015-02-20'));
    for (const fact of [suspended, reopened])
      expect(dates(...a.beforeTheCommittee(), approvedWith(condition('2015-03-10')), fact)).not.toHaveProperty(
        'conditionsDue',
      );
  });

  it('is the region’s to look after in joint commissioning', () => {
    const decided = a.imposing(joint.decided('approve-with-conditions'), condition('2015-09-30'));
    const { progress } = given(jointCommissioning, ...a.instead(decided, joint.inForce())).standing;
    expect(waitingOn(jointCommissioning, progress)).toEqual(['regional-assessor']);
    expect(stagesOf(jointCommissioning, progress).at(-1)).toMatchObject({ due: '2015-09-30T23:00:00.000Z' });
  });
});

describe('a completed stage', () => {
  const since = (stage: string, ...facts: readonly Fact[]): readonly (string | undefined)[] => {
    const found = stagesOf(workflow, after(...facts)).find(({ name }) => name === stage);
    return [found?.status, found?.since];
  };

  it('says when it was completed, not when the case moved on', () => {
    expect(since('mandate', ...a.awaitingGoLive())).toEqual(['completed', a.day('2014-10-16')]);
    expect(since('mandate', ...a.inForce())).toEqual(['completed', a.day('2014-10-16')]);
    expect(since('terms-of-reference', ...a.inForce())).toEqual(['completed', a.day('2014-12-01')]);
    // What was completed by being left says when that was.
    expect(since('interest', ...a.inForce())).toEqual(['completed', a.day('2014-07-01')]);
    expect(since('agreement', ...a.inForce())).toEqual(['completed', a.round.goLiveAt]);
  });
});

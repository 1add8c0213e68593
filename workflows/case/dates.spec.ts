import { describe, expect, it } from '@jest/globals';
import { dueOf, stagesOf } from '../../libs/workflow/progress.js';
import type { Dates, Fact } from '../../libs/workflow/index.js';
import { given } from '../../libs/workflow/specification.js';
import * as a from '../../test/builders.js';
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
    expect([...new Set(events)]).toEqual(['DeadlinePassed at goLive']);
  });

  it('may be none', () => {
    expect(due('interest', a.expressed({ acknowledgeBy: null }))).toBe(a.round.goLiveAt);
    expect(due('constitution', ...a.underWay(), a.proposed(2, 1, { reviewBy: null }))).toBeUndefined();
    expect(due('assurance', ...a.submittedInFull(), a.asked({ answerDue: null }))).toBeUndefined();
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
  });

  it('begins anew with the thresholds (R-42)', () => {
    const reopened = a.fact('ThresholdsReopened', { because: 'other', text: 'x' }, a.assessor, a.day('2015-03-01'));
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

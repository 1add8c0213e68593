import { describe, expect, it } from '@jest/globals';
import { allotment } from '../../test/allotment.js';
import * as a from '../../test/gardeners.js';
import type { Fact, Progress } from './index.js';
import { dueOf, outcomeOf, progressWith, stagesOf, waitingOn } from './progress.js';
import { given } from './specification.js';

const progress = (...facts: readonly Fact[]): Progress => given(allotment, ...facts).standing.progress;
const statuses = (...facts: readonly Fact[]): Record<string, string> =>
  Object.fromEntries(stagesOf(allotment, progress(...facts)).map(({ name, status }) => [name, status]));

describe('the stages of a case', () => {
  it('begin with the first', () => {
    expect(statuses(a.requested())).toEqual({
      request: 'in-progress',
      fence: 'not-started',
      fee: 'not-started',
      tenancy: 'not-started',
    });
  });

  it('are in progress side by side where the workflow is parallel', () => {
    expect(statuses(a.requested(), a.offered())).toEqual({
      request: 'completed',
      fence: 'in-progress',
      fee: 'in-progress',
      tenancy: 'not-started',
    });
  });

  it('are completed one by one', () => {
    expect(statuses(a.requested(), a.offered(), a.mended())).toMatchObject({ fence: 'completed', fee: 'in-progress' });
    expect(statuses(...a.let12())).toEqual({
      request: 'completed',
      fence: 'completed',
      fee: 'completed',
      tenancy: 'in-progress',
    });
  });

  it('have ended, as far as they had begun, when the case is over', () => {
    expect(statuses(a.requested(), a.offered(), a.withdrawn())).toEqual({
      request: 'ended',
      fence: 'ended',
      fee: 'ended',
      tenancy: 'not-started',
    });
  });

  it('say whom they wait on, since when, and until when', () => {
    const [request] = stagesOf(allotment, progress(a.requested()));
    expect(request).toEqual({
      name: 'request',
      title: 'Request',
      status: 'in-progress',
      state: 'waiting',
      waitingOn: ['steward'],
      since: '2015-02-02T10:00:00.000Z',
      due: '2015-03-01T00:00:00.000Z',
    });
  });

  it('keep the time of their own last change while another one moves', () => {
    const { since } = progress(a.requested(), a.offered(), a.paid(), a.mended());
    expect(since).toMatchObject({ fee: '2015-02-04T10:00:00.000Z', fence: '2015-02-05T10:00:00.000Z' });
  });
});

describe('whom a case waits on', () => {
  it('names each role once', () => {
    expect(waitingOn(allotment, progress(a.requested(), a.offered()))).toEqual(['steward', 'gardener']);
  });
  it('is nobody when it is over', () => {
    expect(waitingOn(allotment, progress(a.requested(), a.withdrawn()))).toEqual([]);
  });
});

describe('what the clock has to record', () => {
  it('is what is due where the case stands', () => {
    expect(dueOf(allotment, progress(a.requested()))).toEqual([
      { date: 'answerBy', at: '2015-03-01T00:00:00.000Z', event: 'RequestExpired' },
    ]);
  });
  it('leaves out dates that only remind, dates taken away, and cases that are over', () => {
    const letting = progress(a.requested(), a.offered());
    expect(letting.dates).toEqual({ keyBy: '2015-04-01T00:00:00.000Z' });
    expect(dueOf(allotment, letting)).toEqual([]);
    expect(dueOf(allotment, progress(a.requested(), a.withdrawn()))).toEqual([]);
  });
});

describe('the outcome of a case', () => {
  it('is there only when it is over', () => {
    expect(outcomeOf(allotment, progress(...a.let12()).state)).toBeUndefined();
    expect(outcomeOf(allotment, progress(...a.let12(), a.noticeGiven()).state)).toBe('ended');
  });
});

describe('progress folded from recorded states alone', () => {
  it('is what deciding had arrived at', () => {
    let folded: Progress | undefined;
    const facts = [...a.let12(), a.noticeGiven()];
    facts.forEach((fact, index) => {
      const to = progress(...facts.slice(0, index + 1)).state;
      folded = progressWith(allotment, folded, { ...fact, to });
    });
    expect(folded).toEqual(progress(...facts));
  });
});

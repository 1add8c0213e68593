import { describe, expect, it } from '@jest/globals';
import * as a from '../../test/builders.js';
import { elsewhere, newFile, recorder, workflowOf } from '../../test/histories.js';
import { openViews, type Views } from './index.js';
import { balloted, cameTo, endedAfter, goesOnAt, readMilestone } from './milestones.js';

const withdrawn = a.withdrawn(a.day('2014-12-01'));

/** Three CCGs: two that go on where their members have given their mandate, and one that withdrew there. */
async function viewsOver(): Promise<Views> {
  const story = recorder();
  const given = a.upTo('ResultVerified');
  await story.record('one', ...given);
  await story.record('two', ...elsewhere(given, { ccg: '01A', practices: 'A82' }));
  await story.record('three', ...elsewhere([...given, withdrawn], { ccg: '02B', practices: 'A83' }));
  await story.record('four', ...elsewhere([a.expressed()], { ccg: '03C', practices: 'A84' }));
  const views = openViews({ file: newFile(), workflowOf });
  views.apply(await story.log.readAll({ limit: 1_000 }));
  return views;
}

const idsIn = (views: Views, state: string): readonly string[] =>
  views
    .listed({ state, sort: 'started', limit: 10 })
    .map(({ id }) => id)
    .toSorted();

describe('how far a case has come', () => {
  it('is looked for by what it ever came to, by where it goes on, and by where and why it ended', async () => {
    const views = await viewsOver();
    expect(idsIn(views, cameTo('interest'))).toEqual(['four', 'one', 'three', 'two']);
    expect(idsIn(views, cameTo('mandate'))).toEqual(['one', 'three', 'two']);
    expect(idsIn(views, cameTo('submitted'))).toEqual([]);
    expect(idsIn(views, goesOnAt('mandate'))).toEqual(['one', 'two']);
    expect(idsIn(views, goesOnAt('interest'))).toEqual(['four']);
    expect(idsIn(views, endedAfter('mandate', 'withdrawn'))).toEqual(['three']);
    const { because } = withdrawn.data as { because: string };
    expect(idsIn(views, endedAfter('mandate', 'withdrawn', because))).toEqual(['three']);
    expect(idsIn(views, balloted)).toEqual(['one', 'three', 'two']);
    views.close();
  });

  it('is remembered with the fact by which it came there, and once only', async () => {
    const views = await viewsOver();
    const verified = a.upTo('ResultVerified').length - 1;
    expect(views.findCase('one')!.noted.reached).toEqual({ interest: 0, mandate: verified });
    expect(views.findCase('three')!.noted.reached).toEqual({ interest: 0, mandate: verified });
    views.close();
  });

  it('is no matter of the members’ part', async () => {
    const views = await viewsOver();
    const scope = { ccgs: [], regions: [], homes: ['00C'], named: [] };
    expect(views.listed({ scope, state: cameTo('interest'), limit: 10 })).toEqual([]);
    expect(views.listed({ scope, limit: 10 }).map(({ id }) => id)).toEqual(['one']);
    views.close();
  });
});

it('the words say what they were made of, and others nothing', () => {
  expect(readMilestone(cameTo('mandate'))).toEqual({ is: 'reached', milestone: 'mandate' });
  expect(readMilestone(goesOnAt('mandate'))).toEqual({ is: 'open', milestone: 'mandate' });
  expect(readMilestone(endedAfter('mandate', 'withdrawn', 'other'))).toEqual({
    is: 'ended',
    milestone: 'mandate',
    outcome: 'withdrawn',
    reason: 'other',
  });
  for (const word of ['open', 'applying.underWay', 'ended:mandate', 'x:y', balloted])
    expect(readMilestone(word)).toBeUndefined();
});

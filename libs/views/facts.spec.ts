import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Fact } from '../workflow/index.js';
import {
  assessor,
  awaitingGoLive,
  ballotOpened,
  clock,
  day,
  fact,
  inForce,
  officer,
  proposed,
  revoked,
  round,
  submittedInFull,
  suspended,
  underWay,
} from '../../test/builders.js';
import { documentsIn } from './documents.js';
import { elsewhere, newFile, recorder, workflowOf, type Recorder } from '../../test/histories.js';
import { openViews, type Views } from './index.js';

let story: Recorder;
let views: Views;
beforeEach(() => {
  story = recorder();
  views = openViews({ file: newFile(), workflowOf });
});
const happened = async (id: string, ...facts: readonly Fact[]): Promise<void> =>
  views.apply(await story.record(id, ...facts));

describe('levels held', () => {
  /** What the arrangement of a CCG says; the workflow of arrangements decides when. */
  const arranged = async (ccg: string, type: string, level: string, id: string, at: string): Promise<void> =>
    views.apply(await story.note(`ccg-${ccg}`, { type, data: { level, case: id }, at, actor: clock }));

  it('are told by the arrangement of each CCG', async () => {
    await arranged('00C', 'LevelTaken', 'L3', 'a', round.goLiveAt);
    await arranged('01A', 'LevelTaken', 'L2', 'b', round.goLiveAt);
    await arranged('00C', 'LevelLeft', 'L3', 'a', day('2015-09-01'));

    const from = round.goLiveAt;
    expect(views.heldBy('00C')).toEqual([{ level: 'L3', case: 'a', from, until: day('2015-09-01') }]);
    expect(views.heldBy('01A')).toEqual([{ level: 'L2', case: 'b', from }]);
  });

  it('follow each other: a higher one takes the place of a lower at the same instant', async () => {
    await arranged('00C', 'LevelTaken', 'L2', 'a', round.goLiveAt);
    await arranged('00C', 'LevelLeft', 'L2', 'a', day('2016-04-01'));
    await arranged('00C', 'LevelTaken', 'L3', 'b', day('2016-04-01'));

    expect(views.heldBy('00C')).toEqual([
      { level: 'L2', case: 'a', from: round.goLiveAt, until: day('2016-04-01') },
      { level: 'L3', case: 'b', from: day('2016-04-01') },
    ]);
    expect(views.heldBy('01A')).toEqual([]);
  });
});

describe('what the clock must record', () => {
  it('comes soonest first, with the revision to decide it on', async () => {
    await happened('a', ...underWay(), ballotOpened());
    await happened('b', ...elsewhere(awaitingGoLive(), { ccg: '01A' }));
    const closes = day('2014-10-15', '17:00:00.000');
    expect(views.nextDue()).toBe(closes);
    expect(views.due(closes, 10)).toEqual([
      {
        case: 'a',
        groupId: null,
        kind: 'ballot closing',
        event: 'BallotClosed',
        date: 'ballotCloses',
        at: closes,
        revision: 2,
      },
    ]);
    expect(views.due(day('2014-10-15', '16:59:59.999'), 10)).toEqual([]);
    for (const spelt of ['2014-10-15T17:00Z', '2014-10-15T17:00:00Z']) {
      expect(views.due(spelt, 10)).toEqual(views.due(closes, 10));
      expect(views.nextDue(spelt)).toBe(views.nextDue(closes));
    }
    const all = views.due(round.goLiveAt, 10);
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted());
    // Of what is due together, the inner state's first: the delegation takes effect, the application does not lapse.
    expect(all.filter((due) => due.case === 'b').map(({ event }) => event)).toEqual([
      'DelegationTookEffect',
      'DeadlinePassed',
    ]);
    expect(views.due(round.goLiveAt, 1)).toHaveLength(1);
  });

  it('of one instant comes in the order of its kind under any limit, whichever case began first (R-06)', async () => {
    await happened('a', ...submittedInFull());
    await happened('b', ...elsewhere(awaitingGoLive(), { ccg: '01A' }));
    const all = views.due(round.goLiveAt, 10).map(({ case: id, event }) => [id, event]);
    expect(all).toEqual([
      ['b', 'DelegationTookEffect'],
      ['a', 'DeadlinePassed'],
      ['b', 'DeadlinePassed'],
    ]);
    for (const limit of [1, 2])
      expect(views.due(round.goLiveAt, limit).map(({ case: id, event }) => [id, event])).toEqual(all.slice(0, limit));
  });

  it('is not what was due before the case moved on, though something else is at the same instant', async () => {
    await happened('a', ...awaitingGoLive());
    await happened('a', suspended());
    expect(views.due(round.goLiveAt, 10).map(({ event }) => event)).toEqual(['DeadlinePassed']);
  });
});

describe('documents', () => {
  const [text, minutes] = ['a1'.repeat(32), 'b2'.repeat(32)];

  it('are found again in the cases that speak of them', async () => {
    await happened('a', ...underWay(), proposed(2, 1, { document: text }));
    await happened('b', ...underWay(), proposed(2, 1, { document: text }));
    expect(views.casesOfDocument(text)).toEqual(['a', 'b']);
    expect(views.casesOfDocument(minutes)).toEqual([]);
  });

  it('are seen however deep they lie, and only where a document is meant', () => {
    expect(documentsIn({ minutes, attachments: [{ title: 'x', sha256: text }], form: { document: text } })).toEqual([
      minutes,
      text,
      text,
    ]);
    expect(documentsIn({ command: text, document: 'see annex', sha256: text.toUpperCase(), minutes: null })).toEqual(
      [],
    );
  });

  it('belong to the organisation that put them in first', async () => {
    const stored = { type: 'DocumentStored', data: { sha256: text, type: 'application/pdf', size: 12_345 } };
    views.apply(await story.note('documents', { ...stored, actor: officer, at: day('2014-07-02') }));
    views.apply(await story.note('documents', { ...stored, actor: assessor, at: day('2014-07-03') }));
    expect(views.documentStoredBy(text)).toEqual({ organisation: '00C', type: 'application/pdf', size: 12_345 });
    expect(views.documentStoredBy(minutes)).toBeUndefined();
    expect([views.hasStored('Y54', text), views.hasStored('01A', text)]).toEqual([true, false]);
    expect(views.storedSince('00C', day('2014-07-02'))).toEqual({ documents: 1, bytes: 12_345 });
    expect(views.storedSince('00C', day('2014-07-03'))).toEqual({ documents: 0, bytes: 0 });
  });

  it('that no event names can be removed, and are there again once somebody stores them', async () => {
    const storing = { type: 'DocumentStored', data: { sha256: minutes, type: 'application/pdf', size: 1 } };
    const removing = (sha256: string, at: string) =>
      story.note('documents', { type: 'DocumentRemoved', data: { sha256 }, actor: clock, at: day(at) });
    const stored = async (at: string) => story.note('documents', { ...storing, actor: officer, at: day(at) });
    views.apply(await stored('2014-07-02'));
    expect(views.unnamedSince(day('2014-07-02'), 10)).toEqual([]);
    expect(views.unnamedSince(day('2014-07-03'), 10)).toEqual([minutes]);
    views.apply(await removing(minutes, '2014-08-02'));
    expect(views.documentStoredBy(minutes)).toBeUndefined();
    expect([views.isRemoved(minutes), views.timesRemoved(minutes)]).toEqual([true, 1]);
    views.apply(await stored('2014-08-03'));
    expect([views.isRemoved(minutes), views.timesRemoved(minutes)]).toEqual([false, 1]);
    expect(views.hasStored('00C', minutes)).toBe(true);

    await happened('a', ...underWay(), proposed(2, 1, { document: minutes }));
    expect(views.unnamedSince(day('2014-09-03'), 10)).toEqual([]);
    // As another instance might record it that has not seen the event that names it.
    views.apply(await removing(minutes, '2014-09-04'));
    expect([views.isRemoved(minutes), views.hasStored('00C', minutes)]).toEqual([false, true]);
  });

  it('that are named at the moment in which they are removed stay', async () => {
    const storing = { type: 'DocumentStored', data: { sha256: text, type: 'application/pdf', size: 1 } };
    views.apply(await story.note('documents', { ...storing, actor: officer, at: day('2014-05-02') }));
    const removal = { type: 'DocumentRemoved', data: { sha256: text }, actor: clock, at: day('2014-06-30') };
    views.apply(await story.note('documents', removal));
    expect([views.isRemoved(text), views.hasStored('00C', text)]).toEqual([true, false]);
    expect(views.unnamedSince(day('2014-09-03'), 10)).toEqual([]);
    await happened('a', ...underWay(), proposed(2, 1, { document: text }));
    expect([views.isRemoved(text), views.hasStored('00C', text)]).toEqual([false, true]);
    expect(views.documentStoredBy(text)).toEqual({ organisation: '00C', type: 'application/pdf', size: 1 });
  });
});

describe('statistics', () => {
  it('count cases by outcome and what waits by queue', async () => {
    await happened('a', ...inForce(), revoked(day('2015-09-01')));
    await happened('b', ...underWay(), ballotOpened());
    await happened('c', fact('InterestExpressed', underWay()[0]!.data as never, officer, day('2014-06-12')));
    expect(views.statistics().cases).toEqual([
      { workflow: 'delegated-commissioning', outcome: 'open', count: 2 },
      { workflow: 'delegated-commissioning', outcome: 'revoked', count: 1 },
    ]);
    expect(views.statistics().waiting).toContainEqual({
      queue: 'interest',
      role: 'regional-assessor',
      count: 1,
      claimed: 0,
    });
  });
});

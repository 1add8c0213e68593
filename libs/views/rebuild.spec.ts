import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, linkSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import {
  acknowledged,
  assessor,
  ballotClosed,
  ballotOpened,
  day,
  expressed,
  fact,
  inForce,
  officer,
  oneVoteEach,
  proposed,
  resultVerified,
  revoked,
  roll,
  underWay,
  voted,
  withdrawn,
} from '../../test/builders.js';
import { elsewhere, newFile, recorder, tablesOf, workflowOf, type Recorder } from '../../test/histories.js';
import type { EventLog, RecordedEvent } from '../event-log/index.js';
import { openViews, type Views } from './index.js';
import { openOrRebuild, rebuildViews, SeenMore } from './rebuild.js';

const secondBallot = () => ({
  ...ballotOpened(oneVoteEach, roll.slice(1), day('2014-10-17')),
  data: { ...ballotOpened(oneVoteEach, roll.slice(1)).data, closesAt: day('2014-11-15') },
});
const histories = [
  [...inForce(), revoked(day('2015-12-01'))],
  [...underWay(), ballotOpened(), voted('A81001'), ballotClosed(), resultVerified(), secondBallot(), voted('A81002')],
  [expressed(), fact('CaseClaimed', { queue: 'interest' }, assessor, day('2014-06-13')), acknowledged()],
  [...underWay(), proposed(2, 1, { document: 'a1'.repeat(32) }), withdrawn(day('2014-12-24'))],
];

describe('views built anew', () => {
  it('are those that were kept all along, table by table', async () => {
    const oneCase = fc.record({
      history: fc.constantFrom(...histories),
      length: fc.integer({ min: 1, max: 30 }),
      ccg: fc.constantFrom('00C', '01A', '02B'),
    });
    const step = fc.record({ of: fc.nat(4), taken: fc.boolean(), reopened: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(oneCase, { minLength: 1, maxLength: 5 }), fc.array(step), async (cases, steps) => {
        const story = recorder();
        const file = newFile();
        let views = openViews({ file, workflowOf });
        const ahead = cases.map(({ history, length, ccg }) => [...elsewhere(history.slice(0, length), { ccg })]);
        for (const { of, taken, reopened } of steps) {
          const next = ahead[of]?.shift();
          if (next) await story.record(`c${of}`, next);
          if (taken) views.apply(await story.log.readAll({ after: views.position }));
          if (!reopened) continue;
          views.close();
          views = openViews({ file, workflowOf });
        }
        for (const [of, facts] of ahead.entries()) await story.record(`c${of}`, ...facts);
        views.apply(await story.log.readAll({ after: views.position }));
        views.close();
        const anew = newFile();
        (await rebuildViews({ file: anew, log: story.log, workflowOf })).close();
        expect(tablesOf(anew)).toEqual(tablesOf(file));
      }),
      { numRuns: 30 },
    );
  });

  it('take in what was recorded meanwhile, while the old ones go on serving', async () => {
    const story = recorder();
    const file = newFile();
    const old = openViews({ file, workflowOf });
    await fill(story, 600, old);
    const told: number[] = [];
    const rebuilt = rebuildViews({ file, log: story.log, workflowOf, progress: (done) => told.push(done) });
    for (let number = 600; number < 620; number += 1) {
      await setImmediate();
      old.apply(await story.record(`c${number}`, ...underWay()));
      expect(old.findCase(`c${number}`)?.revision).toBe(1);
    }
    const views = await rebuilt;
    views.apply(await story.log.readAll({ after: views.position }));

    expect(told.length).toBeGreaterThan(1);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(views.findCase('c619')?.revision).toBe(1);
    expect(views.position).toBe(await story.log.head());

    // The old handle works on, on a file that is no longer there, and takes nothing of the new one's away.
    const after = await story.record('last', ...underWay());
    old.apply(after);
    views.apply(after);
    expect(old.findCase('last')).toEqual(views.findCase('last'));
    old.close();
    expect(existsSync(`${file}-wal`)).toBe(true);
    const kept = newFile();
    copyFileSync(file, kept);
    copyFileSync(`${file}-wal`, `${kept}-wal`);
    expect(tablesOf(kept)).toEqual(tablesOf(file));
    views.close();
    const again = openViews({ file, workflowOf });
    expect(again.findCase('last')?.revision).toBe(1);
    again.close();
  });

  it('leave the old ones as they are when the log fails half-way, and no trace', async () => {
    const story = recorder();
    const file = newFile();
    const old = openViews({ file, workflowOf });
    await fill(story, 10, old);
    const before = tablesOf(file);
    let reads = 0;
    const log = {
      head: () => story.log.head(),
      readAll: () => ((reads += 1) > 1 ? Promise.reject(new Error('disk')) : story.log.readAll({ limit: 3 })),
    };
    await expect(rebuildViews({ file, log, workflowOf })).rejects.toThrow('disk');
    expect(tablesOf(file)).toEqual(before);
    expect(existsSync(`${file}.new`)).toBe(false);
    expect(old.findCase('c9')).toBeDefined();
    old.apply(await story.record('c10', ...underWay()));
    expect(old.position).toBe(await story.log.head());
  });

  it('are built once at a time', async () => {
    const { log } = recorder();
    const file = newFile();
    const first = rebuildViews({ file, log, workflowOf });
    await expect(rebuildViews({ file, log, workflowOf })).rejects.toThrow(/being rebuilt already/);
    (await first).close();
  });
});

describe('a start', () => {
  const start = (file: string, { log }: Recorder) => openOrRebuild({ file, log, workflowOf });

  it('takes the views that are there, without looking at what they were made from', async () => {
    const story = recorder();
    const file = newFile();
    await fill(story, 5, openViews({ file, workflowOf }));
    const read: unknown[] = [];
    const log: EventLog = {
      ...story.log,
      readStream: (stream, options) => {
        read.push([stream, options]);
        return story.log.readStream(stream, options);
      },
      readAll: () => Promise.reject(new Error('from a place at which nothing begins')),
    };
    const views = await openOrRebuild({ file, log, workflowOf });
    expect(views.position).toBe(10);
    expect(read).toEqual([['case-c4', { from: 1, limit: 1 }]]);
  });

  it('builds them when there are none', async () => {
    const story = recorder();
    await fill(story, 5);
    const views = await start(newFile(), story);
    expect(views.position).toBe(10);
    expect(views.cases({ limit: 10 }).cases).toHaveLength(5);
  });

  it.each<[string, (file: string) => void]>([
    ['of another version', (file) => change(file, 'PRAGMA user_version = 0')],
    ['damaged', (file) => writeFileSync(file, `${officer.name} `.repeat(1_000))],
    ['empty', (file) => writeFileSync(file, '')],
  ])('builds them anew when they are %s', async (_, spoil) => {
    const story = recorder();
    const file = newFile();
    const views = openViews({ file, workflowOf });
    await fill(story, 5, views);
    views.close();
    spoil(file);
    const anew = await start(file, story);
    anew.apply(await story.log.readAll({ after: anew.position }));
    expect(anew.cases({ limit: 10 }).cases).toHaveLength(5);
  });

  it('is refused when the log lacks what they have seen, shorter or not, and leaves them as they are', async () => {
    const file = newFile();
    const views = openViews({ file, workflowOf });
    await fill(recorder(), 5, views);
    views.close();
    const before = tablesOf(file);
    for (const length of [0, 2, 7]) {
      const other = recorder();
      await fill(other, length);
      await expect(start(file, other)).rejects.toBeInstanceOf(SeenMore);
      expect(tablesOf(file)).toEqual(before);
    }
  });

  it('is refused when the event they took last is another one under the same id', async () => {
    const story = recorder();
    const file = newFile();
    await fill(story, 5, openViews({ file, workflowOf }));
    const log: EventLog = {
      ...story.log,
      readStream: async (stream, options) =>
        (await story.log.readStream(stream, options)).map((event) => ({ ...event, data: { grounds: 'Others.' } })),
    };
    await expect(openOrRebuild({ file, log, workflowOf })).rejects.toThrow(/case-c4 revision 1, position 10/);
  });

  it('builds them anew from a log that lacks what they have seen when an event of it says that it was restored', async () => {
    const file = newFile();
    const views = openViews({ file, workflowOf });
    await fill(recorder(), 5, views);
    views.close();
    const { log, ...story } = recorder();
    await fill({ log, ...story }, 2);
    const open = (restored: string) => openOrRebuild({ file, log, workflowOf, restored });
    await expect(open(randomUUID())).rejects.toBeInstanceOf(SeenMore);
    const last = (await log.readAll()).at(-1)!;
    for (const restored of [last.id, randomUUID()]) {
      const anew = await open(restored);
      expect(anew.cases({ limit: 10 }).cases).toHaveLength(2);
      anew.close();
    }
  });

  it('builds them anew when the log has come to a store with other places', async () => {
    const story = recorder();
    const file = newFile();
    await fill(story, 5, openViews({ file, workflowOf }));
    const moved = (events: readonly RecordedEvent[]): readonly RecordedEvent[] =>
      events.map(({ position, actor, ...event }) => ({ actor, ...event, position: position * 100 }));
    const log: EventLog = {
      ...story.log,
      head: async () => (await story.log.head()) * 100,
      readStream: async (stream, options) => moved(await story.log.readStream(stream, options)),
      readAll: async ({ after = 0, limit } = {}) =>
        moved(await story.log.readAll({ after: Math.floor(after / 100), ...(limit !== undefined && { limit }) })),
    };
    const views = await openOrRebuild({ file, log, workflowOf });
    expect(views.position).toBe(1_000);
    expect(views.cases({ limit: 10 }).cases).toHaveLength(5);
  });

  it('clears away a rebuild that was cut off, and keeps the views it was to replace', async () => {
    const story = recorder();
    const file = newFile();
    const views = openViews({ file, workflowOf });
    await fill(story, 5, views);
    views.close();
    const half = openViews({ file: `${file}.new`, workflowOf });
    half.apply(await story.log.readAll({ limit: 4 }));
    const again = await start(file, story);
    expect(again.position).toBe(10);
    for (const each of ['', '-wal', '-shm']) expect(existsSync(`${file}.new${each}`)).toBe(false);
    half.close();
  });

  it('finds whole views when the process dies right after the new file took the old one’s place', async () => {
    const story = recorder();
    const file = newFile();
    await fill(story, 5, openViews({ file, workflowOf }));
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
    const [wal, shm] = [newFile(), newFile()];
    linkSync(`${file}-wal`, wal);
    linkSync(`${file}-shm`, shm);
    (await rebuildViews({ file, log: story.log, workflowOf })).close();

    // What the disk held at that moment: the new file, and beside it what the old handle had open.
    const crashed = newFile();
    copyFileSync(file, crashed);
    copyFileSync(wal, `${crashed}-wal`);
    copyFileSync(shm, `${crashed}-shm`);
    expect(statSync(wal).size).toBe(0);
    (await start(crashed, story)).close();
    expect(tablesOf(crashed)).toEqual(tablesOf(file));
  });
});

/** So many cases of two events each, taken into the views. */
async function fill(story: Recorder, count: number, views?: Views): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    const events = await story.record(`c${number}`, ...underWay());
    views?.apply(events);
  }
}

function change(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Append, EventLog, NewEvent, RecordedEvent } from '../../libs/event-log/index.js';
import { sqliteLog } from '../../libs/event-log/sqlite.js';
import { writerOn, type Writer } from './child.js';
import { historyOf } from './history.js';

const kills = 50;
const prlimit = '/usr/bin/prlimit';

describe('a service that is killed', () => {
  let folder: string;
  let file: string;
  const writers: Writer[] = [];
  const logs: EventLog[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'remit-crash-'));
    file = join(folder, 'log.db');
  });

  afterEach(async () => {
    for (const writer of writers.splice(0)) await writer.kill();
    for (const log of logs.splice(0)) await log.close();
    await rm(folder, { recursive: true });
  });

  async function openLog(): Promise<EventLog> {
    const log = await sqliteLog({ file });
    logs.push(log);
    return log;
  }

  function startWriter(): Writer {
    const writer = writerOn(file);
    writers.push(writer);
    return writer;
  }

  it(`has lost nothing it acknowledged and kept no half of anything, ${kills} times over`, async () => {
    const history = historyOf(file);
    const found = { acknowledged: 0, unanswered: 0 };
    const unknown: RecordedEvent[][] = [];
    for (let round = 0; round < kills; round++) {
      // That it starts at all says that the lock of the one before is gone.
      const writer = startWriter();
      await writer.says('ready');
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 150));
      await writer.kill();
      const kept = await history.readOn();
      const acknowledged = new Set(writer.appends('appended'));
      expect([...acknowledged].filter((append) => !kept.has(append))).toEqual([]);
      const unanswered = writer.appends('handed').filter((append) => !acknowledged.has(append));
      found.acknowledged += acknowledged.size;
      found.unanswered += unanswered.length;
      unknown.push(...unanswered.flatMap((append) => (kept.has(append) ? [[...kept.get(append)!]] : [])));
    }
    await history.readAgain();
    expect(found.acknowledged).toBeGreaterThan(kills);
    expect(found.unanswered).toBeGreaterThan(0);
    // Kills between commit and answer: who asks again is told that it was done.
    expect(unknown.length).toBeGreaterThan(0);
    const log = await openLog();
    for (const events of unknown)
      expect(await log.append(...appendsOf(events))).toEqual({ outcome: 'repeated', events });
  }, 60_000);

  it('lets no second writer in while it lives, and the next in at once', async () => {
    const writer = startWriter();
    await writer.says('appended');
    await expect(openLog()).rejects.toThrow('found another service writing to it');
    await writer.kill();
    const log = await openLog();
    expect(await log.head()).toBeGreaterThan(0);
  });

  // A limit on the size of files stands in for a full disk: the system refuses the write in the middle of a commit.
  (existsSync(prlimit) ? it : it.skip)(
    'keeps nothing while the disk refuses, and goes on when it no longer does',
    async () => {
      const writer = startWriter();
      await writer.says('appended');
      for (let fault = 0; fault < 5; fault++) {
        const limit = (await stat(`${file}-wal`)).size + 10_000 * fault;
        execFileSync(prlimit, ['--pid', `${writer.pid}`, `--fsize=${limit}:`]);
        await writer.says('unavailable');
        execFileSync(prlimit, ['--pid', `${writer.pid}`, '--fsize=unlimited:']);
        await writer.says('appended');
      }
      await writer.kill();
      const kept = await historyOf(file).readOn();
      expect(writer.appends('unavailable').filter((append) => kept.has(append))).toEqual([]);
      expect(writer.appends('appended').filter((append) => !kept.has(append))).toEqual([]);
    },
  );
});

/** The append that events came from, to be asked again. */
function appendsOf(events: readonly RecordedEvent[]): [Append, ...Append[]] {
  const appends = [...Map.groupBy(events, ({ stream }) => stream)].map(([stream, ofStream]): Append => {
    const [first, ...others] = ofStream.map(({ id, type, data, at, actor }): NewEvent => ({
      id,
      type,
      data,
      at,
      actor,
    }));
    return { stream, expected: 'none', events: [first!, ...others] };
  });
  return appends as [Append, ...Append[]]; // no events, no append
}

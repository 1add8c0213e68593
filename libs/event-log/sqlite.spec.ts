import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { eventLogContract } from './contract.js';
import { eventually, fact, facts, idsOf, newStream, recorded, to } from './contract-events.js';
import { LogUnavailable, type RecordedEvent } from './index.js';
import { sqliteLog, type SqliteLog } from './sqlite.js';

eventLogContract('sqlite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'remit-log-'));
  const log = await sqliteLog({ file: join(folder, 'log.db') });
  return {
    log,
    close: async () => {
      await log.close();
      await rm(folder, { recursive: true });
    },
  };
});

describe('the log in a file', () => {
  let folder: string;
  let file: string;
  const open: SqliteLog[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'remit-log-'));
    file = join(folder, 'log.db');
  });

  afterEach(async () => {
    for (const log of open.splice(0)) await log.close();
    await rm(folder, { recursive: true });
  });

  async function logOf(options: { readOnly?: boolean; maxBytes?: number } = {}): Promise<SqliteLog> {
    const log = await sqliteLog({ file, ...options });
    open.push(log);
    return log;
  }

  it('keeps everything when it is closed and opened again', async () => {
    const stream = newStream();
    const first = await logOf();
    const append = to(stream, 'none', ...facts(3));
    const events = await recorded(first.append(append));
    await first.close();
    const second = await logOf();
    expect(await second.readStream(stream)).toEqual(events);
    expect(await second.append(append)).toEqual({ outcome: 'repeated', events });
    expect((await recorded(second.append(to(stream, 2, fact()))))[0]).toMatchObject({ revision: 3, position: 4 });
  });

  it('is one file when it is closed, so that a copy of that file is a copy of the log', async () => {
    const log = await logOf();
    await recorded(log.append(to(newStream(), 'none', fact())));
    await log.close();
    await expect(readFile(`${file}-wal`)).rejects.toThrow('ENOENT');
    const copy = join(folder, 'copy.db');
    await copyFile(file, copy);
    file = copy;
    expect(await (await logOf({ readOnly: true })).head()).toBe(1);
  });

  it('writes appends that come together in far fewer commits', async () => {
    const log = await logOf();
    const appends = Array.from({ length: 1_000 }, () => log.append(to(newStream(), 'none', fact())));
    await Promise.all(appends.map(recorded));
    expect(log.commits()).toBeGreaterThan(0);
    expect(log.commits()).toBeLessThan(20);
  });

  it('counts no commit for what wrote nothing', async () => {
    const log = await logOf();
    await log.append(to(newStream(), 4, fact()));
    expect(log.commits()).toBe(0);
  });

  it.each([
    ["UPDATE event SET body = '{}'", 'events are never changed'],
    ['UPDATE event SET revision = 7 WHERE position = 1', 'events are never changed'],
    ['DELETE FROM event', 'events are never removed'],
    ["INSERT OR REPLACE INTO event VALUES (1, 'x', 'y', 0, '{}')", 'events are only added at the end'],
    ["INSERT OR REPLACE INTO event SELECT 9, id, 'y', 0, '{}' FROM event", 'events are only added at the end'],
    ["INSERT INTO event SELECT 9, 'x', stream, 2, '{}' FROM event", 'events are only added at the end'],
    ["INSERT INTO event VALUES (9, 'x', 'y', 'one', '{}')", 'cannot store TEXT value in INTEGER column'],
  ])('lets no other program do: %s', async (statement, reason) => {
    const log = await logOf();
    const events = await recorded(log.append(to(newStream(), 'none', fact())));
    const database = new DatabaseSync(file);
    expect(() => database.exec(statement)).toThrow(reason);
    database.close();
    expect(await log.readAll()).toEqual(events);
  });

  describe('opened read-only', () => {
    it('follows what the service writes, and takes no appends', async () => {
      const service = await logOf();
      const before = await recorded(service.append(to(newStream(), 'none', ...facts(2))));
      const auditor = await logOf({ readOnly: true });
      const seen: RecordedEvent[] = [];
      const subscription = auditor.subscribe(0, (events) => void seen.push(...events));
      await eventually(() => seen.length === 2);
      const after = await recorded(service.append(to(newStream(), 'none', fact())));
      await eventually(() => seen.length === 3);
      await subscription.stop();
      expect(seen).toEqual([...before, ...after]);
      expect(await auditor.head()).toBe(3);
      await expect(auditor.append(to(newStream(), 'none', fact()))).rejects.toThrow(LogUnavailable);
    });

    it('reads a log nobody is writing to', async () => {
      const service = await logOf();
      const events = await recorded(service.append(to(newStream(), 'none', fact())));
      await service.close();
      const auditor = await logOf({ readOnly: true });
      expect(await auditor.readAll()).toEqual(events);
    });
  });

  describe('refuses to open', () => {
    it('for a second writer, and opens when the first has closed', async () => {
      const first = await logOf();
      await expect(logOf()).rejects.toThrow('expected to be the only writer, found another service writing to it');
      expect(await recorded(first.append(to(newStream(), 'none', fact())))).toHaveLength(1);
      await first.close();
      expect(await (await logOf()).head()).toBe(1);
    });

    it('a file that is no database, and leaves it as it was', async () => {
      await writeFile(file, 'Minutes of the meeting\n'.repeat(100));
      await expect(logOf()).rejects.toThrow('file is not a database');
      expect(await readFile(file, 'utf8')).toMatch(/^Minutes/);
    });

    it('the database of another program, and leaves it as it was', async () => {
      const database = new DatabaseSync(file);
      database.exec('CREATE TABLE minutes (text TEXT)');
      database.close();
      const before = await readFile(file);
      for (const readOnly of [false, true])
        await expect(logOf({ readOnly })).rejects.toThrow(
          'expected application id 0x52656d74 (a Remit log), found 0x0',
        );
      expect(await readFile(file)).toEqual(before);
    });

    it('a log of a newer release', async () => {
      await (await logOf()).close();
      const database = new DatabaseSync(file);
      database.exec('PRAGMA user_version = 2');
      database.close();
      for (const readOnly of [false, true])
        await expect(logOf({ readOnly })).rejects.toThrow('expected format version 1, found 2');
    });

    it('to a reader what is not there, and makes nothing', async () => {
      await expect(logOf({ readOnly: true })).rejects.toThrow(`cannot open the log ${file}`);
      await expect(readFile(file)).rejects.toThrow('ENOENT');
    });

    it('in a folder that does not exist', async () => {
      await expect(sqliteLog({ file: join(folder, 'absent', 'log.db') })).rejects.toThrow('cannot open the log');
    });
  });

  describe('when it cannot write', () => {
    it('keeps nothing beyond its ceiling, goes on with what fits, and with all after the ceiling is raised', async () => {
      const low = await logOf({ maxBytes: 200_000 });
      const stream = newStream();
      await recorded(low.append(to(stream, 'none', fact())));
      const large = to(stream, 0, fact({ text: 'x'.repeat(300_000) }), fact());
      const beside = to(newStream(), 'none', fact());
      const failed = await Promise.allSettled([low.append(beside), low.append(large)]);
      for (const answer of failed)
        expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(LogUnavailable) });
      expect([await low.head(), await low.headOf(stream), await low.headOf(beside.stream)]).toEqual([1, 0, 'none']);
      // There is room for this one, and none for a few pages.
      const [tried, fits] = await Promise.allSettled([low.tryWriting(), low.append(to(stream, 0, fact()))]);
      expect([tried.status, fits.status]).toEqual(['fulfilled', 'fulfilled']);
      expect(await low.readStream(stream)).toMatchObject([{ revision: 0 }, { revision: 1, position: 2 }]);
      expect((await recorded(low.append(beside)))[0]).toMatchObject({ revision: 0, position: 3 });
      await low.close();
      const high = await logOf({ maxBytes: 2_000_000 });
      expect(idsOf(await recorded(high.append({ ...large, expected: 1 })))).toEqual(idsOf(large.events));
    });

    it('recovers by itself when another program lets go of the file', async () => {
      const log = await logOf();
      const stream = newStream();
      await recorded(log.append(to(stream, 'none', fact())));
      const other = new DatabaseSync(file);
      other.exec('BEGIN IMMEDIATE');
      const append = to(stream, 0, fact());
      await expect(log.append(append)).rejects.toThrow('nothing was kept: database is locked');
      await expect(log.tryWriting()).rejects.toThrow('database is locked');
      expect(await log.headOf(stream)).toBe(0);
      other.exec('ROLLBACK');
      other.close();
      await log.tryWriting();
      expect((await log.append(append)).outcome).toBe('appended');
    });

    it('says so when there is no room for a few pages more, and takes what still fits', async () => {
      const log = await logOf({ maxBytes: ((await pagesOfNew()) + 2) * 4_096 });
      const [before, fits, after] = await Promise.allSettled([
        log.tryWriting(),
        log.append(to(newStream(), 'none', fact())),
        log.tryWriting(),
      ]);
      expect(before).toMatchObject({
        status: 'rejected',
        reason: { message: 'nothing was kept: database or disk is full' },
      });
      expect(after.status).toBe('rejected');
      expect(fits).toMatchObject({ status: 'fulfilled', value: { outcome: 'appended' } });
      expect(await log.head()).toBe(1);
    });

    it('commits something whenever it tries', async () => {
      const log = await logOf();
      const sizes: number[] = [];
      for (let times = 0; times < 3; times += 1) {
        await log.tryWriting();
        sizes.push(statSync(`${file}-wal`).size);
      }
      expect(sizes[2]! - sizes[1]!).toBeGreaterThan(4_096);
      expect(log.commits()).toBe(0);
    });

    it('reads on while the file is read-only, and recovers by itself', async () => {
      const first = await logOf();
      const events = await recorded(first.append(to(newStream(), 'none', fact())));
      await first.close();
      await makeReadOnly(true);
      const log = await logOf();
      const append = to(newStream(), 'none', fact());
      await expect(log.append(append)).rejects.toThrow('nothing was kept: attempt to write a readonly database');
      await expect(log.append(append)).rejects.toBeInstanceOf(LogUnavailable);
      await expect(log.tryWriting()).rejects.toThrow('attempt to write a readonly database');
      expect(await log.readAll()).toEqual(events);
      await makeReadOnly(false);
      expect((await log.append(append)).outcome).toBe('appended');
    });

    /** Pages of a log without events. */
    async function pagesOfNew(): Promise<number> {
      await (await logOf()).close();
      const database = new DatabaseSync(file);
      const { page_count: pages } = database.prepare('PRAGMA page_count').get() as { page_count: number };
      database.close();
      return pages;
    }

    /** A write version above 2 makes SQLite treat the file as read-only, for root too (https://www.sqlite.org/fileformat.html, 1.3.3). */
    async function makeReadOnly(readOnly: boolean): Promise<void> {
      const bytes = await readFile(file);
      bytes[18] = readOnly ? 3 : 2;
      await writeFile(file, bytes);
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { startIdentity, type Identity } from '../identity/index.js';
import { memoryLog } from '../../libs/event-log/memory.js';
import { sqliteLog } from '../../libs/event-log/sqlite.js';
import { spoilPage } from '../../test/damage.js';
import { testService, type Body, type TestService } from '../../test/service.js';
import { makeLog } from './lost-log.js';

describe('a start without the log that was there', () => {
  let identity: Identity;
  let folder: string;
  /** A folder in which a service has run: its log, views and a document; and a backup of its log from before the last case. */
  let template: string;
  let copies = 0;

  const start = (more: { restored?: string } = {}): Promise<TestService<Body>> =>
    testService<Body>({ folder, identity, more });
  const path = (name: string): string => join(folder, name);
  const takeLogAway = (): void => {
    for (const each of ['', '-wal', '-shm', '.lock']) rmSync(path(`events.sqlite${each}`), { force: true });
  };

  beforeAll(async () => {
    identity = await startIdentity({ port: 0 });
    template = mkdtempSync(join(tmpdir(), 'remit-lost-'));
    folder = join(template, 'whole');
    const to = await start();
    expect((await to.as('officer@00C').begin('00C')).status).toBe(201);
    const log = new DatabaseSync(path('events.sqlite'), { readOnly: true });
    await backup(log, join(template, 'backup.sqlite'));
    log.close();
    expect((await to.as('officer@01A').begin('01A')).status).toBe(201);
    expect(
      (await to.as('officer@00C').send('PUT', '/api/documents', 'minutes', { 'content-type': 'text/plain' })).status,
    ).toBe(201);
    await to.close();
  });
  afterAll(async () => {
    await identity.close();
    rmSync(template, { recursive: true });
  });
  const fresh = (): void => {
    folder = join(template, `copy-${(copies += 1)}`);
    cpSync(join(template, 'whole'), folder, { recursive: true });
  };

  it('is refused with a log whose pages are damaged, which is named with what mends it', async () => {
    fresh();
    rmSync(path('views.sqlite'));
    spoilPage(path('events.sqlite'), 'table', 'CcgRegistered');
    await expect(start()).rejects.toThrow(
      `the log ${path('events.sqlite')} is damaged: database disk image is malformed. ` +
        'Put the last backup in its place that `npm run audit -- verify --log BACKUP` finds whole.',
    );
  });

  it('is refused, says what was found and how to begin anew, and changes nothing', async () => {
    fresh();
    takeLogAway();
    const before = readdirSync(folder);
    const started = start();
    await expect(started).rejects.toThrow(/expected the log .*events.sqlite, found none, and beside it .*views.sqlite/);
    await expect(started).rejects.toThrow(
      /To begin anew on purpose, take these away first, or name another empty folder/,
    );
    expect(readdirSync(folder)).toEqual(before);
  });

  it.each([
    ['views', (): void => writeFileSync(path('views.sqlite'), '')],
    ['documents', (): void => void mkdirSync(path('documents/ab'), { recursive: true })],
    ['imports', (): void => void mkdirSync(path(`imports/${randomUUID()}`), { recursive: true })],
    ['identity', (): void => void mkdirSync(path('identity/keys'), { recursive: true })],
    ['events.sqlite-wal', (): void => writeFileSync(path('events.sqlite-wal'), '')],
  ])('is refused when only the %s are left', async (what, leave) => {
    folder = join(template, `only-${what}`);
    mkdirSync(folder);
    leave();
    await expect(start()).rejects.toThrow(new RegExp(`and beside it \\S*${what}`));
  });

  it.each([
    ['views', ['views.sqlite']],
    ['documents', ['documents']],
    ['identity', ['identity']],
    ['views, documents and identity', ['views.sqlite', 'documents', 'identity']],
  ])('is refused when the file is there and empty beside %s, and nothing is written first', async (_, kept) => {
    fresh();
    mkdirSync(path('identity'), { recursive: true });
    writeFileSync(path('identity/signing-key.json'), '{}');
    for (const each of readdirSync(folder)) if (!kept.includes(each)) rmSync(path(each), { recursive: true });
    writeFileSync(path('events.sqlite'), '');
    const before = readdirSync(folder);
    const started = testService({ folder, identity, more: { seed: 'demo' } });
    await expect(started).rejects.toThrow(/expected the log .*events.sqlite, found it empty, and beside it /);
    expect([readdirSync(folder), statSync(path('events.sqlite')).size]).toEqual([before, 0]);
  });

  it('is refused when the log was made and has no events, before the invented data is loaded into it', async () => {
    fresh();
    takeLogAway();
    const eventless = async (): Promise<number> => {
      const log = await sqliteLog({ file: path('events.sqlite') });
      const head = await log.head();
      await log.close();
      return head;
    };
    await eventless();
    const seeded = () => testService({ folder, identity, more: { seed: 'demo' } });
    await expect(seeded()).rejects.toThrow(/expected events in the log, found none, and beside it .*documents/);
    rmSync(path('documents'), { recursive: true });
    await expect(seeded()).rejects.toThrow(
      /which .*views.sqlite has seen, found none. The log has no events. Find the log/,
    );
    expect([existsSync(path('seeding.json')), await eventless()]).toEqual([false, 0]);
  });

  it('is refused when another store than the one named before has nothing', async () => {
    fresh();
    await expect(testService({ folder, identity, log: memoryLog() })).rejects.toThrow(/expected events in the log/);
  });

  it('is refused when the log has lost its end, and goes on once it is said that a backup was restored', async () => {
    fresh();
    takeLogAway();
    cpSync(join(template, 'backup.sqlite'), path('events.sqlite'));
    const fault = await start().then(
      () => '',
      (thrown: unknown) => (thrown as Error).message,
    );
    const [, said] = /ends with event (\S+) at position/.exec(fault) ?? [];
    expect(fault).toContain(`If a backup was restored and is to be gone on with, start with REMIT_RESTORED=${said}.`);
    await expect(start({ restored: randomUUID() })).rejects.toThrow('found none');
    const to = await start({ restored: said! });
    expect((await to.as('committee@nhse').get('/api/cases')).body.cases).toHaveLength(1);
    await to.close();
    await (await start()).close();
  });

  it('takes nothing amiss: a first start that was cut off, views that were taken away, folders that are empty', async () => {
    folder = join(template, 'first');
    for (const each of ['', 'documents/unfinished', 'imports/unfinished']) mkdirSync(path(each), { recursive: true });
    await makeLog({ data: folder, documents: folder });
    expect(statSync(path('events.sqlite')).size).toBeGreaterThan(0);
    mkdirSync(path('identity'));
    writeFileSync(path('identity/signing-key.json'), '{}');
    await (await start()).close();
    fresh();
    rmSync(path('views.sqlite'));
    await (await start()).close();
    expect(existsSync(path('views.sqlite'))).toBe(true);
  });
});

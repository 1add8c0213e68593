import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { EventLog, NewEvent, RecordedEvent } from '../../../libs/event-log/index.js';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { openViews, type Views } from '../../../libs/views/index.js';
import { rebuildViews } from '../../../libs/views/rebuild.js';
import { workflowOf } from '../../../workflows/index.js';
import { Ledger } from './ledger.js';

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const actor = { id: 'r', name: 'R', role: 'registrar', organisation: 'nhse' };
let count = 0;

const stored = (sha256 = `${(count += 1)}`.padStart(64, '0')): NewEvent => ({
  id: `00000000-0000-4000-8000-${`${count}`.padStart(12, '0')}`,
  type: 'DocumentStored',
  data: { sha256, size: 1, type: 'text/plain' },
  at: '2014-06-12T10:00:00.000Z',
  actor,
});

/** A ledger over a log in memory, with its views in a file. */
async function opened(log: EventLog = memoryLog()) {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  folders.push(folder);
  const file = join(folder, 'views.sqlite');
  const told: string[] = [];
  const tell = (name: string, failure: Error): void => void told.push(`${name}: ${failure.message}`);
  const ledger = await Ledger.open(log, openViews({ file, workflowOf }), { tell });
  const store = async (): Promise<string> => {
    const event = stored();
    const appended = await log.append({ stream: 'documents', expected: 'any', events: [event] });
    if (appended.outcome !== 'appended') throw new Error('not appended');
    await ledger.reached(appended.events.at(-1)?.position ?? 0);
    return String(event.data['sha256']);
  };
  const rebuild = (): Promise<Views> => rebuildViews({ file, log, workflowOf });
  return { log, ledger, store, rebuild, file, told };
}

describe('new views', () => {
  it('take the place of the old ones without anybody missing a write of theirs', async () => {
    const { ledger, store, rebuild } = await opened();
    for (let index = 0; index < 50; index += 1) await store();
    const mine: string[] = [];
    const writes = { goOn: true };
    const writing = (async () => {
      while (writes.goOn) {
        const sha256 = await store();
        mine.push(sha256);
        expect(ledger.views.documentStoredBy(sha256)).toBeDefined();
        const seen = ledger.position;
        await setImmediate();
        expect(ledger.views.position).toBeGreaterThanOrEqual(seen);
      }
    })();
    for (let times = 0; times < 5; times += 1) await ledger.swap(await rebuild());
    writes.goOn = false;
    await writing;
    expect(mine.length).toBeGreaterThan(5);
    for (const sha256 of mine) expect(ledger.views.documentStoredBy(sha256)).toBeDefined();
    await ledger.close();
  });

  it('that lag behind what was shown catch up before they are shown', async () => {
    const { ledger, store, rebuild } = await opened();
    const views = await rebuild();
    const later = await store();
    expect(views.documentStoredBy(later)).toBeUndefined();
    await ledger.swap(views);
    expect(ledger.views.documentStoredBy(later)).toBeDefined();
    await ledger.close();
  });

  it('lose no fact of the register that is recorded while they take over', async () => {
    const inner = memoryLog();
    const fact = {
      id: '00000000-0000-4000-9000-000000000001',
      type: 'RegionRegistered',
      data: { code: 'Y54', name: 'North' },
      at: '2014-06-12T10:00:00.000Z',
      actor,
    };
    // During the first look something is shown that the new views must catch up with; before the second, nobody follows the log.
    const meanwhile = [
      async (read: () => Promise<readonly RecordedEvent[]>) => {
        const events = await read();
        await store();
        return events;
      },
      async (read: () => Promise<readonly RecordedEvent[]>) => {
        await inner.append({ stream: 'register', expected: 'none', events: [fact] });
        return read();
      },
    ];
    let watching = false;
    const log: EventLog = {
      ...inner,
      readAll: (options) => {
        const read = (): Promise<readonly RecordedEvent[]> => inner.readAll(options);
        return (watching && meanwhile.shift()?.(read)) || read();
      },
    };
    const { ledger, store, rebuild } = await opened(log);
    const views = await rebuild();
    watching = true;
    await ledger.swap(views);
    await ledger.reached(await log.head());
    expect(meanwhile).toEqual([]);
    expect(ledger.register.regions().map(({ code }) => code)).toEqual(['Y54']);
    await ledger.close();
  });

  it('leave the old ones in service when they cannot catch up', async () => {
    const inner = memoryLog();
    let broken = false;
    const log: EventLog = {
      ...inner,
      readAll: (options) => (broken ? Promise.reject(new Error('disk')) : inner.readAll(options)),
    };
    const { ledger, store, rebuild } = await opened(log);
    const views = await rebuild();
    broken = true;
    await expect(ledger.swap(views)).rejects.toThrow('disk');
    const sha256 = await store();
    expect(ledger.views.documentStoredBy(sha256)).toBeDefined();
    await ledger.close();
  });

  it('follow the log again where the old ones had stopped', async () => {
    const { ledger, log, store, rebuild, told } = await opened();
    const apply = ledger.views.apply.bind(ledger.views);
    ledger.views.apply = () => {
      throw new Error('damaged');
    };
    await expect(store()).rejects.toThrow('damaged');
    expect(ledger.failure?.message).toBe('damaged');
    expect(told).toEqual(['Views and register: damaged']);
    expect(() => ledger.reached(2)).toThrow('damaged');
    ledger.views.apply = apply;
    await ledger.swap(await rebuild());
    expect(ledger.failure).toBeUndefined();
    await ledger.reached(await log.head());
    const sha256 = await store();
    expect(ledger.views.documentStoredBy(sha256)).toBeDefined();
    await ledger.close();
  });

  it('are told of to listeners with every event once', async () => {
    const { ledger, log, store, rebuild } = await opened();
    const told: number[] = [];
    ledger.onProgress((events) => told.push(...events.map(({ position }) => position)));
    await store();
    const views = await rebuild();
    await store();
    await ledger.swap(views);
    await store();
    expect(told).toEqual([1, 2, 3]);
    expect(await log.head()).toBe(3);
    await ledger.close();
  });
});

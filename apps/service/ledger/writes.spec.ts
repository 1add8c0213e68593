import { describe, expect, it } from '@jest/globals';
import type { LoggerService } from '@nestjs/common';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fact, newStream, to as append } from '../../../libs/event-log/contract-events.js';
import type { EventLog, Subscription } from '../../../libs/event-log/index.js';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { failingLog } from '../../../test/failing-log.js';
import { metricsOf, testService, whenReady, type Body, type TestService } from '../../../test/service.js';
import { Writes } from './writes.js';

/** What is told, beside what tells it. */
function watched(log: EventLog) {
  const told: string[] = [];
  return { told, writes: new Writes(log, ({ writes }) => void told.push(writes)) };
}

const never = (): Promise<never> => new Promise(() => undefined);

describe('whether the log takes writes', () => {
  it('is told by what became of the last append, once at each change', async () => {
    const log = failingLog(memoryLog());
    const { told, writes } = watched(log);
    const record = () => writes.log.append(append(newStream(), 'none', fact())).catch(() => undefined);
    await record();
    expect(await writes.now()).toEqual({ writes: 'taken' });
    log.fails = 'not kept';
    for (let times = 0; times < 3; times += 1) await record();
    expect(await writes.now()).toEqual({ writes: 'refused', because: expect.stringContaining('is full') });
    log.fails = undefined;
    for (let times = 0; times < 3; times += 1) await record();
    expect(await writes.now()).toEqual({ writes: 'taken' });
    expect(told).toEqual(['refused', 'taken']);
  });

  it('is tried when nobody has appended for a while', async () => {
    const log = failingLog(memoryLog());
    const { told, writes } = watched(log);
    log.fails = 'not kept';
    expect((await writes.now()).writes).toBe('refused');
    expect(await log.head()).toBe(0);
    expect(told).toEqual(['refused']);
  });

  it('is no for a log that does not answer, and yes when the answer comes', async () => {
    let go: () => void = () => undefined;
    const log = { ...memoryLog(), tryWriting: () => new Promise<void>((resolve) => (go = resolve)) };
    const { told, writes } = watched(log);
    const began = performance.now();
    expect((await writes.now()).writes).toBe('refused');
    expect(performance.now() - began).toBeLessThan(900);
    go();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await writes.now()).writes).toBe('taken');
    expect(told).toEqual(['refused', 'taken']);
  });

  it('is no while the log is damaged, and nothing is written to it', async () => {
    const log = memoryLog();
    const { told, writes } = watched(log);
    writes.damagedBy('page 7 is damaged');
    await expect(writes.log.append(append(newStream(), 'none', fact()))).rejects.toThrow('page 7 is damaged');
    expect([await writes.now(), await log.head()]).toEqual([{ writes: 'refused', because: 'page 7 is damaged' }, 0]);
    writes.damagedBy(undefined);
    expect((await writes.now()).writes).toBe('taken');
    expect(told).toEqual(['refused', 'taken']);
  });

  it('is no from the moment that a read meets damage, in whatever way, and not for a fault of whoever follows', async () => {
    const corrupt = Object.assign(new Error('database disk image is malformed'), { errcode: 11 });
    const fails = (): Promise<never> => Promise.reject(corrupt);
    const asks: readonly ((log: EventLog) => Promise<unknown>)[] = [
      (log) => log.readStream('case-1'),
      (log) => log.readAll(),
      (log) => log.headOf('case-1'),
      (log) => log.find('id'),
      (log) => log.head(),
      (log) => log.subscribe(0, () => undefined).ended,
    ];
    const bad = { readStream: fails, readAll: fails, headOf: fails, find: fails, head: fails };
    const subscribe = (): Subscription => ({ ended: fails(), stop: () => Promise.resolve() });
    for (const ask of asks) {
      const { told, writes } = watched({ ...memoryLog(), ...bad, subscribe });
      await expect(ask(writes.log)).rejects.toBe(corrupt);
      expect([told, (await writes.now()).because]).toEqual([['refused'], expect.stringContaining('is malformed')]);
    }
    const { told, writes } = watched(memoryLog());
    await writes.log.append(append(newStream(), 'none', fact()));
    await expect(writes.log.subscribe(0, fails).ended).rejects.toBe(corrupt);
    expect([told, writes.damage]).toEqual([[], undefined]);
  });

  it('is told to nobody when the service itself closes the log', async () => {
    const { told, writes } = watched(memoryLog());
    await writes.log.close();
    await writes.log.append(append(newStream(), 'none', fact())).catch(() => undefined);
    expect(told).toEqual([]);
  });
});

describe('readiness', () => {
  const ready = async (to: TestService<Body>) => {
    const began = performance.now();
    const { status, body } = await to.withAuthorization(undefined).get('/health/ready');
    expect(performance.now() - began).toBeLessThan(1_000);
    return { status, type: body.type, writes: body.writes };
  };
  const gauge = async (to: TestService<Body>, name: string): Promise<number> => {
    const began = performance.now();
    const text = await metricsOf(to);
    expect(performance.now() - began).toBeLessThan(1_500);
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  };

  it('says that a log that another program has locked refuses writes, with one line at each change', async () => {
    const lines: string[] = [];
    const note =
      (level: string) =>
      (message: unknown, ...rest: readonly unknown[]): void => {
        if (rest.at(-1) === 'Log') lines.push(`${level}: ${String(message)}`);
      };
    const logger: LoggerService = { log: () => undefined, error: note('error'), warn: note('warn') };
    const folder = mkdtempSync(join(tmpdir(), 'remit-writes-'));
    const to = await testService<Body>({ folder, more: { logger } });
    try {
      await whenReady(to);
      const other = new DatabaseSync(join(folder, 'events.sqlite'));
      other.exec('BEGIN IMMEDIATE');
      expect((await to.as('officer@00C').begin('00C')).status).toBe(503);
      expect(await ready(to)).toEqual({ status: 200, type: undefined, writes: 'refused' });
      expect(await gauge(to, 'remit_log_writes_taken')).toBe(0);
      expect((await to.as('officer@00C').begin('00C')).status).toBe(503);
      other.exec('ROLLBACK');
      other.close();
      expect((await to.as('officer@00C').begin('00C')).status).toBe(201);
      expect(await ready(to)).toEqual({ status: 200, type: undefined, writes: 'taken' });
      expect(await gauge(to, 'remit_log_writes_taken')).toBe(1);
      expect(lines).toEqual([
        expect.stringMatching(/^error: The log refuses writes: .*database is locked\.$/),
        'warn: The log takes writes again.',
      ]);
    } finally {
      await to.close();
      rmSync(folder, { recursive: true });
    }
  });

  it('and metrics answer in time over a log that does not answer at all', async () => {
    const inner = memoryLog();
    let stands = false;
    const log: EventLog = {
      ...inner,
      head: () => (stands ? never() : inner.head()),
      tryWriting: () => (stands ? never() : inner.tryWriting()),
    };
    const to = await testService<Body>({ log });
    const head = await inner.head();
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    stands = true;
    expect(await ready(to)).toEqual({ status: 503, type: '/problems/not-ready', writes: 'refused' });
    expect(await gauge(to, 'remit_log_head_position')).toBe(head);
    expect(await gauge(to, 'remit_log_writes_taken')).toBe(0);
    stands = false;
    await to.close();
  });
});

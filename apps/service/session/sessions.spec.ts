import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nameOf, Sessions, sessionLimits, type NewSession } from './sessions.js';

const person = { issuer: 'https://id.example.org', subject: 'ana', name: 'Ana Okafor' };
const minute = 60_000;

let folder: string;
let now: number;
let sessions: Sessions;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'remit-sessions-'));
  now = Date.parse('2026-11-28T09:00:00Z');
  sessions = new Sessions(folder, sessionLimits, () => now);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const begin = (more: Partial<NewSession> = {}): Promise<string> => sessions.begin({ person, ...more });
const lives = async (secret: string): Promise<boolean> => (await sessions.find(secret)) !== undefined;
const files = (): readonly string[] => readdirSync(folder).filter((name) => name.endsWith('.json'));

afterAll(() => {
  Logger.overrideLogger(true);
});

describe('a session', () => {
  it('is found by its secret alone, on every instance, and nothing in the folder is of use to a browser', async () => {
    const secret = await begin();
    const other = new Sessions(folder, sessionLimits, () => now);
    expect(await other.find(secret)).toMatchObject({ person, secret, began: now });
    expect(files()).toEqual([`${nameOf(secret)}.json`]);
    expect(readFileSync(join(folder, files()[0]!), 'utf8')).not.toContain(secret);
    expect(statSync(join(folder, files()[0]!)).mode & 0o077).toBe(0);
    for (const guess of [nameOf(secret), 'x'.repeat(43), '', '../../etc/passwd', `${secret}x`])
      expect([guess, await other.find(guess)]).toEqual([guess, undefined]);
  });

  it('keeps what the provider is shown at the sign-out beside it, gives it once, and leaves nothing of it', async () => {
    const secret = await begin({ hint: 'a.b.c' });
    expect(readFileSync(join(folder, files()[0]!), 'utf8')).not.toContain('a.b.c');
    expect(await sessions.find(secret)).not.toHaveProperty('hint');
    expect(await sessions.end(secret)).toBe('a.b.c');
    expect(await sessions.end(secret)).toBeUndefined();
    for (const end of [() => sessions.endOf(person), () => ((now += 13 * 60 * minute), sessions.clear())]) {
      await begin({ hint: 'a.b.c' });
      await end();
      expect(readdirSync(join(folder, 'hints')).filter((name) => name.endsWith('.json'))).toEqual([]);
    }
  });

  it('ends half an hour after the last request, not of the first one', async () => {
    const [used, unused] = [await begin(), await begin()];
    for (let times = 0; times < 3; times += 1) {
      now += 29 * minute;
      expect(await lives(used)).toBe(true);
    }
    expect([await lives(used), await lives(unused)]).toEqual([true, false]);
    now += 30 * minute - 1;
    expect(await new Sessions(folder, sessionLimits, () => now).find(used)).toBeDefined();
    now += 30 * minute;
    expect(await lives(used)).toBe(false);
    expect(files()).toEqual([]);
  });

  it('ends after twelve hours, however much it is used', async () => {
    const secret = await begin();
    const end = now + 12 * 60 * minute;
    while (now + 20 * minute < end) {
      now += 20 * minute;
      expect(await lives(secret)).toBe(true);
    }
    now = end - 1;
    expect(await lives(secret)).toBe(true);
    now = end;
    expect(await lives(secret)).toBe(false);
  });

  it('is written to once a minute at most, however many requests come with it', async () => {
    const secret = await begin();
    const file = join(folder, files()[0]!);
    const [first, times] = [statSync(file).mtimeMs, new Set<number>()];
    for (let second = 0; second < 120; second += 1) {
      now += 1_000;
      await sessions.find(secret);
      times.add(statSync(file).mtimeMs);
    }
    expect(times.delete(first)).toBe(true);
    expect(times.size).toBe(2);
  });

  it('remembers the role that was chosen, and does not come back by a choice made as it ended', async () => {
    const secret = await begin();
    const acting = { role: 'ccg-officer', organisation: '00C' } as const;
    await sessions.actAs(secret, acting);
    expect(await sessions.find(secret)).toMatchObject({ acting });
    await sessions.end(secret);
    await sessions.actAs(secret, acting);
    expect(await lives(secret)).toBe(false);
    await sessions.clear();
    expect(readdirSync(join(folder, 'acting')).filter((name) => name.endsWith('.json'))).toEqual([]);
  });

  it('that something has damaged is as if there were none, and is cleared away', async () => {
    const secret = await begin();
    const file = join(folder, files()[0]!);
    const whole = readFileSync(file, 'utf8');
    const warned: string[] = [];
    const hear = (message: string): number => warned.push(message);
    Logger.overrideLogger({ log: hear, error: hear, warn: hear });
    for (const damaged of [
      '',
      '{',
      'null',
      '[]',
      '{"person":{}}',
      whole.replace('"subject"', '"x"'),
      '\u0000'.repeat(200),
    ]) {
      writeFileSync(file, damaged);
      expect([damaged, await sessions.find(secret)]).toEqual([damaged, undefined]);
    }
    expect(new Set(warned)).toEqual(new Set([`${file} is damaged, and is taken for none.`]));
    truncateSync(file, 10);
    expect(await sessions.endOf({ issuer: person.issuer, subject: person.subject })).toBe(0);
    await sessions.clear();
    expect(files()).toEqual([]);
  });

  it('that is over is cleared away without anybody asking for it, and no other', async () => {
    await begin();
    now += 29 * minute;
    const young = await begin();
    now += 2 * minute;
    await sessions.clear();
    expect(files()).toEqual([`${nameOf(young)}.json`]);
  });
});

describe('the provider ends', () => {
  const { issuer } = person;
  const two = { ...person, subject: 'ben' };

  it('one sign-in by its name there, all of a person by their subject, and nothing of another provider', async () => {
    const [first, second, other] = [
      await begin({ sid: 'a' }),
      await begin({ sid: 'b' }),
      await begin({ person: two, sid: 'c' }),
    ];
    expect(await sessions.endOf({ issuer: 'https://elsewhere.example', subject: 'ana', sid: 'a' })).toBe(0);
    expect(await sessions.endOf({ issuer, subject: 'ana', sid: 'a' })).toBe(1);
    expect([await lives(first), await lives(second), await lives(other)]).toEqual([false, true, true]);
    expect(await sessions.endOf({ issuer, subject: 'ana' })).toBe(1);
    expect([await lives(second), await lives(other)]).toEqual([false, true]);
  });

  it('what it gave no name when it began, by the subject', async () => {
    const unnamed = await begin();
    expect(await sessions.endOf({ issuer, sid: 'a' })).toBe(0);
    expect(await sessions.endOf({ issuer, subject: 'ana', sid: 'a' })).toBe(1);
    expect(await lives(unnamed)).toBe(false);
  });
});

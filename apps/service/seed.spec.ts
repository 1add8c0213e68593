import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogUnavailable, type EventLog } from '../../libs/event-log/index.js';
import { memoryLog } from '../../libs/event-log/memory.js';
import { testService } from '../../test/service.js';
import { workflows } from '../../workflows/index.js';
import { proofOf } from '../audit/proof.js';
import { SimulatedClock } from './clock/clock.js';
import { seedLog } from './seed.js';

const now = new Date('2026-11-22T10:00:00.000Z');
const later = new Date('2026-11-23T17:30:00.000Z');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seed-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A log whose process dies at its nth append; `kept`: after it was written, before it was answered. */
function dyingLog(log: EventLog, at: number, kept: boolean): EventLog {
  let appends = 0;
  const append: EventLog['append'] = async (...each) => {
    appends += 1;
    if (appends < at) return log.append(...each);
    if (kept) await log.append(...each);
    throw new LogUnavailable('the process was killed');
  };
  return { ...log, append };
}

const idsOf = async (log: EventLog): Promise<readonly unknown[]> =>
  (await log.readAll({ limit: 1_000_000 })).map(({ id, stream, revision, at }) => ({ id, stream, revision, at }));

describe('a loading of the seed', () => {
  it.each([
    ['before its first append', 1, false],
    ['in the middle of the register', 4, true],
    ['in the middle of the demonstration', 60, false],
    ['after an append that was kept', 61, true],
  ])('that was cut off %s is gone on with at the next start, and comes to the same', async (_, at, kept) => {
    const whole = memoryLog();
    expect(await seedLog(whole, folder, 'demo', now)).toBe(true);
    const log = memoryLog();
    await expect(seedLog(dyingLog(log, at, kept), folder, 'demo', now)).rejects.toThrow(LogUnavailable);
    expect(await log.head()).toBeLessThan(await whole.head());

    expect(await seedLog(log, folder, 'demo', later)).toBe(true);
    expect(await idsOf(log)).toEqual(await idsOf(whole));
    expect(readdirSync(folder)).toEqual([]);
    expect(await seedLog(log, folder, 'demo', later)).toBe(false);
  });

  it('leaves a log alone that holds anything', async () => {
    const log = memoryLog();
    await seedLog(log, folder, 'register', now);
    const head = await log.head();
    expect(await seedLog(log, folder, 'demo', later)).toBe(false);
    expect(await log.head()).toBe(head);
  });

  it('is over before anybody is answered', async () => {
    const log = memoryLog();
    const addresses: unknown[] = [];
    const append: EventLog['append'] = async (...each) => {
      addresses.push(
        await fetch(`http://127.0.0.1:${port}/health/live`).then(
          ({ status }) => status,
          () => 'nobody',
        ),
      );
      return log.append(...each);
    };
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const to = await testService({
      log: { ...log, append },
      more: { port, seed: 'demo', clock: new SimulatedClock(now) },
    });
    try {
      expect(new Set(addresses)).toEqual(new Set(['nobody']));
      expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200);
      expect(to.service.seeded).toBe(true);
    } finally {
      await to.close();
    }
  });
});

/** As the README has it for a simulated clock. */
const ofReadme = [...readFileSync('README.md', 'utf8').matchAll(/`simulated:([^`]+)`/g)].map(([, at = '']) => at);

describe('the demonstration', () => {
  // The first and last that the README names; about the first round; the last day to which bank holidays are published.
  it.each([
    ...ofReadme,
    '2011-01-01T00:00:00Z',
    '2014-04-01T09:00:00Z',
    '2014-05-12T09:00:00Z',
    '2015-01-09T12:00:00Z',
    '2027-12-31T23:59:00Z',
    '2032-12-31T09:00:00Z',
  ])('is loaded on any day of some twenty years, with nothing for an auditor to find, as on %s', async (at) => {
    const log = memoryLog();
    expect(await seedLog(log, folder, 'demo', new Date(at))).toBe(true);
    const events = await log.readAll({ limit: 1_000_000 });
    expect(await proofOf(events, workflows)).toMatchObject({ cases: 53, findings: [] });
  });

  it('says what stands in its way on a day too far from its rounds', async () => {
    const early = seedLog(memoryLog(), folder, 'demo', new Date('1999-06-01T09:00:00Z'));
    await expect(early).rejects.toThrow(/The invented register was refused: .*2017-08-28 cannot be/);
  });
});

import { beforeEach, describe, expect, it } from '@jest/globals';
import type { EventLog, NewEvent } from '../../../libs/event-log/index.js';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { lastBy, Past } from './past.js';

const events = 1_000;
let log: EventLog;
/** Events that were handed out since it was last set to nothing. */
let read = 0;
const counted: Pick<EventLog, 'readStream'> = {
  readStream: async (stream, options) => {
    const found = await log.readStream(stream, options);
    read += found.length;
    return found;
  },
};

const actor = { id: 'a', name: 'A', role: 'ccg-officer', organisation: '00C' };
const minute = (number: number): string => new Date(Date.UTC(2015, 0, 1) + number * 60_000).toISOString();
/** Two events a minute. */
const event = (number: number): NewEvent => ({
  id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  type: 'Counted',
  data: { number },
  at: minute(Math.floor(number / 2)),
  actor,
});

beforeEach(async () => {
  log = memoryLog();
  const [first, ...rest] = Array.from({ length: events }, (_, number) => event(number));
  await log.append({ stream: 'case-1', expected: 'none', events: [first!, ...rest] });
  read = 0;
});

interface Sum {
  readonly sum: number;
}
const summed = (bounds?: ConstructorParameters<typeof Past>[2]): Past<Sum> =>
  new Past<Sum>(
    counted,
    {
      begin: () => ({ sum: 0 }),
      further: ({ sum }, { data }) => ({ sum: sum + Number(data['number']) }),
    },
    bounds,
  );
const sumTo = (revision: number): Sum => ({ sum: (revision * (revision + 1)) / 2 });

describe('what is folded from a stream', () => {
  it('is known as it was after each of its events, in whatever order it is asked for', async () => {
    const past = summed({ every: 16, waymarks: 20, recent: 3 });
    for (const revision of [999, 0, 500, 499, 501, 15, 16, 17, 31, 998, 3, 999, 640])
      expect([revision, await past.at('case-1', revision)]).toEqual([revision, sumTo(revision)]);
  });

  it('is nothing where the stream has no such event', async () => {
    const past = summed();
    expect(await past.at('case-1', events)).toBeUndefined();
    expect(await past.at('case-1', -1)).toBeUndefined();
    expect(await past.at('case-2', 0)).toBeUndefined();
    // What was recorded since is found.
    await log.append({ stream: 'case-1', expected: events - 1, events: [event(events)] });
    expect(await past.at('case-1', events)).toEqual(sumTo(events));
  });

  it('costs the event itself to whoever steps through, and the events since a waymark to whoever jumps', async () => {
    const past = summed({ every: 64, waymarks: 100, recent: 10 });
    await past.at('case-1', 999);
    expect(read).toBe(events);
    for (const revision of [998, 3, 700, 64, 63]) {
      read = 0;
      await past.at('case-1', revision);
      expect(read).toBeLessThan(64);
    }
    await past.at('case-1', 700);
    for (const revision of [701, 702, 703, 704]) {
      read = 0;
      await past.at('case-1', revision);
      expect([revision, read <= 1]).toEqual([revision, true]);
    }
  });

  it('is read as far as it is looked at, and no further', async () => {
    await summed().at('case-1', 40);
    expect(read).toBe(41);
  });

  it('is read once for all who look at the same time', async () => {
    const past = summed();
    const found = await Promise.all([999, 998, 997, 999].map((revision) => past.at('case-1', revision)));
    expect(found).toEqual([999, 998, 997, 999].map(sumTo));
    expect(read).toBeLessThan(events + 3 * 64);
  });

  it('is kept within bounds, and folded again where it was thrown away', async () => {
    const past = summed({ every: 10, waymarks: 5, recent: 2 });
    for (const revision of [999, 100, 300]) expect(await past.at('case-1', revision)).toEqual(sumTo(revision));
    expect(past.size).toBeLessThanOrEqual(7);
  });

  it('is looked for anew after a fault', async () => {
    let broken = true;
    const past = new Past<Sum>(
      {
        readStream: (stream, options) => (broken ? Promise.reject(new Error('away')) : log.readStream(stream, options)),
      },
      { begin: () => ({ sum: 0 }), further: ({ sum }) => ({ sum: sum + 1 }) },
    );
    await expect(past.at('case-1', 4)).rejects.toThrow('away');
    broken = false;
    expect(await past.at('case-1', 4)).toEqual({ sum: 5 });
  });
});

describe('the last event by an instant', () => {
  it('is found without reading the others', async () => {
    const until = events - 1;
    expect(await lastBy(counted, 'case-1', minute(0), until)).toBe(1);
    expect(await lastBy(counted, 'case-1', minute(217), until)).toBe(435);
    expect(await lastBy(counted, 'case-1', minute(9_999), until)).toBe(until);
    expect(read).toBeLessThanOrEqual(3 * 11);
  });

  it('is none before the first, and of those up to where one looks', async () => {
    expect(await lastBy(counted, 'case-1', new Date(Date.UTC(2014, 0, 1)).toISOString(), 99)).toBeUndefined();
    expect(await lastBy(counted, 'case-1', minute(400), 99)).toBe(99);
    // Another spelling of an instant is the same instant.
    expect(await lastBy(counted, 'case-1', '2015-01-01T00:01:00Z', 99)).toBe(3);
  });
});

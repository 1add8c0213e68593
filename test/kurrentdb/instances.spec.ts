import { describe, expect, it } from '@jest/globals';
import { KurrentDBClient, jsonEvent } from '@kurrent/kurrentdb-client';
import { randomUUID } from 'node:crypto';
import { eventually, fact, facts, idsOf, newStream, recorded, to } from '../../libs/event-log/contract-events.js';
import { ImpossibleAppend, type RecordedEvent } from '../../libs/event-log/index.js';
import { database } from './database.js';

const db = database();

describe('several services over one KurrentDB', () => {
  it('show each other every append once it is answered', async () => {
    const [one, two] = [await db.open(), await db.open()];
    const stream = newStream();
    const [event] = await recorded(one.append(to(stream, 'none', fact())));
    expect(await two.readStream(stream)).toEqual([event]);
    expect(await two.find(event!.id)).toEqual(event);
    expect(await two.head()).toBe(event!.position);
  });

  it('let exactly one of those win that append at one revision', async () => {
    const logs = [await db.open(), await db.open(), await db.open()];
    const stream = newStream();
    await recorded(logs[0]!.append(to(stream, 'none', fact())));
    const answers = await Promise.all(logs.flatMap((log) => [1, 2, 3].map(() => log.append(to(stream, 0, fact())))));
    expect(answers.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1);
    expect(answers.filter(({ outcome }) => outcome === 'overtaken')).toHaveLength(8);
  });

  it('take turns in a stream to which both append with no expectation', async () => {
    const logs = [await db.open(), await db.open()];
    const stream = newStream();
    const handed = facts(40);
    await Promise.all(handed.map((event, i) => recorded(logs[i % 2]!.append(to(stream, 'any', event)))));
    const events = await logs[0]!.readStream(stream);
    expect(events.map(({ revision }) => revision)).toEqual(handed.map((_, i) => i));
    expect(new Set(idsOf(events))).toEqual(new Set(idsOf(handed)));
  });

  it('record once what is handed in to both at the same time', async () => {
    const [one, two] = [await db.open(), await db.open()];
    const append = to(newStream(), 'none', ...facts(2));
    const answers = await Promise.all([one.append(append), two.append(append)]);
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['appended', 'repeated']);
    expect(answers.map((answer) => 'events' in answer && answer.events)[0]).toEqual(
      await two.readStream(append.stream),
    );
  });

  it('let an id be taken once, in whichever stream and with no expectation', async () => {
    const [one, two] = [await db.open(), await db.open()];
    const event = fact();
    const answers = await Promise.allSettled([
      one.append(to(newStream(), 'any', event)),
      two.append(to(`refused-${randomUUID()}`, 'any', event)),
    ]);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: expect.any(ImpossibleAppend) });
  });

  it('follow the log in the same order', async () => {
    const [one, two] = [await db.open(), await db.open()];
    const before = await one.head();
    const seen: [RecordedEvent[], RecordedEvent[]] = [[], []];
    const subscriptions = [one, two].map((log, i) => log.subscribe(before, (batch) => void seen[i]!.push(...batch)));
    await Promise.all(
      [one, two].flatMap((log) => facts(30).map((event) => log.append(to(newStream(), 'none', event)))),
    );
    await eventually(() => seen[0].length === 60 && seen[1].length === 60);
    for (const subscription of subscriptions) await subscription.stop();
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]).toEqual(await two.readAll({ after: before }));
  });
});

describe('the log in KurrentDB', () => {
  it('reads on from any number as a position, between events and beyond the end', async () => {
    const log = await db.open();
    const stream = newStream();
    const events = await recorded(log.append(to(stream, 'none', ...facts(4))));
    const [first, second, , last] = events.map(({ position }) => position) as [number, number, number, number];
    for (const after of [first, first + 1, first + 7, second - 1])
      expect(await log.readAll({ after })).toEqual(events.slice(1));
    expect(await log.readAll({ after: last - 1 })).toEqual(events.slice(3));
    for (const after of [last, last + 1, last + 1_000_000]) expect(await log.readAll({ after })).toEqual([]);
    expect((await log.readAll({ after: 1, limit: 1 }))[0]?.position).toBeGreaterThan(1);
  });

  it('subscribes from any number as a position', async () => {
    const log = await db.open();
    const events = await recorded(log.append(to(newStream(), 'none', ...facts(4))));
    for (const after of [events[0]!.position + 3, events[1]!.position - 1]) {
      const seen: RecordedEvent[] = [];
      const subscription = log.subscribe(after, (batch) => void seen.push(...batch));
      await eventually(() => seen.length === 3);
      await subscription.stop();
      expect(seen).toEqual(events.slice(1));
    }
  });

  it('does not see the streams of others, nor its own of ids', async () => {
    const log = await db.open();
    const before = await log.head();
    const client = KurrentDBClient.connectionString(db.url);
    await client.appendToStream(`invoice-${randomUUID()}`, jsonEvent({ type: 'InvoicePaid', data: { pence: 1 } }));
    const seen: RecordedEvent[] = [];
    const subscription = log.subscribe(before, (batch) => void seen.push(...batch));
    const [event] = await recorded(log.append(to(newStream(), 'none', fact())));
    await client.appendToStream(`invoice-${randomUUID()}`, jsonEvent({ type: 'InvoicePaid', data: { pence: 2 } }));
    await eventually(() => seen.length > 0);
    await subscription.stop();
    await client.dispose();
    expect(seen).toEqual([event]);
    expect(await log.readAll({ after: before })).toEqual([event]);
    expect(await log.head()).toBe(event!.position);
  });

  it('refuses what the server does not take, and says why', async () => {
    const log = await db.open();
    const failed = log.append(to(newStream(), 'none', { ...fact(), type: 'The ballot is open!' }));
    await expect(failed).rejects.toBeInstanceOf(ImpossibleAppend);
    await expect(failed).rejects.toThrow('Schema name can only contain');
  });

  it.each(['', 'i', 'id-', 'id-4'])(
    'is not opened for streams that begin with "%s", where its ids are',
    async (prefix) => {
      await expect(db.open({ streams: ['case-', prefix] })).rejects.toThrow(RangeError);
    },
  );

  it('refuses a stream that it would not find again, and an id that is no UUID', async () => {
    const log = await db.open();
    for (const append of [to('invoice-1', 'none', fact()), to(newStream(), 'none', { ...fact(), id: 'first' })])
      await expect(log.append(append)).rejects.toBeInstanceOf(ImpossibleAppend);
    expect(await log.find('first')).toBeUndefined();
  });

  it('knows an id in capitals for the same', async () => {
    const log = await db.open();
    const event = fact();
    const append = to(newStream(), 'none', event);
    const events = await recorded(log.append(append));
    expect(await log.find(event.id.toUpperCase())).toEqual(events[0]);
    const again = to(append.stream, 'none', { ...event, id: event.id.toUpperCase() });
    expect(await log.append(again)).toEqual({ outcome: 'repeated', events });
  });
});

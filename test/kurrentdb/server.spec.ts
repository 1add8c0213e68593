import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ANY,
  BACKWARDS,
  END,
  FORWARDS,
  jsonEvent,
  KurrentDBClient,
  NO_STREAM,
  START,
  streamNameFilter,
  WrongExpectedVersionError,
  type AllStreamResolvedEvent,
  type AppendStreamRequest,
  type AppendToStreamOptions,
  type Position,
} from '@kurrent/kurrentdb-client';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { eventually } from '../../libs/event-log/contract-events.js';
import { database } from './database.js';

const db = database();

/** What the adapter and its tests rely on, seen with the bare client: the same for the test server and the real one. */
describe('a KurrentDB server', () => {
  let client: KurrentDBClient;

  beforeAll(() => {
    client = KurrentDBClient.connectionString(db.url);
  });

  afterAll(() => client.dispose());

  const event = (number = 0) => jsonEvent({ type: 'BallotOpened', data: { number }, metadata: { by: 'Ann' } });
  const newStream = () => `spec-${randomUUID()}`;
  /** The client sends an append with credentials of its own one by one, all others in a batch. */
  const ways: Record<string, () => AppendToStreamOptions> = {
    'in a batch': () => ({}),
    'one by one': () => {
      const [, username = 'admin', password = 'changeit'] = /:\/\/([^:/@]+):([^@]+)@/.exec(db.url) ?? [];
      return { credentials: { username, password } };
    },
  };

  async function all<T>(events: AsyncIterable<T>): Promise<T[]> {
    const read: T[] = [];
    for await (const each of events) read.push(each);
    return read;
  }

  describe.each(Object.entries(ways))('appended to %s', (_, options) => {
    it('answers the revision, and the position of the last event', async () => {
      const stream = newStream();
      const result = await client.appendToStream(stream, [event(), event(1)], { ...options(), streamState: NO_STREAM });
      const [first, second] = await all(client.readStream(stream));
      expect(result).toEqual({ success: true, nextExpectedRevision: 1n, position: second!.event!.position });
      expect(second!.event).toMatchObject({ revision: 1n, data: { number: 1 }, metadata: { by: 'Ann' } });
      expect(second!.event!.position!.commit).toBeGreaterThan(first!.event!.position!.commit + 1n);
    });

    it('says what it expected and found when a stream has moved on', async () => {
      const stream = newStream();
      await client.appendToStream(stream, [event(), event()], options());
      for (const streamState of [NO_STREAM, 0n, 7n] as const) {
        const failed = client.appendToStream(stream, event(), { ...options(), streamState });
        await expect(failed).rejects.toMatchObject({
          type: 'wrong-expected-version',
          expectedState: streamState,
          actualState: 1n,
        });
      }
      const none = client.appendToStream(newStream(), event(), { ...options(), streamState: 3n });
      await expect(none).rejects.toMatchObject({ expectedState: 3n, actualState: 'no_stream' });
    });

    it('takes the same ids at the same place for the same append', async () => {
      const stream = newStream();
      const events = [event(), event()];
      const first = await client.appendToStream(stream, events, { ...options(), streamState: NO_STREAM });
      await client.appendToStream(stream, event(), { ...options(), streamState: 1n });
      expect(await client.appendToStream(stream, events, { ...options(), streamState: NO_STREAM })).toEqual(first);
      expect(await client.appendToStream(stream, events, { ...options(), streamState: ANY })).toEqual(first);
      const other = client.appendToStream(stream, events, { ...options(), streamState: 0n });
      await expect(other).rejects.toBeInstanceOf(WrongExpectedVersionError);
      expect(await all(client.readStream(stream))).toHaveLength(3);
    });
  });

  describe('appended to several streams', () => {
    it('writes all in the order of the request, and answers the position of the last event', async () => {
      const [one, two] = [newStream(), newStream()];
      const events = [event(), event(), event()];
      const result = await client.multiStreamAppend([
        { streamName: one, expectedState: NO_STREAM, events: events.slice(0, 2) },
        { streamName: two, expectedState: NO_STREAM, events: events.slice(2) },
      ]);
      expect(result.responses).toEqual([
        { streamName: one, revision: 1n },
        { streamName: two, revision: 0n },
      ]);
      const filter = streamNameFilter({ prefixes: [one, two] });
      const read = await all(client.readAll({ filter, fromPosition: START }));
      expect(read.map((each) => each.event!.id)).toEqual(events.map(({ id }) => id));
      expect(result.position).toBe(read.at(-1)!.event!.position.commit);
      expect(read[0]!.event!.metadata).toEqual({ by: 'Ann' });
    });

    it('writes nothing when one stream has moved on, and names the first that has', async () => {
      const [fresh, one, two] = [newStream(), newStream(), newStream()];
      for (const stream of [one, two]) await client.appendToStream(stream, event());
      const failed = client.multiStreamAppend(
        [fresh, one, two].map((streamName) => ({ streamName, expectedState: NO_STREAM, events: [event()] })),
      );
      await expect(failed).rejects.toMatchObject({ streamName: one, expectedState: NO_STREAM, actualState: 0n });
      await expect(all(client.readStream(fresh))).rejects.toMatchObject({ type: 'stream-not-found' });
    });

    it('takes the whole append again for the same, and refuses it when only part of it was there', async () => {
      const request = (): AppendStreamRequest => ({
        streamName: newStream(),
        expectedState: NO_STREAM,
        events: [event()],
      });
      const requests = [request(), request()];
      const first = await client.multiStreamAppend(requests);
      expect(await client.multiStreamAppend(requests)).toEqual(first);
      const half = client.multiStreamAppend([request(), requests[1]!]);
      await expect(half).rejects.toMatchObject({ streamName: requests[1]!.streamName });
    });
  });

  it('reads a stream and all streams in both directions', async () => {
    const stream = newStream();
    await client.appendToStream(stream, [0, 1, 2, 3].map(event));
    const numbers = (events: readonly { event?: { data: unknown } }[]) =>
      events.map((each) => (each.event!.data as { number: number }).number);
    expect(numbers(await all(client.readStream(stream, { fromRevision: 1n, maxCount: 2 })))).toEqual([1, 2]);
    const back = client.readStream(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 3 });
    expect(numbers(await all(back))).toEqual([3, 2, 1]);
    const filter = streamNameFilter({ prefixes: [stream] });
    const forth = await all(client.readAll({ filter }));
    expect(numbers(forth)).toEqual([0, 1, 2, 3]);
    // Forwards with the event at the position, backwards without.
    const fromPosition = forth[2]!.event!.position;
    expect(numbers(await all(client.readAll({ filter, fromPosition })))).toEqual([2, 3]);
    expect(numbers(await all(client.readAll({ filter, fromPosition, direction: BACKWARDS })))).toEqual([1, 0]);
  });

  it('answers a read of all streams from within a record as if it were away, in both directions, filtered or not', async () => {
    const stream = newStream();
    const { position } = await client.appendToStream(stream, event());
    await client.appendToStream(stream, event());
    const filters = [{}, { filter: streamNameFilter({ prefixes: [stream] }) }];
    for (const [direction, bytes, filter] of ([FORWARDS, BACKWARDS] as const).flatMap((each) =>
      [-1n, 1n, 3n].flatMap((by) => filters.map((one) => [each, by, one] as const)),
    )) {
      const inside = { commit: position!.commit + bytes, prepare: position!.commit + bytes };
      const failed = all(client.readAll({ fromPosition: inside, direction, ...filter }));
      await expect(failed).rejects.toMatchObject({ type: 'unavailable', message: 'UnavailableError' });
    }
    const subscription = client.subscribeToAll({
      fromPosition: { commit: position!.commit + 3n, prepare: position!.commit + 3n },
    });
    await expect(once(subscription, 'data')).rejects.toThrow('Trying to read from an invalid position.');
  });

  it('reads all streams from far beyond the end forwards, where there is nothing, and not backwards', async () => {
    const { position } = await client.appendToStream(newStream(), event());
    const fromPosition = { commit: position!.commit + 1_000_000n, prepare: position!.commit + 1_000_000n };
    expect(await all(client.readAll({ fromPosition }))).toEqual([]);
    const back = all(client.readAll({ fromPosition, direction: BACKWARDS }));
    await expect(back).rejects.toMatchObject({ type: 'unavailable' });
  });

  it('reads all streams from a record whose second number is nought', async () => {
    const stream = newStream();
    await client.appendToStream(stream, [0, 1, 2].map(event));
    const read = await all(client.readAll({ filter: streamNameFilter({ prefixes: [stream] }) }));
    const fromPosition = { commit: read[1]!.event!.position.commit, prepare: 0n };
    const rest = await all(client.readAll({ filter: streamNameFilter({ prefixes: [stream] }), fromPosition }));
    expect(rest.map((each) => each.event!.id)).toEqual(read.slice(1).map((each) => each.event!.id));
  });

  it('sends a subscription what is there and then what comes, of the streams it asked for, with checkpoints', async () => {
    const stream = newStream();
    await client.appendToStream(stream, [event(0), event(1)]);
    const seen: AllStreamResolvedEvent[] = [];
    const checkpoints: Position[] = [];
    let caughtUp = false;
    const filter = streamNameFilter({
      prefixes: [stream],
      maxSearchWindow: 1,
      checkpointInterval: 1,
      checkpointReached: (_, position) => void checkpoints.push(position),
    });
    const subscription = client.subscribeToAll({ filter, fromPosition: START });
    subscription.on('data', (each: AllStreamResolvedEvent) => seen.push(each));
    subscription.on('caughtUp', () => (caughtUp = true));
    await eventually(() => caughtUp && seen.length === 2);
    await client.appendToStream(newStream(), event());
    await client.appendToStream(stream, event(2));
    await eventually(() => seen.length === 3);
    await subscription.unsubscribe();
    expect(checkpoints.length).toBeGreaterThan(0);
    const later: AllStreamResolvedEvent[] = [];
    const from = client.subscribeToAll({ filter, fromPosition: seen[1]!.event!.position });
    from.on('data', (each: AllStreamResolvedEvent) => later.push(each));
    await eventually(() => later.length === 1);
    await from.unsubscribe();
    expect(later[0]!.event!.id).toBe(seen[2]!.event!.id);
  });

  it('takes and reads nothing of a stream with a tombstone', async () => {
    const stream = newStream();
    await client.appendToStream(stream, event());
    await client.tombstoneStream(stream);
    await expect(all(client.readStream(stream))).rejects.toMatchObject({ type: 'stream-deleted' });
    await expect(client.appendToStream(stream, event())).rejects.toMatchObject({ type: 'stream-deleted' });
    const several = client.multiStreamAppend([{ streamName: stream, expectedState: ANY, events: [event()] }]);
    await expect(several).rejects.toMatchObject({ type: 'stream-tombstoned' });
    const read = await all(client.readAll({ filter: streamNameFilter({ prefixes: [stream] }) }));
    expect(read.map((each) => each.event!.type)).toEqual(['BallotOpened', '$streamDeleted']);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import {
  START,
  streamNameFilter,
  type AllStreamResolvedEvent,
  type KurrentDBClient,
  type Position,
  type ReadPosition,
} from '@kurrent/kurrentdb-client';
import { LogUnavailable, type RecordedEvent } from './index.js';
import { waitAfter, type Connection } from './kurrentdb-connection.js';
import { passes, troubleOf } from './kurrentdb-errors.js';
import { asRecorded } from './kurrentdb-events.js';
import { at, type Reads } from './kurrentdb-reads.js';
import { readersOf, type Handle, type Reader, type Readers } from './readers.js';

/** Events handed over at once, at most. */
const most = 500;

/** Events of other streams after which the server says how far it has come. */
const checkpointEvery = 1_000;

/**
 * The readers of the log, each with a subscription of its own at the server, which sends only streams with our prefixes. When it breaks,
 * the reader goes on from the last event it was given, or from a checkpoint behind it, for as long as the server is away.
 */
export function subscriptionsOver(connection: Connection, reads: Reads, prefixes: readonly string[]): Readers {
  async function read(reader: Reader, after: number, handle: Handle): Promise<void> {
    let position = after;
    let from: ReadPosition = after === 0 ? START : at(after);
    for (let tries = 0; !reader.stopped; tries += 1) {
      const { client } = connection;
      const source = sourceFrom(client, from, prefixes, reader);
      try {
        for (let batch = await source.next(); batch.length > 0; batch = await source.next()) {
          const news = newsIn(batch, position);
          if (news.length > 0) await handle(news);
          position = news.at(-1)?.position ?? position;
          tries = 0;
        }
      } finally {
        await source.close();
      }
      const broken = source.broken();
      if (broken === undefined) continue;
      const trouble = troubleOf(broken);
      // All that came before it has been handed over: only then there was no next.
      const checkpoint = source.checkpoint();
      if (trouble.kind === 'misplaced') from = await boundaryOf(after);
      else if (!passes(trouble)) throw new LogUnavailable(trouble.words);
      else if (checkpoint && checkpoint.commit > position) from = checkpoint;
      else if (position > after) from = at(position);
      connection.mind(trouble, client);
      await Promise.race([sleep(waitAfter(tries)), new Promise<void>((resolve) => (reader.wake = resolve))]);
    }
  }

  async function boundaryOf(after: number): Promise<ReadPosition> {
    const boundary = await reads.boundary(after);
    return boundary === 'start' ? START : at(boundary);
  }

  return readersOf(read);
}

/** What the reader has not been given: events of the log after a position. */
function newsIn(batch: readonly AllStreamResolvedEvent[], position: number): readonly RecordedEvent[] {
  const events = batch.map(asRecorded).filter((event) => event !== undefined);
  return events.filter((event) => event.position > position);
}

interface Source {
  /** The next events, as many as have come; none when the subscription is broken or its reader stopped. */
  next(): Promise<readonly AllStreamResolvedEvent[]>;
  /** Why there are no more; undefined when the reader stopped. */
  broken(): Error | undefined;
  /** Up to here the server has looked; everything it found comes with `next`. Undefined when it has not said. */
  checkpoint(): Position | undefined;
  close(): Promise<void>;
}

function sourceFrom(client: KurrentDBClient, from: ReadPosition, prefixes: readonly string[], reader: Reader): Source {
  let broken: Error | undefined;
  let checkpoint: Position | undefined;
  const filter = streamNameFilter({
    prefixes: [...prefixes],
    maxSearchWindow: checkpointEvery,
    checkpointInterval: 1,
    checkpointReached(_, reached) {
      checkpoint = reached;
    },
  });
  const stream = client.subscribeToAll({ fromPosition: from, filter }, { highWaterMark: most });
  const fail = (error: Error): void => {
    broken ??= error;
    reader.wake();
  };
  stream.on('error', fail);
  stream.on('end', () => fail(new Error('the server ended the subscription')));
  stream.on('readable', () => reader.wake());

  return {
    async next() {
      while (!reader.stopped) {
        const events: AllStreamResolvedEvent[] = [];
        while (events.length < most) {
          const event = stream.read() as AllStreamResolvedEvent | null;
          if (event === null) break;
          events.push(event);
        }
        if (events.length > 0) return events;
        if (broken) return [];
        await new Promise<void>((resolve) => (reader.wake = resolve));
      }
      return [];
    },
    broken: () => (reader.stopped ? undefined : broken),
    checkpoint: () => checkpoint,
    close: () => stream.unsubscribe().catch(() => undefined),
  };
}

import {
  BACKWARDS,
  END,
  FORWARDS,
  START,
  streamNameFilter,
  type Direction,
  type KurrentDBClient,
  type ReadPosition,
  type ResolvedEvent,
} from '@kurrent/kurrentdb-client';
import { LogUnavailable, type RecordedEvent } from './index.js';
import type { Connection } from './kurrentdb-connection.js';
import { troubleOf } from './kurrentdb-errors.js';
import { asPlace, asRecorded, idStream, type Place } from './kurrentdb-events.js';

export interface Reads {
  stream(name: string, from: number, limit: number): Promise<readonly RecordedEvent[]>;
  headOf(stream: string): Promise<number | 'none'>;
  all(after: number, limit: number): Promise<readonly RecordedEvent[]>;
  head(): Promise<number>;
  /** The last events of the log before the one at a position, at most so many, the newest first. */
  before(position: number, count: number): Promise<readonly RecordedEvent[]>;
  placeOf(id: string): Promise<Place | undefined>;
  find(id: string): Promise<RecordedEvent | undefined>;
  /** A place the server can go on from, with no event of the log between it and `after`: the position of an event, or none. */
  boundary(after: number): Promise<number | 'start'>;
}

interface Page {
  /** Events the server sent, its own among them. */
  readonly sent: number;
  readonly events: readonly RecordedEvent[];
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Events looked through at once on the way back from the end. */
const stride = 1_000;

/** A place in the order of all streams, as the server has it: each event has the same commit and prepare position. */
export const at = (position: number): ReadPosition => ({ commit: BigInt(position), prepare: BigInt(position) });

const isPlace = (position: ReadPosition): boolean => position !== START && position !== END;
const isLost = (thrown: unknown): boolean => troubleOf(thrown).kind === 'lost';

/** Reads ask the node that leads, so that whoever appended sees it. */
export function readsOf(connection: Connection, prefixes: readonly string[]): Reads {
  const filter = streamNameFilter({ prefixes: [...prefixes] });

  function streamPage(name: string, options: { from?: number; direction?: Direction; count?: number }) {
    const { from, direction = FORWARDS, count } = options;
    return connection.ask<readonly ResolvedEvent[], readonly ResolvedEvent[]>(
      (client) =>
        collect(
          client.readStream(name, {
            fromRevision: from === undefined ? (direction === FORWARDS ? START : END) : BigInt(from),
            direction,
            requiresLeader: true,
            ...(count === undefined ? {} : { maxCount: count }),
          }),
        ),
      ({ kind }) => (kind === 'missing' ? [] : undefined),
    );
  }

  /**
   * Undefined when nothing begins at the position. The server says of such a place what it says when it is away, so that it is asked for
   * its end too: when it has that and, asked again, still not the place, there is none.
   */
  async function page(fromPosition: ReadPosition, count: number, direction: Direction): Promise<Page | undefined> {
    const read = (client: KurrentDBClient) =>
      collect(client.readAll({ fromPosition, direction, filter, maxCount: count, requiresLeader: true }));
    const sent = await connection.ask(
      async (client) => {
        try {
          return await read(client);
        } catch (thrown) {
          if (!isPlace(fromPosition) || !isLost(thrown)) throw thrown;
          await collect(client.readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 1, requiresLeader: true }));
          return read(client).catch((again: unknown) => {
            if (isLost(again)) return 'misplaced' as const;
            throw again;
          });
        }
      },
      ({ kind }) => (kind === 'misplaced' ? ('misplaced' as const) : undefined),
    );
    return sent === 'misplaced' ? undefined : { sent: sent.length, events: ours(sent) };
  }

  async function all(after: number, limit: number): Promise<readonly RecordedEvent[]> {
    const found: RecordedEvent[] = [];
    let from = after === 0 ? START : at(after);
    while (found.length < limit) {
      // Forwards the server begins with the event at the position itself.
      const count = Math.min(limit - found.length + 1, Number.MAX_SAFE_INTEGER);
      const read = await page(from, count, FORWARDS);
      if (read === undefined) {
        const boundary = await boundaryBefore(after);
        from = boundary === 'start' ? START : at(boundary);
        continue;
      }
      const last = found.at(-1)?.position ?? after;
      found.push(...read.events.filter(({ position }) => position > last));
      const next = read.events.at(-1);
      if (read.sent < count || next === undefined || next.position === last) break;
      from = at(next.position);
    }
    return found.slice(0, limit);
  }

  /** Position of the last event before or at `after`, from the end backwards, for positions nobody was ever given. */
  async function boundaryBefore(after: number): Promise<number | 'start'> {
    for (let from: ReadPosition = END; ;) {
      const read: Page | undefined = await page(from, stride, BACKWARDS);
      const found = read?.events.find(({ position }) => position <= after);
      if (found) return found.position;
      const last = read?.events.at(-1);
      if (last === undefined || (read?.sent ?? 0) < stride) return 'start';
      from = at(last.position);
    }
  }

  return {
    async stream(name, from, limit) {
      if (limit <= 0) return [];
      return ours(await streamPage(name, { from, ...(Number.isFinite(limit) ? { count: limit } : {}) }));
    },
    async headOf(stream) {
      const [last] = await streamPage(stream, { direction: BACKWARDS, count: 1 });
      return last?.event === undefined ? 'none' : Number(last.event.revision);
    },
    all,
    async head() {
      for (let from: ReadPosition = END, count = 1; ; count = stride) {
        const read: Page | undefined = await page(from, count, BACKWARDS);
        const last = read?.events[0];
        if (last || (read?.sent ?? 0) < count) return last?.position ?? 0;
      }
    },
    async before(position, count) {
      return (await page(at(position), count, BACKWARDS))?.events ?? [];
    },
    placeOf,
    async find(id) {
      const place = await placeOf(id);
      if (place === undefined) return undefined;
      const { stream, revision } = place;
      const [event] = ours(await streamPage(stream, { from: revision, count: 1 }));
      if (event?.id === id.toLowerCase()) return event;
      throw new LogUnavailable(`expected event ${id} at ${stream} ${revision}, found ${event?.id ?? 'none'}`);
    },
    async boundary(after) {
      if (after === 0) return 'start';
      return (await page(at(after), 1, FORWARDS)) ? after : boundaryBefore(after);
    },
  };

  async function placeOf(id: string): Promise<Place | undefined> {
    if (!uuid.test(id)) return undefined;
    const [taken] = await streamPage(idStream(id), { count: 1 });
    return taken && asPlace(taken);
  }
}

async function collect<T>(events: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const event of events) all.push(event);
  return all;
}

function ours(events: readonly Parameters<typeof asRecorded>[0][]): readonly RecordedEvent[] {
  return events.map(asRecorded).filter((event) => event !== undefined);
}

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  jsonEvent,
  type AppendStreamRequest,
  type KurrentDBClient,
  type MultiAppendResult,
} from '@kurrent/kurrentdb-client';
import { LRUCache } from 'lru-cache';
import { assertConsistent, textOf } from './contradictions.js';
import {
  ImpossibleAppend,
  LogUnavailable,
  type Append,
  type Appended,
  type NewEvent,
  type RecordedEvent,
} from './index.js';
import { waitAfter, type Connection } from './kurrentdb-connection.js';
import { passes, troubleOf, type Trouble } from './kurrentdb-errors.js';
import { asKept, asTaken, idStream } from './kurrentdb-events.js';
import { recordedBy, takenBefore, type Underway } from './kurrentdb-outcomes.js';
import type { Reads } from './kurrentdb-reads.js';
import { turns } from './turns.js';

export interface Appends {
  append(appends: readonly Append[]): Promise<Appended>;
  /** Asks for an append that cannot be taken, as its stream is not so far, and is refused by whoever writes. @throws LogUnavailable */
  tryWriting(): Promise<void>;
  /** Resolves when everything handed in is answered. */
  settled(): Promise<void>;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Tries every append has, even one that waited for its turn until its caller's patience was over. */
const fewestTries = 3;

/** A revision no stream comes to. */
const neverReached = 2n ** 62n;

/**
 * The way of appends to the server. Each is one append to several streams: the streams it is meant for, and before them one stream for
 * each id, which must not exist yet and says where the event stands. So an id is taken together with its event, once in the whole log
 * and whichever instance asks, and can be found again; KurrentDB itself has no index of ids, and looks for repeated ones only near the
 * expected revision.
 *
 * Appends that share a stream or an id go one after the other, all others side by side.
 *
 * When the answer is lost, the same append is sent again, with the same marks and revisions. Whatever became of the first, the answer
 * to the second settles it: either the server finds it written and says so, or writes it now, and should the first still arrive, it is
 * found to be written; or a stream has moved on, and the first can never be written.
 */
export function appendsTo(connection: Connection, reads: Reads, prefixes: readonly string[]): Appends {
  /** Last revisions of streams that are appended to with no expectation; others may have appended since. */
  const heads = new LRUCache<string, number>({ max: 10_000 });
  const inTurn = turns();
  const waiting = new Set<Promise<unknown>>();

  async function settle(underway: Underway): Promise<Appended> {
    let unsettled = false;
    for (let tries = 0; ; tries += 1) {
      const { client } = connection;
      const sent = await send(client, underway);
      if ('position' in sent) return { outcome: 'appended', events: await recorded(underway, sent) };
      const isLast = tries >= fewestTries && Date.now() + waitAfter(tries) > underway.end;
      if (sent.kind === 'conflict') {
        unsettled = false;
        const answer = await conflicting(underway, sent.thrown as Conflict);
        if (answer) return answer;
        if (isLast) throw failureOf({ ...sent, words: 'others were faster each time' }, false);
        continue;
      }
      unsettled ||= sent.kind === 'lost';
      if (!passes(sent) || isLast) throw failureOf(sent, unsettled);
      connection.mind(sent, client);
      await sleep(waitAfter(tries));
    }
  }

  async function send(client: KurrentDBClient, underway: Underway) {
    try {
      return await client.multiStreamAppend(requestsOf(underway, baseOf));
    } catch (thrown) {
      return { ...troubleOf(thrown), thrown };
    }
  }

  /** The revision a stream is taken to be at; -1 when it is taken not to exist. */
  function baseOf({ stream, expected }: Append): number {
    if (expected === 'any') return heads.get(stream) ?? -1;
    return expected === 'none' ? -1 : expected;
  }

  /** What a conflict comes to; undefined when the append, expecting nothing, is to be sent again. */
  async function conflicting(underway: Underway, { streamName, actualState }: Conflict): Promise<Appended | undefined> {
    const part = underway.parts.find(({ stream }) => stream === streamName);
    // The server names the first stream that conflicts. Ids come first, so here none of them is known.
    const actual = typeof actualState === 'bigint' ? Number(actualState) : 'none';
    if (part?.expected === 'any') heads.set(part.stream, actual === 'none' ? -1 : actual);
    else if (part) return { outcome: 'overtaken', stream: part.stream, expected: part.expected, actual };
    return part ? undefined : takenBefore(reads, underway);
  }

  function recorded({ parts }: Underway, result: MultiAppendResult): Promise<readonly RecordedEvent[]> {
    for (const { streamName, revision } of result.responses)
      if (parts.some(({ stream, expected }) => stream === streamName && expected === 'any'))
        heads.set(streamName, Number(revision));
    return recordedBy(reads, parts, result);
  }

  return {
    append: (appends) =>
      new Promise((resolve) => {
        const parts = appends.map(copyOf);
        assertConsistent(parts);
        for (const part of parts) assertFitting(part, prefixes);
        const ids = parts.flatMap(({ events }) => events.map(({ id }) => id));
        const marks = new Map(ids.map((id) => [id, randomUUID()]));
        const end = Date.now() + connection.patience;
        const streams = [...parts.map(({ stream }) => stream), ...ids.map(idStream)];
        const answer = inTurn(streams, () => settle({ parts, marks, end }));
        waiting.add(answer);
        void answer.catch(() => undefined).finally(() => waiting.delete(answer));
        resolve(answer);
      }),
    async tryWriting() {
      const { client } = connection;
      const streamName = `${prefixes[0] ?? ''}trial`;
      const events = [jsonEvent({ type: 'Trial', data: {} })];
      try {
        await client.multiStreamAppend([{ streamName, expectedState: neverReached, events }]);
      } catch (thrown) {
        const trouble = troubleOf(thrown);
        if (trouble.kind === 'conflict') return;
        connection.mind(trouble, client);
        throw new LogUnavailable(trouble.words);
      }
    },
    async settled() {
      await Promise.allSettled(waiting);
    },
  };
}

/** What the client throws when a stream is not where it was expected; its message can be empty. */
interface Conflict {
  readonly streamName: string;
  readonly actualState: bigint | string;
}

function copyOf({ stream, expected, events }: Append): Append {
  // The text of a NewEvent is one, and an append has at least one. The server takes an id in capitals for the same.
  const copies = events.map((event) => {
    const copy = JSON.parse(textOf(event)) as NewEvent;
    return { ...copy, id: copy.id.toLowerCase() };
  });
  return { stream, expected, events: copies as unknown as Append['events'] };
}

function assertFitting({ stream, events }: Append, prefixes: readonly string[]): void {
  if (!prefixes.some((prefix) => stream.startsWith(prefix)))
    throw new ImpossibleAppend(`expected a stream that begins with ${prefixes.join(', ')}; found ${stream}`);
  for (const { id } of events) if (!uuid.test(id)) throw new ImpossibleAppend(`expected a UUID as id, found ${id}`);
}

/** The ids first: then a conflict of theirs is the one the server names, and the position it answers is that of the last event. */
function requestsOf({ parts, marks }: Underway, baseOf: (part: Append) => number): AppendStreamRequest[] {
  const markOf = (id: string): string => {
    const mark = marks.get(id);
    if (mark === undefined) throw new Error(`expected a mark for ${id}, found none`);
    return mark;
  };
  const taking: AppendStreamRequest[] = [];
  const recording = parts.map((part): AppendStreamRequest => {
    const base = baseOf(part);
    part.events.forEach(({ id }, i) => {
      const taken = asTaken({ stream: part.stream, revision: base + 1 + i, mark: markOf(id) });
      taking.push({ streamName: idStream(id), expectedState: 'no_stream', events: [taken] });
    });
    const expectedState = base < 0 ? 'no_stream' : BigInt(base);
    return { streamName: part.stream, expectedState, events: part.events.map(asKept) };
  });
  return [...taking, ...recording];
}

function failureOf({ kind, words }: Trouble, unsettled: boolean): Error {
  if (unsettled)
    return new LogUnavailable(`it is not known whether the append was kept: ask again with the same ids: ${words}`);
  return kind === 'refused' ? new ImpossibleAppend(words) : new LogUnavailable(`nothing was kept: ${words}`);
}

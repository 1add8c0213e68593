/** Moving a history that was proved into another log, and comparing the two. */
import { isDeepStrictEqual } from 'node:util';
import type { EventLog, RecordedEvent } from '../../libs/event-log/index.js';
import { stateInWords } from '../../libs/workflow/state.js';
import { batchesOf, type Batch } from './batches.js';
import { keysInOrder, type Item } from './event-shape.js';
import type { Finding } from './finding.js';
import { eventsOf } from './kurrentdb.js';
import type { End } from './courses.js';

/** How far a move has come. `stopped` says why it could not go on; then it can be asked for again. */
export interface Moved {
  /** Events that were there before. */
  readonly before: number;
  readonly moved: number;
  readonly stopped?: Finding;
}

/**
 * Appends to the target what it lacks of a history, in order. The target holds the beginning of the history, or nothing; anything else
 * stops the move before anything is written. When it breaks off, the target holds the beginning of the history, and the next move goes
 * on there: an append is kept whole or not at all, and the next begins when it was answered.
 *
 * @throws LogUnavailable
 */
export async function move(items: AsyncIterable<Item>, target: EventLog): Promise<Moved> {
  const history = items[Symbol.asyncIterator]();
  let before = 0;
  for await (const kept of eventsOf(target)) {
    const next = await history.next();
    const stopped = difference(next.done === true ? undefined : next.value, kept);
    if (stopped) return { before, moved: 0, stopped };
    before += 1;
  }
  let moved = 0;
  for await (const batch of batchesOf(restOf(history))) {
    const stopped = await append(target, batch);
    if (stopped) return { before, moved, stopped };
    moved += batch.reduce((sum, { events }) => sum + events.length, 0);
  }
  return { before, moved };
}

async function* restOf(history: AsyncIterator<Item>): AsyncIterable<RecordedEvent> {
  for (let next = await history.next(); next.done !== true; next = await history.next())
    if (!('unreadable' in next.value)) yield next.value;
}

async function append(target: EventLog, batch: Batch): Promise<Finding | undefined> {
  const answer = await target.append(...batch);
  if (answer.outcome === 'overtaken') {
    const { stream, expected, actual } = answer;
    return {
      stream,
      what: `expected it at ${expected} while moving, found ${actual}: somebody else writes to the target`,
    };
  }
  // Told at the first append, and not after a million: the target must lay down an append's streams one after the other.
  const ids = answer.events.toSorted((a, b) => a.position - b.position).map(({ id }) => id);
  const expected = batch.flatMap(({ events }) => events.map(({ id }) => id));
  const at = ids.findIndex((id, i) => id !== expected[i]);
  if (at < 0) return undefined;
  return { what: `the target did not keep the order of events: expected ${expected[at]}, found ${ids[at]}` };
}

/** What tells a target's event from the history's in its place; undefined when they differ in position alone. */
function difference(expected: Item | undefined, found: RecordedEvent): Finding | undefined {
  const { position, stream, revision } = found;
  if (expected === undefined)
    return { position, stream, revision, what: `${found.type} is in the target, and the history had ended before it` };
  const keys = keysInOrder.filter(
    (key) => key !== 'position' && !isDeepStrictEqual(valueOf(expected, key), found[key]),
  );
  if (keys.length === 0) return undefined;
  const there = 'unreadable' in expected ? 'what cannot be read' : `${expected.stream} revision ${expected.revision}`;
  const what = `the target has another event than the history, ${there}: not the same are ${keys.join(', ')}`;
  return { position, stream, revision, what };
}

const valueOf = (item: Item, key: (typeof keysInOrder)[number]): unknown =>
  'unreadable' in item ? undefined : item[key];

/**
 * Holds a target's events beside the history, from the beginning of both. What comes after the first that differs is not compared: with
 * one event more or less, all of it would.
 */
export function comparison(items: AsyncIterable<Item>) {
  const history = items[Symbol.asyncIterator]();
  let same = true;
  return {
    async take(found: RecordedEvent): Promise<Finding | undefined> {
      if (!same) return undefined;
      const next = await history.next();
      const finding = difference(next.done === true ? undefined : next.value, found);
      same = finding === undefined;
      return finding;
    },
    /** What the history has more than the target. */
    async rest(): Promise<readonly Finding[]> {
      const next = same ? await history.next() : undefined;
      if (next === undefined || next.done === true) return [];
      const { position, stream, revision } = 'unreadable' in next.value ? next.value.unreadable : next.value;
      const what = 'the target ends before this event of the history';
      return [
        { ...(position && { position }), ...(stream && { stream }), ...(revision !== undefined && { revision }), what },
      ];
    },
  };
}

/** Streams that do not end at the same revision in the same state. */
export function differentEnds(expected: ReadonlyMap<string, End>, found: ReadonlyMap<string, End>): readonly Finding[] {
  return [...new Set([...expected.keys(), ...found.keys()])]
    .filter((stream) => !isDeepStrictEqual(expected.get(stream), found.get(stream)))
    .map((stream) => ({
      stream,
      what: `expected it to end at ${inWords(expected.get(stream))}, found ${inWords(found.get(stream))}`,
    }));
}

const inWords = (end: End | undefined): string =>
  end === undefined
    ? 'nothing'
    : `revision ${end.revision} (${end.state === undefined ? 'no state' : stateInWords(end.state)})`;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Why KurrentDB would not give back this event as it is; undefined when it would. */
export function unfit(event: RecordedEvent, prefixes: readonly string[]): Finding | undefined {
  const { position, stream, revision } = event;
  const at = { position, stream, revision };
  if (!uuid.test(event.id))
    return { ...at, what: `its id ${event.id} is no UUID in small letters, which KurrentDB needs` };
  if (!prefixes.some((prefix) => stream.startsWith(prefix)))
    return { ...at, what: `the service would not find such a stream in KurrentDB, only ${prefixes.join(', ')}` };
  const more = Object.keys(event).filter((key) => !keysInOrder.some((known) => known === key));
  return more.length === 0 ? undefined : { ...at, what: `no event has ${more.join(', ')}, which would be lost` };
}

/** What became of an append. */
import type { MultiAppendResult } from '@kurrent/kurrentdb-client';
import { ImpossibleAppend, LogUnavailable, type Append, type Appended, type RecordedEvent } from './index.js';
import { asNumber, type Place } from './kurrentdb-events.js';
import type { Reads } from './kurrentdb-reads.js';

/** An append as it is under way. */
export interface Underway {
  readonly parts: readonly Append[];
  /** For each id the mark under which this append takes it: the same for every try, so that the server knows a try that repeats another. */
  readonly marks: ReadonlyMap<string, string>;
  /** When its caller's patience ends, in milliseconds since 1970. */
  readonly end: number;
}

/** Answers asked for at once while ids are looked up. */
const atOnce = 32;

/**
 * The answer to an append whose ids are taken already, by an earlier one or by an earlier try of its own; undefined when none is.
 *
 * @throws ImpossibleAppend when only some ids are known, or one in another stream; LogUnavailable
 */
export async function takenBefore(reads: Reads, { parts, marks }: Underway): Promise<Appended | undefined> {
  const ids = [...marks.keys()];
  const places = new Map<string, Place>();
  for (let i = 0; i < ids.length; i += atOnce) {
    const some = ids.slice(i, i + atOnce);
    const found = await Promise.all(some.map((id) => reads.placeOf(id)));
    found.forEach((place, n) => place && places.set(some[n] ?? '', place));
  }
  for (const { stream, events } of parts)
    for (const { id } of events) {
      const place = places.get(id);
      if (place && place.stream !== stream)
        throw new ImpossibleAppend(`event ${id} was expected in stream ${stream}, found in ${place.stream}`);
    }
  if (places.size === 0) return undefined;
  if (places.size < ids.length)
    throw new ImpossibleAppend(`only ${places.size} of ${ids.length} events are known to the log`);
  const events = (await Promise.all(parts.map((part) => eventsAt(reads, part, places)))).flat();
  const mine = [...places].every(([id, { mark }]) => marks.get(id) === mark);
  return { outcome: mine ? 'appended' : 'repeated', events: events.sort((a, b) => a.position - b.position) };
}

async function eventsAt(
  reads: Reads,
  { stream, events }: Append,
  places: ReadonlyMap<string, Place>,
): Promise<RecordedEvent[]> {
  const revisions = events.map(({ id }) => places.get(id)?.revision ?? 0);
  const first = Math.min(...revisions);
  const read = await reads.stream(stream, first, Math.max(...revisions) - first + 1);
  const found = read.filter(({ id }) => places.has(id));
  if (found.length === events.length) return found;
  throw new LogUnavailable(`expected ${events.length} known events in ${stream}, found ${found.length}`);
}

/**
 * The events of an append that was kept. The server says where the last one stands; the others stand right before it, with nothing of
 * the log in between.
 *
 * @throws LogUnavailable when the others cannot be read
 */
export async function recordedBy(
  reads: Reads,
  parts: readonly Append[],
  result: MultiAppendResult,
): Promise<readonly RecordedEvent[]> {
  const position = asNumber(result.position);
  const lasts = new Map(result.responses.map(({ streamName, revision }) => [streamName, Number(revision)]));
  const recorded = parts.flatMap(({ stream, events }) => {
    const first = (lasts.get(stream) ?? 0) - events.length + 1;
    return events.map((event, i) => ({ ...event, stream, revision: first + i, position }));
  });
  if (recorded.length === 1 && position > 0) return recorded;
  try {
    return (
      (await placedBefore(reads, position, recorded)) ??
      (await Promise.all(recorded.map(({ stream, revision }) => reads.stream(stream, revision, 1)))).flat()
    );
  } catch (thrown) {
    const words = 'the append was kept, but where is not known: ask again with the same ids';
    throw new LogUnavailable(`${words}: ${(thrown as Error).message}`);
  }
}

/** Undefined when the position is not that of the last event: an append found written before can come with another one, or none. */
async function placedBefore(
  reads: Reads,
  position: number,
  recorded: readonly RecordedEvent[],
): Promise<readonly RecordedEvent[] | undefined> {
  if (position <= 0) return undefined;
  const others = await reads.before(position, recorded.length - 1);
  const positions = new Map(others.map((event) => [event.id, event.position]));
  positions.set(recorded.at(-1)?.id ?? '', position);
  const placed = recorded.map((event) => ({ ...event, position: positions.get(event.id) ?? 0 }));
  return placed.every((event) => event.position > 0) ? placed : undefined;
}

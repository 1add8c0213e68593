import type { Append, NewEvent, RecordedEvent } from '../../libs/event-log/index.js';

/** Events and bytes of JSON text in one append, at most; a single event can be larger. KurrentDB takes a megabyte unless told otherwise. */
const most = { events: 100, bytes: 400_000 } as const;

export type Batch = readonly [Append, ...Append[]];

interface Part {
  readonly stream: string;
  readonly expected: number | 'none';
  readonly events: [NewEvent, ...NewEvent[]];
}

/**
 * Appends that keep the order of the events: what follows each other goes together until a stream comes back after another one, since an
 * append lays down stream after stream. The same events make the same appends.
 */
export async function* batchesOf(events: AsyncIterable<RecordedEvent>): AsyncIterable<Batch> {
  let parts: Part[] = [];
  let count = 0;
  let bytes = 0;
  for await (const event of events) {
    const { stream, revision } = event;
    const size = Buffer.byteLength(JSON.stringify(event));
    const returns = parts.slice(0, -1).some((part) => part.stream === stream);
    if (returns || count >= most.events || bytes + size > most.bytes) {
      yield* whole(parts);
      [parts, count, bytes] = [[], 0, 0];
    }
    const last = parts.at(-1);
    if (last?.stream === stream) last.events.push(event);
    else parts.push({ stream, expected: revision === 0 ? 'none' : revision - 1, events: [event] });
    count += 1;
    bytes += size;
  }
  yield* whole(parts);
}

function* whole([first, ...rest]: readonly Part[]): Iterable<Batch> {
  if (first) yield [first, ...rest];
}

import { assertConsistent, textOf } from './contradictions.js';
import {
  ImpossibleAppend,
  LogUnavailable,
  type Append,
  type Appended,
  type EventLog,
  type NewEvent,
  type RecordedEvent,
} from './index.js';
import { subscriptionsOver } from './subscriptions.js';

/** A log that lives as long as the process, for specs. It hands out frozen events: who writes to one is found out. */
export function memoryLog(): EventLog {
  const all: RecordedEvent[] = [];
  const streams = new Map<string, RecordedEvent[]>();
  const byId = new Map<string, RecordedEvent>();
  const subscriptions = subscriptionsOver((after) => all.slice(after, after + 500));
  let closed: Promise<void> | undefined;

  function assertOpen(): void {
    if (closed) throw new LogUnavailable('the log is closed');
  }

  function headOf(stream: string): number | 'none' {
    return streams.get(stream)?.at(-1)?.revision ?? 'none';
  }

  function append(appends: readonly Append[]): Appended {
    assertConsistent(appends);
    const facts = appends.map(({ stream, events }) => ({ stream, events: events.map(copyOf) }));
    const known = knownEvents(appends, byId);
    if (known) return { outcome: 'repeated', events: known };
    for (const { stream, expected } of appends) {
      const actual = headOf(stream);
      if (expected !== 'any' && expected !== actual) return { outcome: 'overtaken', stream, expected, actual };
    }
    const events = facts.flatMap(({ stream, events }) => events.map((event) => record(stream, event)));
    subscriptions.wake();
    return { outcome: 'appended', events };
  }

  function record(stream: string, event: NewEvent): RecordedEvent {
    const events = streams.get(stream) ?? [];
    const recorded = frozen({ ...event, stream, revision: events.length, position: all.length + 1 });
    streams.set(stream, events);
    events.push(recorded);
    all.push(recorded);
    byId.set(recorded.id, recorded);
    return recorded;
  }

  return {
    async append(...appends) {
      assertOpen();
      return append(appends);
    },
    async tryWriting() {
      assertOpen();
    },
    async readStream(stream, { from = 0, limit = Infinity } = {}) {
      assertOpen();
      return (streams.get(stream) ?? []).slice(from, from + limit);
    },
    async headOf(stream) {
      assertOpen();
      return headOf(stream);
    },
    async readAll({ after = 0, limit = 1_000 } = {}) {
      assertOpen();
      return all.slice(after, after + limit);
    },
    async find(id) {
      assertOpen();
      return byId.get(id);
    },
    async head() {
      assertOpen();
      return all.length;
    },
    subscribe(after, handle) {
      assertOpen();
      return subscriptions.start(after, handle);
    },
    close() {
      closed ??= subscriptions.stop();
      return closed;
    },
  };
}

/** The events of the first time, when all ids are known in their streams; `undefined` when none is. */
function knownEvents(
  appends: readonly Append[],
  byId: ReadonlyMap<string, RecordedEvent>,
): readonly RecordedEvent[] | undefined {
  const known: RecordedEvent[] = [];
  let asked = 0;
  for (const { stream, events } of appends) {
    asked += events.length;
    for (const { id } of events) {
      const event = byId.get(id);
      if (event && event.stream !== stream)
        throw new ImpossibleAppend(`event ${id} was expected in stream ${stream}, found in ${event.stream}`);
      if (event) known.push(event);
    }
  }
  if (known.length === 0) return undefined;
  if (known.length < asked) throw new ImpossibleAppend(`only ${known.length} of ${asked} events are known to the log`);
  return known.sort((a, b) => a.position - b.position);
}

function copyOf(event: NewEvent): NewEvent {
  return JSON.parse(textOf(event)) as NewEvent; // the text of a NewEvent is one
}

function frozen<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) frozen(inner as object);
  return Object.freeze(value);
}

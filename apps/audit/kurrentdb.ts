/** The log of services over KurrentDB: to be read by an auditor, or to be filled from another log. */
import { LogUnavailable, type EventLog, type RecordedEvent } from '../../libs/event-log/index.js';
import { faultIn, placeIn, withoutSecrets } from '../../libs/event-log/kurrentdb-url.js';
import { itemOf, type Item } from './event-shape.js';
import type { Source } from './source.js';

/** Events asked for at once. */
const page = 1_000;

/**
 * @throws Error that says what was expected, of a connection string with a fault; LogUnavailable when there is no server, or not one that
 * can be used. Neither tells anything secret.
 */
export async function openKurrentDb(url: string): Promise<{ readonly place: string; readonly log: EventLog }> {
  const fault = faultIn(url);
  if (fault !== undefined) throw new Error(`expected ${fault}`);
  // Loaded by those alone who need it: its client is large, and partly native.
  const { openKurrentLog } = await import('../../libs/event-log/kurrentdb.js');
  const place = placeIn(url);
  try {
    return { place, log: await openKurrentLog({ url }) };
  } catch (error) {
    if (error instanceof LogUnavailable) throw new LogUnavailable(`${place}: ${withoutSecrets(error.message, url)}`);
    throw error;
  }
}

/** @throws as `openKurrentDb` */
export async function kurrentSource(url: string): Promise<Source> {
  const { place, log } = await openKurrentDb(url);
  try {
    return sourceOver(log, place, await log.head());
  } catch (error) {
    await log.close();
    throw error;
  }
}

/** What the log holds up to the position `head`. */
function sourceOver(log: EventLog, place: string, head: number): Source {
  let done = 0;
  async function* all(): AsyncIterable<Item> {
    for await (const event of eventsOf(log)) {
      if (event.position > head) break;
      done = event.position;
      yield itemOf(event);
    }
  }
  async function* stream(name: string): AsyncIterable<Item> {
    for (let from = 0; ;) {
      const events = await log.readStream(name, { from, limit: page });
      for (const event of events) yield itemOf(event);
      const last = events.at(-1);
      if (last === undefined) return;
      from = last.revision + 1;
    }
  }
  return { kind: 'kurrentdb', file: place, total: head, done: () => done, all, stream, close: () => log.close() };
}

/** All events in order, to the end of the log; never more than a page in memory. */
export async function* eventsOf(log: EventLog): AsyncGenerator<RecordedEvent, void> {
  for (let after = 0; ;) {
    const events = await log.readAll({ after, limit: page });
    yield* events;
    const last = events.at(-1);
    if (last === undefined) return;
    after = last.position;
  }
}

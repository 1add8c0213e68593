import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { EventLog, RecordedEvent } from '../event-log/index.js';
import { ordered } from '../workflow/ordered.js';

/** The last event that views have taken. `position` is 0 before the first; `event` is its id, `hash` that of all it says. */
export interface LastSeen {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly event: string;
  readonly hash: string;
}

export const seenOf = (event: RecordedEvent): LastSeen => ({
  position: event.position,
  stream: event.stream,
  revision: event.revision,
  event: event.id,
  hash: hashOf(event),
});

/** What views have kept of it. @throws Error of SQLite, for tables of another version too */
export function lastSeenIn(database: DatabaseSync): LastSeen {
  // The columns are those of the statement; node:sqlite cannot know them.
  return database
    .prepare('SELECT position, stream, revision, event, hash FROM checkpoint')
    .get() as unknown as LastSeen;
}

/**
 * Where a log has the event that was seen last: at its place; at another place, as after a move to another store; or nowhere, so that it is
 * not the log which was seen, or has lost its end. Asked by stream and revision, which every store can be asked for.
 */
export async function placeIn(
  log: Pick<EventLog, 'readStream'>,
  seen: LastSeen,
): Promise<'its place' | 'another place' | 'nowhere'> {
  if (seen.position === 0) return 'its place';
  const [event] = await log.readStream(seen.stream, { from: seen.revision, limit: 1 });
  if (event === undefined || event.id !== seen.event || hashOf(event) !== seen.hash) return 'nowhere';
  return event.position === seen.position ? 'its place' : 'another place';
}

/** SHA-256 (hex) of an event without its position: the same in every store, whatever the order of its members. */
function hashOf(event: RecordedEvent): string {
  return hash('sha256', JSON.stringify(ordered({ ...event, position: 0 })));
}

import type { DatabaseSync } from 'node:sqlite';
import type { NewEvent, RecordedEvent } from './index.js';
import type { Row } from './sqlite-writer.js';

export interface Reads {
  stream(stream: string, from: number, limit: number): readonly RecordedEvent[];
  headOf(stream: string): number | 'none';
  all(after: number, limit: number): readonly RecordedEvent[];
  find(id: string): RecordedEvent | undefined;
  head(): number;
}

/** The questions to the file. A `limit` of -1 is none. The schema gives the rows the types they are read as. */
export function readsOf(database: DatabaseSync): Reads {
  const stream = database.prepare(
    'SELECT position, stream, revision, body FROM event WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?',
  );
  const headOf = database.prepare('SELECT max(revision) AS revision FROM event WHERE stream = ?');
  const all = database.prepare(
    'SELECT position, stream, revision, body FROM event WHERE position > ? ORDER BY position LIMIT ?',
  );
  const byId = database.prepare('SELECT position, stream, revision, body FROM event WHERE id = ?');
  const head = database.prepare('SELECT coalesce(max(position), 0) AS position FROM event');

  return {
    stream: (name, from, limit) => (stream.all(name, from, limit) as unknown as Row[]).map(eventOf),
    headOf: (name) => (headOf.get(name) as { revision: number | null }).revision ?? 'none',
    all: (after, limit) => (all.all(after, limit) as unknown as Row[]).map(eventOf),
    find(id) {
      const row = byId.get(id) as Row | undefined;
      return row && eventOf(row);
    },
    head: () => (head.get() as { position: number }).position,
  };
}

export function eventOf({ body, stream, revision, position }: Row): RecordedEvent {
  return { ...(JSON.parse(body) as NewEvent), stream, revision, position };
}

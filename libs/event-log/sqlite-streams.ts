import type { DatabaseSync } from 'node:sqlite';
import { openForReading } from './sqlite-schema.js';

/** Streams by name: those after the first name, up to the second and with it; `null` is no end. Names compare as SQLite compares texts. */
export interface StreamRange {
  readonly after: string;
  readonly until: string | null;
}

/** A row of the log as it stands in the file. */
export type LogRow = readonly [position: number, stream: string, revision: number, body: string, isElsewhere: 0 | 1];

/** A log read stream by stream, so that a reader needs to keep nothing of a stream whose end it has seen. */
export interface StreamReads {
  /** A range after a name with about so many events, or more where one stream has more; undefined when there are no more streams. */
  rangeAfter(name: string, events: number): StreamRange | undefined;
  /**
   * The events of a range, each stream by its revisions. Which they are is looked up in the index of streams, what they are is read from
   * the table itself: a row is `isElsewhere` when the two do not agree.
   */
  rows(range: StreamRange): Iterable<LogRow>;
  /** The events of one stream, in the same way. */
  rowsOf(stream: string): Iterable<LogRow>;
  /** How many rows the table has, whatever its indexes say. */
  count(): number;
  close(): void;
}

/**
 * Opens a log to be read stream by stream, up to a position; also while a service writes to it.
 *
 * @throws Error as `openForReading`
 */
export function streamsOf(file: string, until: number): StreamReads {
  const database = openForReading(file);
  const boundary = database.prepare(
    'SELECT stream FROM event WHERE stream > ? ORDER BY stream, revision LIMIT 1 OFFSET ?',
  );
  const inRange = rowsWhere(database, 'listed.stream > ? AND (? IS NULL OR listed.stream <= ?)');
  const inStream = rowsWhere(database, 'listed.stream = ?');
  const counted = database.prepare(
    'SELECT (SELECT count(*) FROM event NOT INDEXED) - (SELECT count(*) FROM event WHERE position > ?) AS rows',
  );
  const streamAt = (after: string, offset: number): string | undefined =>
    (boundary.get(after, offset) as { stream: string } | undefined)?.stream;

  return {
    rangeAfter(name, events) {
      const last = streamAt(name, events - 1);
      if (last !== undefined) return { after: name, until: last };
      return streamAt(name, 0) === undefined ? undefined : { after: name, until: null };
    },
    // The columns are those of the statements, and the schema gives them these types.
    rows: ({ after, until: end }) => inRange.iterate(after, end, end, until) as unknown as Iterable<LogRow>,
    rowsOf: (stream) => inStream.iterate(stream, until) as unknown as Iterable<LogRow>,
    count: () => (counted.get(until) as { rows: number }).rows,
    close: () => database.close(),
  };
}

function rowsWhere(database: DatabaseSync, streams: string): ReturnType<DatabaseSync['prepare']> {
  const statement = database.prepare(`
    SELECT found.position, found.stream, found.revision, found.body,
      found.stream IS NOT listed.stream OR found.revision IS NOT listed.revision
    FROM event AS listed CROSS JOIN event AS found ON found.position = listed.position
    WHERE ${streams} AND listed.position <= ?
    ORDER BY listed.stream, listed.revision
  `);
  statement.setReturnArrays(true);
  return statement;
}

import { DatabaseSync } from 'node:sqlite';

/** "Remt" in ASCII: marks a SQLite file as a log of Remit (https://www.sqlite.org/pragma.html#pragma_application_id). */
export const applicationId = 0x52656d74;
export const formatVersion = 1;

/**
 * The whole file format. `body` is the event as it was handed in, as JSON. The triggers keep every program on the file to the
 * promise, `INSERT OR REPLACE` included: events are added at the end, streams have no gaps, nothing is changed or removed.
 */
export const schema = `
  BEGIN IMMEDIATE;
  CREATE TABLE event (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 0),
    body TEXT NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;
  CREATE TRIGGER event_is_added_at_the_end BEFORE INSERT ON event
  WHEN NEW.position <= (SELECT coalesce(max(position), 0) FROM event)
    OR NEW.revision <> (SELECT coalesce(max(revision) + 1, 0) FROM event WHERE stream = NEW.stream)
    OR EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'events are only added at the end of the log and of their stream'); END;
  CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
  BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
  CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event
  BEGIN SELECT RAISE(ABORT, 'events are never removed'); END;
  PRAGMA application_id = 0x52656d74;
  PRAGMA user_version = 1;
  COMMIT;
`;

/**
 * Opens a log for reading, also while a service writes to it.
 *
 * @throws Error that says what was expected and found, when the file is missing, empty, not a log or of a newer format.
 */
export function openForReading(file: string): DatabaseSync {
  const database = openFile(file);
  try {
    const found = marksOf(database);
    if (found.application !== applicationId)
      throw new Error(`expected application id ${hex(applicationId)} (a Remit log), found ${hex(found.application)}`);
    if (found.version !== formatVersion)
      throw new Error(
        `expected format version ${formatVersion}, found ${found.version}: use the release that wrote it`,
      );
    return database;
  } catch (error) {
    database.close();
    throw refusal(file, error);
  }
}

/** Whether the file is an SQLite database without content, as a log is before its first start ended. */
export function isBlank(file: string): boolean {
  const database = openFile(file);
  try {
    const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as { tables: number };
    return tables === 0 && marksOf(database).application === 0;
  } catch (error) {
    throw refusal(file, error);
  } finally {
    database.close();
  }
}

function openFile(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file, { readOnly: true, timeout: 2_000 });
  } catch (error) {
    throw refusal(file, error);
  }
}

function marksOf(database: DatabaseSync): { application: number; version: number } {
  // The columns of these two pragmas are known, node:sqlite cannot know them.
  const { application_id } = database.prepare('PRAGMA application_id').get() as { application_id: number };
  const { user_version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  return { application: application_id, version: user_version };
}

function refusal(file: string, error: unknown): Error {
  return new Error(`cannot open the log ${file}: ${error instanceof Error ? error.message : String(error)}`);
}

function hex(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}

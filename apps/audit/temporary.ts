import { DatabaseSync } from 'node:sqlite';

/**
 * A file of SQLite's own that goes with the process: for what a history has so much of that it may be more than memory holds.
 *
 * @param megabytes of it that are in memory, at most
 */
export function temporaryFile(megabytes: number, tables: string): DatabaseSync {
  const database = new DatabaseSync('');
  database.exec(`
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -${megabytes * 1_024};
    ${tables}
    BEGIN;
  `);
  return database;
}

import { DatabaseSync } from 'node:sqlite';

export interface SeenIds {
  /** Where this id was seen before, or undefined, and then it is remembered with this position. */
  before(id: string, position: number): number | undefined;
  close(): void;
}

/**
 * The ids of a history, kept in a temporary file of SQLite's own that goes with the process: ids are as many as events, which may be
 * more than memory holds. At most 64 MB of it are in memory.
 */
export function seenIds(): SeenIds {
  const database = new DatabaseSync('');
  database.exec(`
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;
    CREATE TABLE seen (id TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    BEGIN;
  `);
  const remember = database.prepare('INSERT OR IGNORE INTO seen (id, position) VALUES (?, ?)');
  const find = database.prepare('SELECT position FROM seen WHERE id = ?');
  return {
    before(id, position) {
      if (remember.run(id, position).changes === 1) return undefined;
      return (find.get(id) as { position: number }).position;
    },
    close: () => database.close(),
  };
}

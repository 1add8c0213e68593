import { temporaryFile } from './temporary.js';

export interface SeenIds {
  /** Where this id was seen before, or undefined, and then it is remembered with this position. */
  before(id: string, position: number): number | undefined;
  close(): void;
}

/** The ids of a history, as many as its events. */
export function seenIds(): SeenIds {
  const database = temporaryFile(
    64,
    'CREATE TABLE seen (id TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;',
  );
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

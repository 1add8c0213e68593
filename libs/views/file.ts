/** SQLite files that can be thrown away and made anew from the log: what marks them as ours, and how they are opened. */
import { DatabaseSync } from 'node:sqlite';

/** Of what kind a file is, and of which version. */
export interface Marks {
  /** In words, as in “cannot read the views …”. */
  readonly name: string;
  /** Marks the file (https://www.sqlite.org/pragma.html#pragma_application_id). */
  readonly applicationId: number;
  /** Goes up with every change of the tables, or of what is folded into them: files of other versions are made anew. */
  readonly version: number;
  /** The tables, as SQL. */
  readonly tables: string;
  /** KiB of it in memory, at most. */
  readonly cache: number;
}

/** Thrown for a file of another version of the service. It is to be made anew from the log. */
export class ViewsOutdated extends Error {
  override readonly name = 'ViewsOutdated';
}

/** Thrown for a file that SQLite cannot read. It is to be made anew from the log. */
export class ViewsDamaged extends Error {
  override readonly name = 'ViewsDamaged';
}

/** The last event that is in the rows, in the same transaction as they are. */
const checkpoint = `
  CREATE TABLE checkpoint (
    one INTEGER PRIMARY KEY CHECK (one = 1), position INTEGER NOT NULL,
    stream TEXT NOT NULL, revision INTEGER NOT NULL, event TEXT NOT NULL, hash TEXT NOT NULL
  ) STRICT;
  INSERT INTO checkpoint VALUES (1, 0, '', 0, '', '');`;

/** Opens the file, or makes it: WAL, `synchronous=NORMAL`, so a power cut may take the last batches, checkpoint and rows alike. */
export function openMarked(file: string, marks: Marks): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 2_000 });
    assertOurs(file, database, marks);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000');
    database.exec(`PRAGMA cache_size = -${marks.cache}; PRAGMA temp_store = MEMORY`);
    return database;
  } catch (error) {
    database?.close();
    throw isDamage(error) ? new ViewsDamaged(`cannot read the ${marks.name} ${file}: ${error.message}`) : error;
  }
}

function assertOurs(file: string, database: DatabaseSync, { name, applicationId, version, tables }: Marks): void {
  const found = marksOf(database);
  if (found.tables === 0 && found.application === 0) {
    database.exec(`BEGIN IMMEDIATE; ${checkpoint} ${tables}
      PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version}; COMMIT;`);
    return;
  }
  // Never rebuilt over: a wrong path must not cost somebody another program's file, the log first of all.
  if (found.application !== applicationId)
    throw new Error(
      `expected ${name} of Remit (application id ${applicationId}), found ${found.application} in ${file}`,
    );
  if (found.version !== version)
    throw new ViewsOutdated(`expected ${name} of version ${version}, found ${found.version} in ${file}`);
}

function marksOf(database: DatabaseSync): { application: number; version: number; tables: number } {
  // The columns are known from the statements; node:sqlite cannot know them.
  const { application_id } = database.prepare('PRAGMA application_id').get() as { application_id: number };
  const { user_version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as { tables: number };
  return { application: application_id, version: user_version, tables };
}

/** SQLITE_CORRUPT and SQLITE_NOTADB, extended codes included (https://www.sqlite.org/rescode.html). */
export function isDamage(error: unknown): error is { readonly message?: string } {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return false;
  return typeof error.errcode === 'number' && [11, 26].includes(error.errcode & 0xff);
}

/**
 * Looks over the file of a log: runs in a process of its own, which can be ended at any moment, and tells what is damaged.
 *
 * Node runs this file as it stands in tests (types stripped), so it keeps to erasable syntax and imports only `node:` modules.
 */
import { setPriority } from 'node:os';
import { DatabaseSync } from 'node:sqlite';

/** Something in the file that is not as it was written. */
export interface Damage {
  /** Of the event, where it is one event. */
  readonly position?: number;
  readonly stream?: string;
  readonly revision?: number;
  readonly what: string;
}

/** What the process is told: the file, and whether to read every body too. */
export interface Look {
  readonly file: string;
  readonly bodies: boolean;
}

interface Row {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly body: string;
}

/** Findings that are told, at most: of a damaged file there can be as many as it has pages. */
const most = 100;
/** Rows that are read at once. */
const batch = 500;

process.once('message', (look: Look) => {
  // Whatever the service has to do comes first.
  setPriority(10);
  process.send?.(damageIn(look), () => process.disconnect());
});

function damageIn({ file, bodies }: Look): readonly Damage[] {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    const found = [...pagesOf(database), ...(bodies ? bodiesOf(database) : [])];
    return found.slice(0, most);
  } catch (error) {
    return [{ what: `the file cannot be read: ${wordsOf(error)}` }];
  } finally {
    database?.close();
  }
}

/** Every page, and every entry of every index (https://www.sqlite.org/pragma.html#pragma_integrity_check). */
function pagesOf(database: DatabaseSync): readonly Damage[] {
  try {
    const rows = database.prepare(`PRAGMA integrity_check(${most})`).all() as { integrity_check: string }[];
    const lines = rows.flatMap(({ integrity_check: words }) => words.split('\n'));
    return lines.filter((line) => line !== 'ok' && !/^\*\*\* in database/.test(line)).map((what) => ({ what }));
  } catch (error) {
    return [{ what: `its pages cannot be looked over: ${wordsOf(error)}` }];
  }
}

/** What is kept of every event. A batch is read at a time, so that the write-ahead file can be folded in meanwhile. */
function* bodiesOf(database: DatabaseSync): Iterable<Damage> {
  const rows = database.prepare(
    'SELECT position, stream, revision, body FROM event WHERE position > ? ORDER BY position LIMIT ?',
  );
  for (let after = 0; ;) {
    let read: readonly Row[];
    try {
      read = rows.all(after, batch) as unknown as Row[];
    } catch (error) {
      yield { what: `what comes after position ${after} cannot be read: ${wordsOf(error)}` };
      return;
    }
    const last = read.at(-1);
    if (last === undefined) return;
    for (const { body, ...place } of read)
      if (!isEvent(body)) yield { ...place, what: 'what is kept there is not JSON' };
    after = last.position;
  }
}

function isEvent(body: string): boolean {
  try {
    const event: unknown = JSON.parse(body);
    return typeof event === 'object' && event !== null;
  } catch {
    return false;
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

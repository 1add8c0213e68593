/** A start without the log that was there, as after a wrong mount, is refused: it would begin anew, and say nothing of what is missing. */
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { EventLog } from '../../libs/event-log/index.js';
import { sqliteLog } from '../../libs/event-log/sqlite.js';
import type { Views } from '../../libs/views/index.js';
import { openOrRebuild, SeenMore } from '../../libs/views/rebuild.js';
import { workflowOf } from '../../workflows/index.js';

/** Where an instance keeps what is its own, and what it shares. */
export interface Folders {
  readonly data: string;
  readonly documents: string;
}

/**
 * The path of the embedded log, where it may be opened: it is the first of all that is made, and never empty then. Where others are and it
 * is not, or is an empty file, it is gone.
 *
 * @throws Error that says what was found without it, and how to begin anew on purpose
 */
export function placeOfLog(folders: Folders): string {
  const file = join(folders.data, 'events.sqlite');
  const isThere = existsSync(file);
  if (isThere && statSync(file).size > 0) return file;
  const left = [`${file}-wal`, ...whatIsKept(folders), join(folders.data, 'identity')].filter(holdsAnything);
  if (left.length > 0)
    throw new Error(
      `expected the log ${file}, found ${isThere ? 'it empty' : 'none'}, and beside it ${left.join(', ')}. ${mends(folders)}`,
    );
  return file;
}

/** Makes the embedded log where there was none, before anything else is made beside it. @throws Error as `placeOfLog` */
export async function makeLog(folders: Folders): Promise<void> {
  const file = placeOfLog(folders);
  if (existsSync(file) && statSync(file).size > 0) return;
  mkdirSync(folders.data, { recursive: true });
  await (await sqliteLog({ file })).close();
}

/**
 * Is asked before anything is written to the log or beside it.
 *
 * @throws Error as `placeOfLog`, for a log without events beside documents, imports, or views that have seen some
 */
export async function assertNotLost(log: EventLog, folders: Folders): Promise<void> {
  if ((await log.head()) > 0) return;
  const [views, ...files] = whatIsKept(folders);
  const left = files.filter(holdsAnything);
  if (left.length > 0)
    throw new Error(`expected events in the log, found none, and beside it ${left.join(', ')}. ${mends(folders)}`);
  if (existsSync(views)) (await viewsOf(log, views, undefined)).close();
}

/** Opens the views. @throws Error that says what mends it when they have seen what the log lacks */
export async function viewsOf(log: EventLog, file: string, restored: string | undefined): Promise<Views> {
  try {
    return await openOrRebuild({ file, log, workflowOf, restored });
  } catch (thrown) {
    if (!(thrown instanceof SeenMore)) throw thrown;
    const head = await log.head();
    const [last] = head === 0 ? [] : await log.readAll({ after: head - 1, limit: 1 });
    const found =
      last === undefined ? 'The log has no events.' : `The log ends with event ${last.id} at position ${head}.`;
    const restoring =
      last === undefined
        ? ''
        : ` If a backup was restored and is to be gone on with, start with REMIT_RESTORED=${last.id}.`;
    throw new Error(
      `${thrown.message}. ${found} Find the log that belongs here: look at REMIT_DATA, at what is mounted, at the connection string.` +
        `${restoring} To begin anew on purpose, take ${file} away, and the documents with it.`,
      { cause: thrown },
    );
  }
}

/** The code of SQLite for pages that are not what they should be (https://www.sqlite.org/rescode.html#corrupt). */
const corrupt = 11;

/** Of what SQLite throws at a damaged page, the file and what mends it; anything else as it is. */
export function damageNamed(file: string, thrown: unknown): unknown {
  const { errcode, message } = thrown as { readonly errcode?: number; readonly message?: string };
  // The last byte: the others tell one damage from another.
  if (errcode === undefined || (errcode & 0xff) !== corrupt) return thrown;
  const mend = 'Put the last backup in its place that `npm run audit -- verify --log BACKUP` finds whole.';
  return new Error(`the log ${file} is damaged: ${message ?? ''}. ${mend}`, { cause: thrown });
}

const whatIsKept = ({ data, documents }: Folders): readonly [views: string, documents: string, imports: string] => [
  join(data, 'views.sqlite'),
  join(documents, 'documents'),
  join(documents, 'imports'),
];

const mends = ({ data, documents }: Folders): string =>
  `Find the log that belongs here: look at what is mounted at ${data}, or put a backup there. ` +
  `To begin anew on purpose, take these away first, or name ${data === documents ? 'another empty folder in REMIT_DATA' : 'other empty folders in REMIT_DATA and REMIT_DOCUMENTS'}.`;

/** A file, or a folder with more in it than a place for what is being written. */
function holdsAnything(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    return readdirSync(path).some((name) => name !== 'unfinished');
  } catch {
    return true;
  }
}

import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { EventLog } from '../event-log/index.js';
import { openViews, type Views, type ViewsOptions } from './index.js';
import { lastSeenIn, placeIn, type LastSeen } from './last-seen.js';
import { isDamage, ViewsDamaged, ViewsOutdated } from './file.js';

export interface RebuildOptions extends ViewsOptions {
  readonly log: Pick<EventLog, 'readAll' | 'head'>;
  /** Told after each batch: positions of the log taken, and its head when the rebuild began. */
  readonly progress?: ((done: number, total: number) => void) | undefined;
}

/** Events in one transaction; other work of the process gets its turn between two. */
const batch = 1_000;

const underWay = new Set<string>();

/**
 * Builds the views anew from the whole log, beside the old ones, which serve and take events all the while; then puts the new file
 * in the place of the old. A handle of the old file works on until it is closed, on what is no longer there.
 *
 * Promise: whenever the process dies, the file is either the old one, whole, or the new one, whole.
 *
 * @throws what the log or the events throw; the old file is untouched then. Error when the same file is being rebuilt already.
 */
export async function rebuildViews({ file, workflowOf, log, progress }: RebuildOptions): Promise<Views> {
  const place = resolve(file);
  if (underWay.has(place)) throw new Error(`the views ${file} are being rebuilt already`);
  underWay.add(place);
  const fresh = `${file}.new`;
  try {
    remove(fresh);
    const building = openViews({ file: fresh, workflowOf });
    try {
      await catchUp(building, log, progress);
    } finally {
      // The last handle folds the write-ahead file in and takes it away.
      building.close();
    }
    putInPlaceOf(file, fresh);
    const views = openViews({ file, workflowOf });
    try {
      await catchUp(views, log);
      return views;
    } catch (error) {
      views.close();
      throw error;
    }
  } finally {
    remove(fresh);
    underWay.delete(place);
  }
}

/**
 * Takes in what the log has after the views' position, up to its head at the beginning: up to the end would never be reached while
 * others record without a pause.
 */
async function catchUp(views: Views, log: RebuildOptions['log'], progress?: RebuildOptions['progress']): Promise<void> {
  const total = await log.head();
  while (views.position < total) {
    const events = await log.readAll({ after: views.position, limit: batch });
    if (events.length === 0) return;
    views.apply(events);
    progress?.(views.position, Math.max(total, views.position));
    await setImmediate();
  }
}

/**
 * Renaming is atomic for the file alone, and a write-ahead file of the old views beside the new file would be folded into it at the
 * next start. So the old one is emptied first: a crash on either side of the rename finds none, or one without content. A handle
 * of the old file sees that its file has moved and takes away neither (sqlite3PagerClose, `databaseIsUnmoved`).
 */
function putInPlaceOf(file: string, fresh: string): void {
  if (existsSync(file)) emptyWriteAhead(file);
  renameSync(fresh, file);
  rmSync(`${file}-wal`, { force: true });
  rmSync(`${file}-shm`, { force: true });
  const folder = openSync(dirname(resolve(file)), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function emptyWriteAhead(file: string): void {
  try {
    const database = new DatabaseSync(file, { timeout: 2_000 });
    try {
      const { busy } = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
      if (busy !== 0) throw new Error(`the views ${file} cannot be replaced while another program reads them`);
    } finally {
      database.close();
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
    // Nobody has a damaged file open, and nothing of it is worth keeping.
    rmSync(`${file}-wal`, { force: true });
    rmSync(`${file}-shm`, { force: true });
  }
}

function remove(file: string): void {
  for (const each of [file, `${file}-wal`, `${file}-shm`]) rmSync(each, { force: true });
}

export interface OpenOptions extends RebuildOptions {
  readonly log: Pick<EventLog, 'readAll' | 'head' | 'readStream' | 'find'>;
  /** Id of an event of the log, by which an operator says that it is the right one though it lacks what the views have seen. */
  readonly restored?: string | undefined;
}

/** Thrown when the log has not got what the views took last: it is another one, or has lost its end. */
export class SeenMore extends Error {
  override readonly name = 'SeenMore';

  constructor(
    file: string,
    readonly seen: LastSeen,
  ) {
    const { position, stream, revision, event } = seen;
    super(
      `expected event ${event} in the log (${stream} revision ${revision}, position ${position}), which ${file} has seen, found none`,
    );
  }
}

/**
 * Opens the views; builds them anew when there are none, when they are of another version or damaged, or when the log has come to another
 * store. What a rebuild that was cut off left behind is removed.
 *
 * @throws SeenMore, and leaves all as it is, unless the log is said to be restored
 */
export async function openOrRebuild(options: OpenOptions): Promise<Views> {
  const { file, log, restored } = options;
  const seen = seenBy(file);
  const place = seen ? await placeIn(log, seen) : 'its place';
  if (seen && place === 'nowhere' && (restored === undefined || (await log.find(restored)) === undefined))
    throw new SeenMore(file, seen);
  remove(`${file}.new`);
  const views = place === 'its place' && existsSync(file) ? openUsable(options) : undefined;
  return views ?? rebuildViews(options);
}

/** What the views in a file took last; undefined when there are none that can be read. */
function seenBy(file: string): LastSeen | undefined {
  if (!existsSync(file)) return undefined;
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true, timeout: 2_000 });
    return lastSeenIn(database);
  } catch {
    return undefined;
  } finally {
    database?.close();
  }
}

function openUsable(options: ViewsOptions): Views | undefined {
  try {
    return openViews(options);
  } catch (error) {
    if (error instanceof ViewsOutdated || error instanceof ViewsDamaged) return undefined;
    throw error;
  }
}

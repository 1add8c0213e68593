import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Milliseconds; no request takes as long, so what was not touched since is of a process that died. */
const abandonedAfter = 60 * 60_000;

/**
 * The place below a folder for what is being written, made when absent. Other instances may be writing there at this moment, so only
 * what has lain untouched for an hour is removed. @throws Error of the disk
 */
export function unfinishedIn(folder: string): string {
  const place = join(folder, 'unfinished');
  mkdirSync(place, { recursive: true, mode: 0o700 });
  const oldest = Date.now() - abandonedAfter;
  for (const name of readdirSync(place)) {
    const path = join(place, name);
    // Undefined: it was finished, or removed, meanwhile.
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat && stat.mtimeMs < oldest) rmSync(path, { recursive: true, force: true });
  }
  return place;
}

/** What is wrong with a history whatever its events say: with the file it lies in, or as there is none. */
import { lookOver } from '../../libs/event-log/sqlite-looking.js';
import type { Finding } from './finding.js';
import type { Proved } from './proof.js';
import { isDatabaseError, type Source } from './source.js';

/** Of a history of which nothing was read. */
export const nothing: Proved = { events: 0, streams: 0, cases: 0, found: 0, findings: [] };

/**
 * What a proof finds, and beside it what SQLite finds in pages and indexes of the log: a page that no event of the proof was read from can be
 * damaged too. Where the proof cannot read on, what is damaged is found all the same.
 *
 * @param unread what there is to tell when SQLite cannot read on
 * @throws what the proof throws, unless SQLite could not read what it finds damaged
 */
export async function withFile<T extends Proved>(source: Source, unread: T, prove: () => Promise<T>): Promise<T> {
  if (source.kind !== 'log') return counted(await prove(), []);
  const looking = lookOver({ file: source.file, bodies: false });
  try {
    const damage = looking.found.then((found) => found.map(({ what }) => ({ what: `the file is damaged: ${what}` })));
    const [proved, found] = await Promise.allSettled([prove(), damage]);
    if (found.status === 'rejected') throw found.reason;
    if (proved.status === 'fulfilled') return counted(proved.value, found.value);
    if (found.value.length === 0 || !isDatabaseError(proved.reason)) throw proved.reason;
    const broken = { what: `what is in it cannot be proved, as it cannot be read: ${proved.reason.message}` };
    return counted(unread, [...found.value, broken]);
  } finally {
    looking.end();
  }
}

function counted<T extends Proved>(proved: T, ofFile: readonly Finding[]): T {
  const isEmpty = proved.events === 0 && proved.found === 0 && ofFile.length === 0;
  const more = isEmpty ? [{ what: 'there are no events in it, so there is nothing that could hold' }] : ofFile;
  return { ...proved, found: proved.found + more.length, findings: [...more, ...proved.findings] };
}

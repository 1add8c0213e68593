/**
 * Recorded histories: files of events, one a line, that are never edited. A list of their hashes makes an edit show. Until 1.0 a history that
 * rested on a fault in a rule is recorded anew once the rule is mended, and the list says why.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** SHA-256 of a file, in hexadecimal; of one that was recorded anew with the reason. */
type Listed = string | { readonly sha256: string; readonly recordedAnewBecause: string };

/** By file name. */
type Hashes = Readonly<Record<string, Listed>>;

const sha256Of = (listed: Listed | undefined): string | undefined =>
  typeof listed === 'object' ? listed.sha256 : listed;

const list = 'hashes.json';

/** Names of the histories in a folder, in order. */
export const historiesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.jsonl'))
        .sort()
    : [];

const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

function listed(folder: string): Hashes {
  const file = join(folder, list);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Hashes) : {}; // written by `adopt` alone
}

/** What is wrong with the files, each in a sentence: edited, not there any more, or never adopted. */
export function faultsIn(folder: string): readonly string[] {
  const hashes = listed(folder);
  const present = historiesIn(folder);
  return [
    ...present
      .filter((name) => !Object.hasOwn(hashes, name))
      .map((name) => `${name} is not in ${list}. Add it with: npm run check:histories -- --recorded --adopt`),
    ...present
      .filter((name) => Object.hasOwn(hashes, name) && sha256Of(hashes[name]) !== hashOf(join(folder, name)))
      .map((name) => `${name} is not the history that was recorded. Restore it: a history is never edited`),
    ...Object.keys(hashes)
      .filter((name) => !present.includes(name))
      .map((name) => `${name} is not there any more. Restore it: a history must replay for ever`),
  ];
}

/** Adds the histories that are new to the list, and leaves what stands there. Gives their names. */
export function adopt(folder: string): readonly string[] {
  const hashes = listed(folder);
  const fresh = historiesIn(folder).filter((name) => !Object.hasOwn(hashes, name));
  write(folder, { ...hashes, ...Object.fromEntries(fresh.map((name) => [name, hashOf(join(folder, name))])) });
  return fresh;
}

/** Takes a history for recorded anew, with the reason. Says no where there is none of that name, or it is as it was. */
export function adoptAnew(folder: string, name: string, because: string): boolean {
  const hashes = listed(folder);
  if (!historiesIn(folder).includes(name) || !Object.hasOwn(hashes, name)) return false;
  const sha256 = hashOf(join(folder, name));
  if (sha256 === sha256Of(hashes[name])) return false;
  write(folder, { ...hashes, [name]: { sha256, recordedAnewBecause: because } });
  return true;
}

function write(folder: string, hashes: Hashes): void {
  const sorted = Object.entries(hashes).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(join(folder, list), `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}

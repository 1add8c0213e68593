/** Small things that are no history: sessions, sign-ins under way, drafts. Whoever loses them loses no fact. */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unfinishedIn } from './unfinished.js';

/** Letters, digits, `-` and `_`, and one `/` where things stand together: nothing that leaves the folder. */
const nameShape = /^[\w-]{1,100}(\/[\w-]{1,100})?$/;

/**
 * Things by a name, a file of JSON each, in a folder that all instances share. A file is always whole: it is written elsewhere and moved
 * into its place. The service alone can read them.
 */
export class Kept<T> {
  readonly #unfinished: string;

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#unfinished = unfinishedIn(folder);
  }

  /** Undefined when there is none. @throws Error of the disk, SyntaxError for a file that something else has changed */
  async find(name: string): Promise<T | undefined> {
    try {
      return JSON.parse(await readFile(this.#fileOf(name), 'utf8')) as T; // nobody else writes there
    } catch (fault) {
      if (isMissing(fault)) return undefined;
      throw fault;
    }
  }

  /** Answers once it is on the disk. @throws Error of the disk */
  async put(name: string, value: T): Promise<void> {
    const file = this.#fileOf(name);
    const written = join(this.#unfinished, randomUUID());
    await writeFile(written, JSON.stringify(value), { mode: 0o600, flush: true });
    await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
    await rename(written, file);
  }

  /** Whether it was there. */
  async remove(name: string): Promise<boolean> {
    try {
      await rm(this.#fileOf(name));
      return true;
    } catch (fault) {
      if (isMissing(fault)) return false;
      throw fault;
    }
  }

  /** Names of what stands together under `shelf`, or of what stands by itself. */
  async names(shelf?: string): Promise<readonly string[]> {
    const place = shelf === undefined ? this.folder : join(this.folder, checked(shelf));
    try {
      const found = await readdir(place, { withFileTypes: true });
      return found.flatMap((each) => (each.isFile() ? [named(each.name, shelf)] : []));
    } catch (fault) {
      if (isMissing(fault)) return [];
      throw fault;
    }
  }

  /** Names of the shelves on which something stands together, or did. */
  async shelves(): Promise<readonly string[]> {
    const found = await readdir(this.folder, { withFileTypes: true });
    return found.flatMap((each) => (each.name !== 'unfinished' && each.isDirectory() ? [each.name] : []));
  }

  /** When it was last put, in milliseconds since 1970; undefined when there is none. */
  async putAt(name: string): Promise<number | undefined> {
    try {
      return (await stat(this.#fileOf(name))).mtimeMs;
    } catch (fault) {
      if (isMissing(fault)) return undefined;
      throw fault;
    }
  }

  #fileOf(name: string): string {
    return `${join(this.folder, checked(name))}.json`;
  }
}

function checked(name: string): string {
  if (!nameShape.test(name)) throw new RangeError('What is kept has a name of letters and digits');
  return name;
}

const named = (file: string, shelf: string | undefined): string =>
  `${shelf === undefined ? '' : `${shelf}/`}${file.replace(/\.json$/, '')}`;

const isMissing = (fault: unknown): boolean =>
  typeof fault === 'object' && fault !== null && 'code' in fault && fault.code === 'ENOENT';

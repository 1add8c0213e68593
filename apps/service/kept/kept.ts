/** Small things that are no history: sessions, sign-ins under way, drafts. Whoever loses them loses no fact. */
import { Logger } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, rmdir, stat, utimes, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { unfinishedIn } from './unfinished.js';

/** Letters, digits, `-` and `_`, and one `/` where things stand together: nothing that leaves the folder. */
const nameShape = /^[\w-]{1,100}(\/[\w-]{1,100})?$/;

/** What was found, and when it was last put or touched, in milliseconds since 1970. */
export interface Found<T> {
  readonly value: T;
  readonly at: number;
}

/**
 * Things by a name, a file of JSON each, in a folder that all instances share. A file is always whole: it is written elsewhere and moved
 * into its place. The service alone can read them. One that something else has damaged is as if it were not there, and the log says so.
 */
export class Kept<T> {
  readonly #logger = new Logger(Kept.name);
  readonly #unfinished: string;

  constructor(
    private readonly folder: string,
    /** Whether what stands in a file is what is kept here. */
    private readonly isOne: (value: unknown) => boolean = () => true,
  ) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#unfinished = unfinishedIn(folder);
  }

  /** Undefined when there is none. @throws Error of the disk */
  async find(name: string): Promise<T | undefined> {
    return (await this.findAt(name))?.value;
  }

  /** The same, with its time. @throws Error of the disk */
  async findAt(name: string): Promise<Found<T> | undefined> {
    const file = this.#fileOf(name);
    const read = await readWithTime(file);
    if (read === undefined) return undefined;
    const value = parsed(read.text);
    if (value !== undefined && this.isOne(value)) return { value: value as T, at: read.at }; // as it was put
    this.#logger.warn(`${file} is damaged, and is taken for none.`);
    return undefined;
  }

  /** Answers once it is on the disk. `at` is the time it bears, the true one unless told. @throws Error of the disk */
  async put(name: string, value: T, at?: number): Promise<void> {
    const file = this.#fileOf(name);
    const written = join(this.#unfinished, randomUUID());
    await writeFile(written, JSON.stringify(value), { mode: 0o600, flush: true });
    if (at !== undefined) await utimes(written, at / 1000, at / 1000);
    await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
    await rename(written, file).catch(async (fault: unknown) => {
      if (!isMissing(fault)) throw fault;
      // Its shelf was empty, and was taken away at this moment.
      await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
      await rename(written, file);
    });
  }

  /** Gives it another time. One that is gone does not come back by it. @throws Error of the disk */
  async touch(name: string, at: number): Promise<void> {
    try {
      await utimes(this.#fileOf(name), at / 1000, at / 1000);
    } catch (fault) {
      if (!isMissing(fault)) throw fault;
    }
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

  /** Takes away a shelf on which nothing stands. */
  async tidy(shelf: string): Promise<void> {
    try {
      await rmdir(join(this.folder, checked(shelf)));
    } catch (fault) {
      if (!isMissing(fault) && !isFull(fault)) throw fault;
    }
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

/** Of one file, even where another takes its place meanwhile; undefined when there is none. */
async function readWithTime(file: string): Promise<{ readonly text: string; readonly at: number } | undefined> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file);
    return { text: await handle.readFile('utf8'), at: Math.round((await handle.stat()).mtimeMs) };
  } catch (fault) {
    if (isMissing(fault)) return undefined;
    throw fault;
  } finally {
    await handle?.close();
  }
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isOf = (fault: unknown, ...codes: readonly string[]): boolean =>
  typeof fault === 'object' && fault !== null && 'code' in fault && codes.includes(String(fault.code));

const isMissing = (fault: unknown): boolean => isOf(fault, 'ENOENT');
const isFull = (fault: unknown): boolean => isOf(fault, 'ENOTEMPTY', 'EEXIST');

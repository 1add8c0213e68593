import { LRUCache } from 'lru-cache';
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { RegisterFact } from '../../../libs/register/facts.js';
import type { Day } from '../../../libs/register/model.js';
import { factsOf, type Preview } from '../../../libs/register/ods/preview.js';
import type { OdsKind } from '../../../libs/register/ods/read.js';
import { unfinishedIn } from '../kept/unfinished.js';
import { flushFolder, writeUpload } from '../documents/uploads.js';
import { LostFile, openFile, openWhole } from '../../../libs/documents/whole-file.js';

/** Largest file, in bytes. */
export const largestImport = 64 * 1024 * 1024;

/** A file that was received, with what it would change in the register as it was then. */
export interface Import {
  readonly id: string;
  readonly kind: OdsKind;
  /** Day on which list sizes were counted. */
  readonly on?: Day;
  /** The day in London it was compared on. */
  readonly today: Day;
  /** Hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly at: string;
  readonly by: { readonly id: string; readonly name: string };
  readonly preview: Preview;
}

/** What a confirmation records, written down before the first of it is recorded, so that what broke off can go on. */
export interface Confirmation {
  readonly at: string;
  readonly by: Import['by'];
  readonly facts: readonly RegisterFact[];
}

/** What lists say of an import. */
export interface ImportSummary extends Omit<Import, 'preview'> {
  readonly lines: number;
  /** Lines that would change something. */
  readonly accepted: number;
  readonly refused: number;
  /** That it would record. */
  readonly facts: number;
}

/** A file that lies here for the time of one request. */
export interface Received {
  readonly folder: string;
  readonly sha256: string;
  readonly size: number;
}

const [file, about, summary, confirmation] = ['file.csv', 'import.json', 'summary.json', 'confirmation.json'] as const;

/**
 * Imports in `<folder>/<id>/`: the file as it came, its preview, and its confirmation. An import that is there is whole: it was written
 * elsewhere, flushed, and moved into its place. Several instances may have the same folder.
 */
export class ImportStore {
  private readonly unfinished: string;
  /** Those that were asked for last: one is looked through page by page. None changes. */
  readonly #found = new LRUCache<string, Import>({ max: 4 });
  /** Of imports that were listed. */
  readonly #summaries = new Map<string, ImportSummary>();

  constructor(private readonly folder: string) {
    this.unfinished = unfinishedIn(folder);
  }

  /** Reads a file to its end; undefined when it is too large. To be kept or let go of. @throws what the source or the disk throw */
  async receive(source: Readable): Promise<Received | undefined> {
    const folder = join(this.unfinished, randomUUID());
    await mkdir(folder, { mode: 0o700 });
    try {
      const written = await writeUpload(source, join(folder, file), largestImport);
      if (written !== undefined) return { folder, ...written };
    } catch (fault) {
      await this.letGo({ folder });
      throw fault;
    }
    await this.letGo({ folder });
    return undefined;
  }

  contentOf(received: Pick<Received, 'folder'>): Readable {
    return createReadStream(join(received.folder, file));
  }

  async keep(received: Received, it: Import): Promise<void> {
    await writeWhole(join(received.folder, about), it);
    await writeWhole(join(received.folder, summary), summaryOf(it));
    await rename(received.folder, this.folderOf(it.id));
    await flushFolder(this.folder);
  }

  async letGo({ folder }: Pick<Received, 'folder'>): Promise<void> {
    await rm(folder, { recursive: true, force: true });
  }

  async find(id: string): Promise<Import | undefined> {
    const known = this.#found.get(id);
    if (known) return known;
    const found = (await readJson(join(this.folderOf(id), about))) as Import | undefined; // as `keep` wrote it
    if (found) this.#found.set(id, found);
    return found;
  }

  /** The newest first. */
  async list(): Promise<readonly ImportSummary[]> {
    const names = await readdir(this.folder);
    const found = await Promise.all(names.filter(isName).map((id) => this.#summaryOf(id)));
    return found.flatMap((each) => each ?? []).sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  }

  /** Whether anybody confirmed it, without reading what. */
  async isConfirmed(id: string): Promise<boolean> {
    return (await readdir(this.folderOf(id))).includes(confirmation);
  }

  /** What was kept before summaries were is read whole, once. */
  async #summaryOf(id: string): Promise<ImportSummary | undefined> {
    const known = this.#summaries.get(id);
    if (known) return known;
    const kept = (await readJson(join(this.folderOf(id), summary))) as ImportSummary | undefined; // as `keep` wrote it
    const whole = kept === undefined ? await this.find(id) : undefined;
    const found = kept ?? (whole && summaryOf(whole));
    if (found) this.#summaries.set(id, found);
    return found;
  }

  /** The file as it came. @throws LostFile */
  async fileOf({ id, sha256 }: Import): Promise<Readable> {
    const handle = await openWhole(join(this.folderOf(id), file), sha256);
    return handle.createReadStream({ start: 0 });
  }

  async confirmationOf(id: string): Promise<Confirmation | undefined> {
    return (await readJson(join(this.folderOf(id), confirmation))) as Confirmation | undefined; // as `confirm` wrote it
  }

  /** Durable when it answers. */
  async confirm(id: string, what: Confirmation): Promise<void> {
    const kept = join(this.folderOf(id), confirmation);
    const whole = `${kept}.${randomUUID()}`;
    await writeWhole(whole, what);
    await rename(whole, kept);
    await flushFolder(this.folderOf(id));
  }

  private folderOf(id: string): string {
    if (!isName(id)) throw new RangeError('An import is named by a UUID');
    return join(this.folder, id);
  }
}

const isName = (id: string): boolean => /^[0-9a-f-]{36}$/.test(id);

function summaryOf({ preview, ...it }: Import): ImportSummary {
  const { lines, accepted, refused } = preview;
  return { ...it, lines, accepted: accepted.length, refused: refused.length, facts: factsOf(preview).length };
}

async function writeWhole(path: string, value: unknown): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(JSON.stringify(value));
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readJson(path: string): Promise<unknown> {
  let handle: FileHandle | undefined;
  try {
    handle = await openFile(path);
    return JSON.parse(await handle.readFile('utf8'));
  } catch (fault) {
    if (fault instanceof LostFile && fault.how === 'gone') return undefined;
    throw fault;
  } finally {
    await handle?.close();
  }
}

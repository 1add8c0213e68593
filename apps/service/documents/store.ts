import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { kindOf, TextCheck } from './kinds.js';
import { unfinishedIn } from '../kept/unfinished.js';
import { flushFolder, writeUpload } from './uploads.js';
import { documentFile, openWhole } from '../../../libs/documents/whole-file.js';

/** Milliseconds; a file that was touched since may be one that somebody is storing again. */
const settledAfter = 60 * 60_000;

/** Largest document, in bytes. */
export const largestDocument = 20 * 1024 * 1024;

const isName = /^[0-9a-f]{64}$/;

export interface Document {
  /** Hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** Media type. */
  readonly type: string;
}

export type Taken =
  | { readonly outcome: 'taken'; readonly document: Document }
  | { readonly outcome: 'empty' | 'too-large' | 'unknown-kind' };

/**
 * Documents by their SHA-256, in `<folder>/ab/<sha256>`. A file there is always whole: it was written elsewhere, flushed, and moved into
 * its place, so a document that was taken survives power loss, and one whose upload broke off was never there. Several instances may
 * have the same folder: a document they both take is the same file.
 */
export class DocumentStore {
  private readonly unfinished: string;
  /** Empty files by the names of those that nothing is recorded of, since they were seen to be so. */
  private readonly unrecorded: string;

  constructor(private readonly folder: string) {
    this.unfinished = unfinishedIn(folder);
    this.unrecorded = join(folder, 'unrecorded');
  }

  /** Reads a document to its end, or until it is too large. The source is left as it is. @throws what the source or the disk throw */
  async take(source: Readable): Promise<Taken> {
    const file = join(this.unfinished, randomUUID());
    try {
      const text = new TextCheck();
      const written = await writeUpload(source, file, largestDocument, (bytes) => text.take(bytes));
      if (written === undefined) return { outcome: 'too-large' };
      const { sha256, size } = written;
      if (size === 0) return { outcome: 'empty' };
      const type = await kindOf(file, { isText: text.isText() });
      if (type === undefined) return { outcome: 'unknown-kind' };
      await this.keep(file, sha256);
      return { outcome: 'taken', document: { sha256, size, type } };
    } finally {
      await rm(file, { force: true });
    }
  }

  /** Opens a document that was taken, once all of it was found to be what it was. To be closed. @throws LostFile */
  open(sha256: string): Promise<FileHandle> {
    return openWhole(this.fileOf(sha256), sha256);
  }

  /** The SHA-256 of every document that is there. */
  async *names(): AsyncGenerator<string, void> {
    const shelves = (await readdir(this.folder)).filter((name) => /^[0-9a-f]{2}$/.test(name));
    for (const shelf of shelves)
      for (const name of await readdir(join(this.folder, shelf))) if (isName.test(name)) yield name;
  }

  /** Removes a document, unless it was stored within the last hour. */
  async remove(sha256: string): Promise<void> {
    const file = this.fileOf(sha256);
    // Undefined: another instance removed it.
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat && stat.mtimeMs < Date.now() - settledAfter) await rm(file, { force: true });
  }

  /**
   * Removes a file that nothing is recorded of once it has been seen so for so many milliseconds. The log may be the wrong one, or an older
   * copy: from what lies here nobody can tell, so the time begins when it is first seen. True when it was removed.
   */
  async clearUnrecorded(sha256: string, after: number): Promise<boolean> {
    const [file, seen] = [this.fileOf(sha256), join(this.unrecorded, sha256)];
    const [put, first] = [file, seen].map((each) => statSync(each, { throwIfNoEntry: false })?.mtimeMs);
    if (first === undefined) {
      await mkdir(this.unrecorded, { recursive: true, mode: 0o700 });
      await writeFile(seen, '', { mode: 0o600 });
      return false;
    }
    const before = Date.now() - after;
    // Put there again meanwhile, it may be about to be recorded.
    if (put === undefined || put > before || first > before) return false;
    await rm(file, { force: true });
    await rm(seen, { force: true });
    return true;
  }

  private async keep(file: string, sha256: string): Promise<void> {
    const kept = this.fileOf(sha256);
    const shelf = join(kept, '..');
    await mkdir(shelf, { recursive: true, mode: 0o700 });
    // Also when it was there: who made it may not have come to this yet.
    await flushFolder(this.folder);
    await rename(file, kept);
    await flushFolder(shelf);
  }

  private fileOf(sha256: string): string {
    if (!isName.test(sha256)) throw new RangeError('A document is named by its SHA-256 in hex');
    return documentFile(this.folder, sha256);
  }
}

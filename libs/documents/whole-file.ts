import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/** Thrown for a stored file that is not on the disk any more, or is not what was stored: not a byte of it is given to anybody. */
export class LostFile extends Error {
  override readonly name = 'LostFile';

  constructor(
    path: string,
    readonly how: 'gone' | 'changed',
    cause?: unknown,
  ) {
    super(`the stored file ${path} is ${how}: bring it back from a backup`, { cause });
  }
}

/**
 * Where a document lies in the folder of documents: by its SHA-256, in hex.
 *
 * @throws RangeError for what is none
 */
export function documentFile(folder: string, sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError('A document is named by its SHA-256 in hex');
  return join(folder, sha256.slice(0, 2), sha256);
}

/** Of files that are there and cannot be read as files. */
const unreadable = ['EIO', 'EISDIR', 'ENOTDIR', 'ENXIO', 'ENODEV', 'ELOOP'];

/**
 * Opens a file to read, of those that are files: whoever opens a named pipe, or reads a device, may wait for ever.
 *
 * @throws LostFile, Error of the disk
 */
export async function openFile(path: string): Promise<FileHandle> {
  // Without waiting for whoever would write into a pipe; of a file it means nothing.
  const handle = await found(path, open(path, constants.O_RDONLY | constants.O_NONBLOCK));
  try {
    if ((await handle.stat()).isFile()) return handle;
    throw new LostFile(path, 'changed');
  } catch (fault) {
    await handle.close();
    throw fault;
  }
}

/** Opens a stored file once all of it was read and found to be what its SHA-256 (hex) says. To be closed. @throws LostFile, Error of the disk */
export async function openWhole(path: string, sha256: string): Promise<FileHandle> {
  const handle = await openFile(path);
  try {
    if ((await found(path, hashOf(handle))) === sha256) return handle;
    throw new LostFile(path, 'changed');
  } catch (fault) {
    await handle.close();
    throw fault;
  }
}

async function hashOf(handle: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of handle.createReadStream({ autoClose: false, start: 0 })) hash.update(bytes as Buffer);
  return hash.digest('hex');
}

async function found<T>(path: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (fault) {
    const code = typeof fault === 'object' && fault !== null && 'code' in fault ? String(fault.code) : '';
    if (code === 'ENOENT') throw new LostFile(path, 'gone', fault);
    if (unreadable.includes(code)) throw new LostFile(path, 'changed', fault);
    throw fault;
  }
}

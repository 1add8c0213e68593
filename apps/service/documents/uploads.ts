/** What is uploaded, on its way to the disk. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { disk, type Room } from './room.js';

export interface Uploaded {
  /** Hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * Writes a source into a new file and flushes it; undefined when there are more than `largest` bytes. `take` is handed each piece on the
 * way. The source is left as it is. Nothing is written where that would fill the disk. @throws what the source or the disk throw
 */
export async function writeUpload(
  source: Readable,
  file: string,
  largest: number,
  take: (bytes: Buffer) => void = () => undefined,
  room: Pick<Room, 'take'> = disk,
): Promise<Uploaded | undefined> {
  const giveBack = await room.take(dirname(file), largest);
  try {
    return await written(source, file, largest, take);
  } finally {
    giveBack();
  }
}

async function written(
  source: Readable,
  file: string,
  largest: number,
  take: (bytes: Buffer) => void,
): Promise<Uploaded | undefined> {
  const handle = await open(file, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    let size = 0;
    // A request that is destroyed takes the connection with it, and nobody would read the answer.
    for await (const chunk of source.iterator({ destroyOnReturn: false })) {
      const bytes = chunk as Buffer; // a request without encoding gives nothing else
      size += bytes.length;
      if (size > largest) return undefined;
      hash.update(bytes);
      take(bytes);
      await handle.writeFile(bytes);
    }
    await handle.sync();
    return { sha256: hash.digest('hex'), size };
  } finally {
    await handle.close();
  }
}

/** Makes what was moved into the folder survive power loss. */
export async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

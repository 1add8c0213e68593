import { statfs } from 'node:fs/promises';

/** Bytes that uploads leave free, for the log and the views, which may share the disk with them. */
export const leftFree = 256 * 1024 * 1024;

/** The disk has no room for an upload that what else is kept there could not need more. Named as the system names a full one. */
class NoRoom extends Error {
  override readonly name = 'NoRoom';
  readonly code = 'ENOSPC';
}

/** Room for uploads on a disk. What is on its way counts as written, so that many at once do not fill it. */
export class Room {
  #underWay = 0;

  constructor(private readonly freeIn: (folder: string) => Promise<number> = freeOf) {}

  /** Sets room aside; gives how to give it back. @throws NoRoom, Error of the disk */
  async take(folder: string, bytes: number): Promise<() => void> {
    this.#underWay += bytes;
    const giveBack = (): void => void (this.#underWay -= bytes);
    try {
      const free = await this.freeIn(folder);
      if (free - this.#underWay < leftFree)
        throw new NoRoom(`${free} bytes are free in ${folder}, of which uploads leave ${leftFree}`);
      return giveBack;
    } catch (fault) {
      giveBack();
      throw fault;
    }
  }
}

/** Bytes that may be written there. */
async function freeOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Of all uploads of this process. */
export const disk = new Room();

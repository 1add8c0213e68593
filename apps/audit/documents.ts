/** The documents that a history says were stored, as they lie on the disk. */
import { join } from 'node:path';
import { documentFile, LostFile, openWhole } from '../../libs/documents/whole-file.js';
import type { Finding } from './finding.js';
import { isDatabaseError, type Source } from './source.js';

/** How many were looked at, and what is wrong with them. */
export interface Stored {
  readonly count: number;
  readonly findings: readonly Finding[];
}

/** Reads every document once, in the folder that services are given as REMIT_DOCUMENTS. */
export async function documentsOf(source: Source, folder: string): Promise<Stored> {
  const stored = await placesIn(source);
  const findings: Finding[] = [];
  for (const [sha256, place] of stored) {
    const how = await lost(documentFile(join(folder, 'documents'), sha256), sha256);
    if (how !== undefined) findings.push({ ...place, what: `document ${sha256} ${words[how]} ${folder}` });
  }
  return { count: stored.size, findings };
}

/** Each document with the event that says it was stored, the first of them. What is no such event the proof has named. */
async function placesIn(source: Source): Promise<ReadonlyMap<string, Omit<Finding, 'what'>>> {
  const places = new Map<string, Omit<Finding, 'what'>>();
  try {
    for await (const item of source.stream('documents')) {
      if ('unreadable' in item || item.stream !== 'documents' || item.type !== 'DocumentStored') continue;
      const { position, stream, revision, data } = item;
      const { sha256 } = data;
      if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256) || places.has(sha256)) continue;
      places.set(sha256, { position, stream, revision });
    }
  } catch (error) {
    // What of a damaged log cannot be read was found before.
    if (!isDatabaseError(error)) throw error;
  }
  return places;
}

const words = {
  gone: 'is gone from',
  changed: 'is not what was stored, in',
} as const satisfies Record<LostFile['how'], string>;

async function lost(path: string, sha256: string): Promise<LostFile['how'] | undefined> {
  try {
    await (await openWhole(path, sha256)).close();
    return undefined;
  } catch (fault) {
    if (fault instanceof LostFile) return fault.how;
    throw fault;
  }
}

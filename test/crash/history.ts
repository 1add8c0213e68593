import { expect } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import type { RecordedEvent } from '../../libs/event-log/index.js';
import { sqliteLog } from '../../libs/event-log/sqlite.js';

export interface History {
  /** Checks the file and what came since the last time; answers the appends that were kept since then, with their events. */
  readOn(): Promise<ReadonlyMap<string, readonly RecordedEvent[]>>;
  /** Checks that everything read before is still there as it was. */
  readAgain(): Promise<void>;
}

/** A growing log as an auditor sees it: sound, streams without gaps, every append whole and in one place. */
export function historyOf(file: string): History {
  const ids: string[] = [];
  const heads = new Map<string, number>();
  let position = 0;

  async function eventsAfter(after: number): Promise<readonly RecordedEvent[]> {
    const log = await sqliteLog({ file, readOnly: true });
    const events = await log.readAll({ after, limit: 1_000_000 });
    await log.close();
    return events;
  }

  return {
    async readOn() {
      expect(soundness(file)).toBe('ok');
      const events = await eventsAfter(position);
      for (const event of events) {
        expect(event.revision).toBe((heads.get(event.stream) ?? -1) + 1);
        heads.set(event.stream, event.revision);
        ids.push(event.id);
      }
      position = events.at(-1)?.position ?? position;
      return wholeAppends(events);
    },
    async readAgain() {
      expect((await eventsAfter(0)).map(({ id }) => id)).toEqual(ids);
    },
  };
}

function soundness(file: string): unknown {
  const database = new DatabaseSync(file, { readOnly: true });
  const result = database.prepare('PRAGMA integrity_check').get();
  database.close();
  return result?.integrity_check;
}

function wholeAppends(events: readonly RecordedEvent[]): Map<string, readonly RecordedEvent[]> {
  const appends = new Map<string, readonly RecordedEvent[]>();
  for (let i = 0; i < events.length;) {
    const { append, of } = events[i]!.data as { append: string; of: number }; // as writer.ts makes them
    const together = events.slice(i, i + of);
    expect(together.map(({ data }) => data.append)).toEqual(Array.from({ length: of }, () => append));
    expect(appends.has(append)).toBe(false);
    appends.set(append, together);
    i += of;
  }
  return appends;
}

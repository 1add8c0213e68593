import type { RecordedEvent } from './index.js';

interface Batch {
  /** Position before the first event. */
  readonly after: number;
  readonly events: readonly RecordedEvent[];
  /** Characters of JSON text. */
  readonly size: number;
}

export interface RecentEvents {
  add(events: readonly RecordedEvent[], size: number): void;
  /** Some or all events after a position, in order; `undefined` when the position lies further back than what is kept. */
  after(position: number): readonly RecordedEvent[] | undefined;
}

/** The newest events after position `head`, at most about `limit` characters of them, so that readers who keep up need no file. */
export function recentEvents(head: number, limit = 8_000_000): RecentEvents {
  const batches: Batch[] = [];
  let kept = 0;
  let last = head;

  return {
    add(events, size) {
      batches.push({ after: last, events, size });
      kept += size;
      last = events.at(-1)?.position ?? last;
      while (kept > limit && batches.length > 1) kept -= batches.shift()?.size ?? 0;
    },
    after(position) {
      if (position >= last) return [];
      const batch = batches.findLast(({ after }) => after <= position);
      if (!batch || batch.after === position) return batch?.events;
      return batch.events.filter((event) => event.position > position);
    },
  };
}

import { setImmediate } from 'node:timers/promises';
import type { RecordedEvent } from './index.js';
import { readersOf, type Handle, type Reader, type Readers } from './readers.js';

/**
 * The readers of a log in this process, to be woken after events were recorded. `next` answers the events after a position, in order, as
 * many as suit it, and none when there are no more yet; what it throws ends the subscription.
 */
export function subscriptionsOver(next: (after: number) => readonly RecordedEvent[]): Readers {
  return readersOf(async (reader: Reader, after: number, handle: Handle): Promise<void> => {
    let position = after;
    // Between two batches everybody else has a turn: a long catch-up must not hold up the service.
    await setImmediate();
    while (!reader.stopped) {
      const events = next(position);
      const last = events.at(-1);
      if (last === undefined) {
        await new Promise<void>((resolve) => {
          reader.wake = resolve;
        });
      } else {
        await handle(events);
        position = last.position;
        await setImmediate();
      }
    }
  });
}

import { setImmediate } from 'node:timers/promises';
import type { RecordedEvent, Subscription } from './index.js';

type Handle = (events: readonly RecordedEvent[]) => void | Promise<void>;

interface Reader {
  stopped: boolean;
  /** Ends the wait for events. */
  wake: () => void;
}

export interface Subscriptions {
  start(after: number, handle: Handle): Subscription;
  /** To be called after events were recorded. */
  wake(): void;
  /** Stops all and waits for the handles that are running. */
  stop(): Promise<void>;
}

/**
 * The readers of one log. `next` answers the events after a position, in order, as many as suit it, and none when there are no more
 * yet; what it throws ends the subscription.
 *
 * `stop()` waits for a running handle, so a handle must not await the stop of its own subscription.
 */
export function subscriptionsOver(next: (after: number) => readonly RecordedEvent[]): Subscriptions {
  const readers = new Map<Reader, Promise<void>>();

  async function read(reader: Reader, after: number, handle: Handle): Promise<void> {
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
  }

  function end(reader: Reader): void {
    reader.stopped = true;
    reader.wake();
  }

  return {
    start(after, handle) {
      const reader: Reader = { stopped: false, wake: () => undefined };
      const ended = read(reader, after, handle).finally(() => readers.delete(reader));
      readers.set(reader, ended);
      return {
        ended,
        stop: async () => {
          end(reader);
          await Promise.allSettled([ended]);
        },
      };
    },
    wake() {
      for (const reader of readers.keys()) reader.wake();
    },
    async stop() {
      const endings = [...readers.values()];
      for (const reader of readers.keys()) end(reader);
      await Promise.allSettled(endings);
    },
  };
}

import type { RecordedEvent, Subscription } from './index.js';

export type Handle = (events: readonly RecordedEvent[]) => void | Promise<void>;

export interface Reader {
  stopped: boolean;
  /** Ends every wait. */
  wake: () => void;
}

export interface Readers {
  start(after: number, handle: Handle): Subscription;
  /** Ends the waits of all. */
  wake(): void;
  /** Stops all and waits for the handles that are running. */
  stop(): Promise<void>;
}

/**
 * The readers of one log. `read` hands a reader its events for as long as it is not stopped; what it throws ends the subscription.
 *
 * `stop()` waits for a running handle, so a handle must not await the stop of its own subscription.
 */
export function readersOf(read: (reader: Reader, after: number, handle: Handle) => Promise<void>): Readers {
  const readers = new Map<Reader, Promise<void>>();

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

/** A log that can be told to fail, with its promise kept or in the one way that is allowed to be unclear; for specs. */
import { LogUnavailable, type EventLog } from '../libs/event-log/index.js';

export interface FailingLog extends EventLog {
  /**
   * `not kept`: appends throw and nothing is written. `kept unanswered`: they are written, and throw all the same, as when the answer was
   * lost. Undefined: they work.
   */
  fails: 'not kept' | 'kept unanswered' | undefined;
}

export function failingLog(log: EventLog): FailingLog {
  const failing: FailingLog = {
    fails: undefined,
    append: async (...appends) => {
      if (failing.fails === 'not kept') throw new LogUnavailable('nothing was kept: disk /var/lib/remit is full');
      const appended = await log.append(...appends);
      if (failing.fails === 'kept unanswered') throw new LogUnavailable('the writer has ended');
      return appended;
    },
    tryWriting: async () => {
      if (failing.fails !== undefined) throw new LogUnavailable('nothing was kept: disk /var/lib/remit is full');
      await log.tryWriting();
    },
    readStream: (stream, options) => log.readStream(stream, options),
    headOf: (stream) => log.headOf(stream),
    readAll: (options) => log.readAll(options),
    find: (id) => log.find(id),
    head: () => log.head(),
    subscribe: (after, handle) => log.subscribe(after, handle),
    close: () => log.close(),
  };
  return failing;
}

/** Whether the log takes writes, for whoever asks: told by what became of the last append, or by trying. */
import { setTimeout as sleep } from 'node:timers/promises';
import { LogUnavailable, type EventLog, type Subscription } from '../../../libs/event-log/index.js';

export interface WritesState {
  readonly writes: 'taken' | 'refused';
  /** Why they are refused, for an operator. */
  readonly because?: string;
}

/** Milliseconds for which what was found out is not asked again. */
const fresh = 2_000;
/** Milliseconds after which a log that does not answer counts as one that refuses. */
export const patience = 600;

/** What a read of a log says that met a damaged page (SQLITE_CORRUPT, SQLITE_NOTADB, extended codes included), or a body that is none. */
function isDamaged(fault: unknown): fault is { readonly message: string } {
  if (typeof fault !== 'object' || fault === null || !('message' in fault)) return false;
  if ('name' in fault && fault.name === 'SyntaxError') return true;
  return 'errcode' in fault && typeof fault.errcode === 'number' && [11, 26].includes(fault.errcode & 0xff);
}

/**
 * Watches a log. All that is read and appended goes through `log`, so that nobody is told anything else than what became of it.
 */
export class Writes {
  /** The log itself, watched. */
  readonly log: EventLog;
  #state: WritesState = { writes: 'taken' };
  /** When that was found out, in milliseconds since the process began. */
  #foundAt = -Infinity;
  #trying: Promise<void> | undefined;
  #damage: string | undefined;
  #closing = false;

  constructor(
    log: EventLog,
    /** Told of each change, and of nothing else. */
    private readonly changed: (state: WritesState) => void,
  ) {
    const noticing = <A extends readonly unknown[], R>(read: (...asked: A) => Promise<R>) => {
      return async (...asked: A): Promise<R> => {
        try {
          return await read(...asked);
        } catch (fault) {
          this.#notice(fault);
          throw fault;
        }
      };
    };
    this.log = {
      ...log,
      readStream: noticing((...asked) => log.readStream(...asked)),
      headOf: noticing((...asked) => log.headOf(...asked)),
      readAll: noticing((...asked) => log.readAll(...asked)),
      find: noticing((...asked) => log.find(...asked)),
      head: noticing(() => log.head()),
      subscribe: (after, handle) => this.#subscribe(log, after, handle),
      append: async (...appends) => {
        // What is damaged may be what the append rests on.
        if (this.#damage !== undefined) throw new LogUnavailable(`nothing was kept: ${this.#damage}`);
        try {
          const appended = await log.append(...appends);
          if (appended.outcome === 'appended') this.#found({ writes: 'taken' });
          return appended;
        } catch (fault) {
          if (fault instanceof LogUnavailable) this.#found({ writes: 'refused', because: fault.message });
          throw fault;
        }
      },
      close: () => {
        this.#closing = true;
        return log.close();
      },
    };
  }

  /** What is so now, in `patience` at most. */
  async now(): Promise<WritesState> {
    if (this.#damage === undefined && performance.now() - this.#foundAt > fresh) await this.#try();
    return this.#state;
  }

  /** What is damaged in the log, in words; nothing is written from then on. Undefined when nothing is. */
  damagedBy(damage: string | undefined): void {
    this.#damage = damage;
    if (damage !== undefined) this.#change({ writes: 'refused', because: damage });
    else this.#foundAt = -Infinity;
  }

  get damage(): string | undefined {
    return this.#damage;
  }

  /** A read that met damage counts at once, not only when the log is looked over next. */
  #notice(fault: unknown): void {
    if (isDamaged(fault)) this.damagedBy(`the log is damaged: ${fault.message}`);
  }

  /** What a follower throws by itself says nothing of the log. */
  #subscribe(log: EventLog, after: number, handle: Parameters<EventLog['subscribe']>[1]): Subscription {
    let thrown: unknown;
    const subscription = log.subscribe(after, async (events) => {
      try {
        await handle(events);
      } catch (fault) {
        thrown = fault;
        throw fault;
      }
    });
    subscription.ended.catch((fault: unknown) => fault !== thrown && this.#notice(fault));
    return subscription;
  }

  async #try(): Promise<void> {
    this.#trying ??= this.log
      .tryWriting()
      .then(() => this.#found({ writes: 'taken' }))
      .catch((fault: unknown) =>
        this.#found({ writes: 'refused', because: fault instanceof Error ? fault.message : String(fault) }),
      )
      .finally(() => (this.#trying = undefined));
    const isLate = await Promise.race([this.#trying.then(() => false), sleep(patience, true, { ref: false })]);
    if (isLate) this.#found({ writes: 'refused', because: `the log has not answered within ${patience} ms` });
  }

  #found(state: WritesState): void {
    this.#foundAt = performance.now();
    if (this.#damage === undefined) this.#change(state);
  }

  #change(state: WritesState): void {
    const isNews = state.writes !== this.#state.writes;
    this.#state = state;
    if (isNews && !this.#closing) this.changed(state);
  }
}

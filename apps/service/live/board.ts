import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { setImmediate } from 'node:timers/promises';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import { registerStream } from '../../../libs/register/facts.js';
import { caseOf } from '../../../libs/workflow/streams.js';
import { Ledger } from '../ledger/ledger.js';
import { LiveTimes } from './times.js';
import { Watch } from './watch.js';

/** Cases that are told apart in one round; where more have moved, everybody looks. */
const mostTouched = 10_000;
/** Of the time of the service's thread, looking for open pages takes one part in so many at most. */
const share = 100;

/** Whether something that was recorded on these cases can be seen on the page. */
export type Concerns = (cases: ReadonlySet<string>) => boolean;

/** Finds something that is the same for all who look in one round, by a key. */
export type Once = <T>(key: string, find: () => T) => T;
/** For whoever looks by themselves. */
export const anew: Once = (_key, find) => find();

/**
 * Wakes those who watch for what is recorded, in rounds. In the batch itself only the ids of its cases are noted, and without a watch nothing
 * at all; who is concerned is found out in a round, which comes the later the more the rounds cost.
 */
@Injectable()
export class Board implements OnModuleDestroy {
  readonly #watches = new Map<Watch, Concerns>();
  readonly #closing = new AbortController();
  #touched = new Set<string>();
  /** Whether more was recorded than is told apart. */
  #isFull = false;
  /** What was found in the last round. */
  readonly #found = new Map<string, unknown>();
  #stopListening: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** When the last round ended, and what it has cost with the looks that it brought about; in milliseconds. */
  #ended = -Infinity;
  #spent = 0;

  constructor(
    private readonly ledger: Ledger,
    private readonly times: LiveTimes,
  ) {}

  /** Aborted once the service stops. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  watch(concerns: Concerns): Watch {
    const watch = new Watch(() => this.#leave(watch));
    this.#watches.set(watch, concerns);
    this.#stopListening ??= this.ledger.onProgress((events) => this.#note(events));
    return watch;
  }

  /** What was found in this round already, where somebody looked for the same: nothing that a round is about is later than its beginning. */
  once<T>(key: string, find: () => T): T {
    if (this.#found.has(key)) return this.#found.get(key) as T; // as it was found under the same key
    const found = find();
    this.#found.set(key, found);
    return found;
  }

  /** Does something for a round, of which the time is counted. */
  counted<T>(look: () => T): T {
    const began = threadTime();
    try {
      return look();
    } finally {
      this.#spent += threadTime() - began;
    }
  }

  onModuleDestroy(): void {
    clearTimeout(this.#timer);
    this.#closing.abort();
  }

  #leave(watch: Watch): void {
    this.#watches.delete(watch);
    if (this.#watches.size > 0) return;
    this.#stopListening?.();
    this.#stopListening = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#found.clear();
    this.#clear();
  }

  #note(events: readonly RecordedEvent[]): void {
    if (this.#isFull || this.closing.aborted) return;
    for (const { stream } of events) {
      const id = caseOf(stream);
      if (id !== undefined) this.#touched.add(id);
      // Who sees what can be another with every fact of the register.
      if (stream === registerStream || this.#touched.size > mostTouched) this.#isFull = true;
    }
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isFull || this.#touched.size > 0) this.#timer ??= setTimeout(() => void this.#round(), this.#wait());
  }

  #wait(): number {
    const { apart, gathering } = this.times;
    const since = performance.now() - this.#ended;
    return Math.max(gathering, Math.max(apart, this.#spent * share) - since);
  }

  async #round(): Promise<void> {
    const { touched, isFull } = { touched: this.#touched, isFull: this.#isFull };
    this.#clear();
    this.#found.clear();
    this.#spent = 0;
    for (const [watch, concerns] of [...this.#watches]) {
      if (this.closing.aborted) return;
      if (isFull || this.counted(() => isConcerned(concerns, touched))) watch.wake();
      // Nobody who waits for an answer waits for more than one look.
      await setImmediate();
    }
    this.#ended = performance.now();
    this.#timer = undefined;
    // What was noted while the round went on.
    this.#schedule();
  }

  #clear(): void {
    this.#touched = new Set();
    this.#isFull = false;
  }
}

/** Milliseconds that this thread has worked, whatever else the machine does. */
function threadTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Whoever cannot be asked looks for themselves: what is wrong ends their stream, and nobody else's. */
function isConcerned(concerns: Concerns, cases: ReadonlySet<string>): boolean {
  try {
    return concerns(cases);
  } catch {
    return true;
  }
}

import { Logger } from '@nestjs/common';
import type { EventLog } from '../../../libs/event-log/index.js';
import type { SqliteLog } from '../../../libs/event-log/sqlite.js';
import type { Damage, Looking } from '../../../libs/event-log/sqlite-looking.js';
import type { Writes } from '../ledger/writes.js';

/** When the log is looked over, in milliseconds: how long after the start, and how long after the last time. */
export interface LookTimes {
  readonly first: number;
  readonly every: number;
}

/** After the start has settled; then daily. */
export const lookTimes: LookTimes = { first: 10_000, every: 24 * 60 * 60_000 };

/**
 * Looks an embedded log over in the background: pages, indexes, every body. While something is found to be damaged, the log refuses writes.
 * Logs of other kinds look after themselves.
 */
export class LookingOver {
  readonly #logger = new Logger('Log');
  readonly #log: EventLog & Partial<Pick<SqliteLog, 'lookOver'>>;
  #timer: NodeJS.Timeout | undefined;
  #looking: Looking | undefined;
  /** When the last look ended, in milliseconds since 1970; 0 before the first. */
  #lastAt = 0;
  #closed = false;

  constructor(
    log: EventLog,
    private readonly writes: Writes,
    private readonly times: LookTimes = lookTimes,
  ) {
    this.#log = log;
  }

  get lastAt(): number {
    return this.#lastAt;
  }

  start(): void {
    if (this.#log.lookOver) this.#in(this.times.first);
  }

  stop(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#looking?.end();
  }

  #in(milliseconds: number): void {
    this.#timer = setTimeout(() => void this.#look(), milliseconds);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    try {
      this.#looking = this.#log.lookOver?.();
      this.#tell((await this.#looking?.found) ?? []);
    } catch (fault) {
      // Nothing is known of the log then, and what was known stays.
      if (!this.#closed) this.#logger.error(`The log could not be looked over: ${String(fault)}`);
    }
    this.#looking = undefined;
    if (!this.#closed) this.#in(this.times.every);
  }

  #tell(found: readonly Damage[]): void {
    this.#lastAt = Date.now();
    const [first, ...more] = found;
    this.writes.damagedBy(
      first && `the log is damaged: ${inWords(first)}${more.length > 0 ? `; and ${more.length} more` : ''}`,
    );
    // What the audit names in full is named here by its beginning.
    for (const damage of found.slice(0, 10)) this.#logger.error(`Damage in the log: ${inWords(damage)}`);
  }
}

function inWords({ position, stream, revision, what }: Damage): string {
  return position === undefined ? what : `position ${position}, ${stream ?? ''} revision ${revision ?? ''}: ${what}`;
}

import { Logger } from '@nestjs/common';
import type { ServiceClock } from '../clock/clock.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Documents } from './documents.js';
import type { DocumentStore } from './store.js';

/** Days for which a document is kept that no event names. */
export const daysUnnamed = 30;
/** The same in milliseconds. */
const unnamed = daysUnnamed * 24 * 60 * 60_000;
/** Documents of which it is recorded at once. */
const batch = 1_000;

/** Milliseconds between two looks, and from the start to the first. */
const [interval, afterStart] = [60 * 60_000, 60_000];

/**
 * Removes documents that no event names. First it is recorded; the file goes at a later look, so that whatever named it at the same moment
 * elsewhere is seen before. So do files that nothing is recorded of, after the same time, as their upload passed the limit at the last moment
 * or the process ended in between.
 */
export class Clearing {
  readonly #logger = new Logger(Clearing.name);
  readonly #timers: NodeJS.Timeout[] = [];
  #looking: Promise<unknown> | undefined;

  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
    private readonly documents: Documents,
    private readonly store: DocumentStore,
  ) {}

  start(): void {
    const look = (): void => {
      this.#looking ??= this.clear()
        .catch((fault: unknown) => this.#logger.error(fault))
        .finally(() => (this.#looking = undefined));
    };
    this.#timers.push(setTimeout(look, afterStart).unref(), setInterval(look, interval).unref());
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    await this.#looking;
  }

  private async clearUnrecorded(sha256: string): Promise<void> {
    if (await this.store.clearUnrecorded(sha256, unnamed))
      this.#logger.warn(`Removed the file ${sha256}: for ${daysUnnamed} days nothing was recorded of it.`);
  }

  /** One look. @throws LogUnavailable, Error of the disk */
  async clear(): Promise<void> {
    const { log, views } = this.ledger;
    await this.ledger.reached(await log.head());
    for await (const sha256 of this.store.names()) {
      if (views.isRemoved(sha256)) await this.store.remove(sha256);
      else if (views.documentStoredBy(sha256) === undefined) await this.clearUnrecorded(sha256);
    }
    const before = new Date(this.clock.now().getTime() - unnamed);
    for (const sha256 of views.unnamedSince(before.toISOString(), batch)) await this.documents.recordRemoval(sha256);
  }
}

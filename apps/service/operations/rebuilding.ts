import { Logger, type OnModuleDestroy } from '@nestjs/common';
import { rebuildViews } from '../../../libs/views/rebuild.js';
import { workflowOf } from '../../../workflows/index.js';
import type { Ledger } from '../ledger/ledger.js';

/** Positions of the log: those taken into the new views, and its head when it began. */
export interface RebuildProgress {
  readonly done: number;
  readonly total: number;
}

/** Thrown into a rebuild that the service does not wait for any more. */
class Stopped extends Error {}

/** Builds the views anew while the old ones serve, one build at a time. */
export class Rebuilding implements OnModuleDestroy {
  readonly #logger = new Logger('Rebuilding');
  #running: Promise<void> | undefined;
  #progress: RebuildProgress | undefined;
  #stopped = false;

  constructor(
    private readonly ledger: Ledger,
    /** Path of the views. */
    private readonly file: string,
  ) {}

  /** How far it is; undefined when none is under way. */
  get progress(): RebuildProgress | undefined {
    return this.#progress;
  }

  /** Begins one, and does not wait for it. False when one is under way already. */
  begin(): boolean {
    if (this.#running !== undefined || this.#stopped) return false;
    this.#progress = { done: 0, total: this.ledger.position };
    this.#running = this.rebuild()
      .catch((fault: unknown) => {
        if (!(fault instanceof Stopped)) this.#logger.error(fault instanceof Error ? fault.stack : String(fault));
      })
      .finally(() => {
        this.#running = undefined;
        this.#progress = undefined;
      });
    return true;
  }

  /** Before log and views are closed. */
  async onModuleDestroy(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  private async rebuild(): Promise<void> {
    const { ledger, file } = this;
    const progress = (done: number, total: number): void => {
      if (this.#stopped) throw new Stopped();
      this.#progress = { done, total };
    };
    await ledger.swap(await rebuildViews({ file, log: ledger.log, workflowOf, progress }));
  }
}

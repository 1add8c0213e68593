/** What is over is taken away by and by. */
import { Logger } from '@nestjs/common';

/** Where something grows old. */
interface Clearable {
  /** Removes what is over. @throws Error of the disk */
  clear(): Promise<void>;
}

/** Milliseconds between two looks. */
const interval = 5 * 60_000;

/** Looks over what browsers left behind: sessions, sign-ins that nobody finished. */
export class ClearingUp {
  readonly #logger = new Logger(ClearingUp.name);
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(private readonly places: readonly Clearable[]) {}

  start(): void {
    this.#timer = setInterval(() => {
      this.#looking ??= this.look().finally(() => (this.#looking = undefined));
    }, interval).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** One look. What fails in one place keeps nobody from looking at the next. */
  async look(): Promise<void> {
    for (const place of this.places) await place.clear().catch((fault: unknown) => this.#logger.error(fault));
  }
}

import { Injectable, Logger } from '@nestjs/common';
import type { Due } from '../../../libs/workflow/progress.js';
import { Recorder } from '../cases/recorder.js';
import { Ledger } from '../ledger.js';
import { Registry } from '../register/registry.js';
import { ServiceClock } from './clock.js';

/** How many due facts are looked up at once. */
const batch = 200;
/** How often the system clock is looked at, in milliseconds. */
const interval = 1_000;

/** Lets deadlines pass: records what the clock must record, each at its time. */
@Injectable()
export class Timekeeper {
  readonly #logger = new Logger(Timekeeper.name);
  /** What the workflow did not let the clock record, by case and revision: not asked again until the case moves. */
  readonly #declined = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly ledger: Ledger,
    private readonly recorder: Recorder,
    private readonly clock: ServiceClock,
    private readonly registry: Registry,
  ) {}

  /** Looks at the system clock from now on. */
  start(): void {
    this.#timer = setInterval(() => {
      if (this.clock.simulated) return;
      this.#running = this.#running.then(() => this.fireDue()).catch((fault: unknown) => this.#logger.error(fault));
    }, interval);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /**
   * Moves the simulated clock to `to`, stopping at every deadline on the way. False when `to` lies in the past. One move follows the
   * other: side by side, one would carry the clock past a deadline that the other is about to record.
   */
  moveTo(to: Date): Promise<boolean> {
    const moved = this.#running.then(() => this.move(to));
    this.#running = moved.catch(() => undefined);
    return moved;
  }

  private async move(to: Date): Promise<boolean> {
    const { movable } = this.clock;
    if (movable === undefined || to < movable.now()) return false;
    for (let next = this.next(to); next !== undefined; next = this.next(to)) {
      if (next > movable.now()) movable.moveTo(next);
      await this.fireDue();
    }
    if (!movable.moveTo(to)) return false;
    await this.fireDue();
    return true;
  }

  /** Records all that is due now. Returns how many facts that were. */
  async fireDue(): Promise<number> {
    let recorded = 0;
    for (;;) {
      const due = this.open(this.clock.now().toISOString());
      if (due.length === 0) {
        this.forgetEnded();
        await this.registry.closeDue();
        return recorded;
      }
      const fired = await Promise.all(firstOfEach(due).map((each) => this.fire(each)));
      recorded += fired.filter(Boolean).length;
    }
  }

  /** What is due no more, because its case has moved or ended, need not be remembered as declined. */
  private forgetEnded(): void {
    if (this.#declined.size < batch) return;
    const due = this.ledger.views.due(this.clock.now().toISOString(), batch + this.#declined.size);
    const still = new Set(due.map((each) => keyOf(each.case, each)));
    for (const key of this.#declined.keys()) if (!still.has(key)) this.#declined.delete(key);
  }

  private async fire({ case: id, revision, ...due }: Due & { case: string; revision: number }): Promise<boolean> {
    const recorded = await this.recorder.fire(id, due);
    if (recorded) this.#declined.delete(keyOf(id, due));
    else this.#declined.set(keyOf(id, due), revision);
    return recorded;
  }

  private next(until: Date): Date | undefined {
    const [first] = this.open(until.toISOString());
    return first && new Date(first.at);
  }

  private open(until: string): readonly (Due & { case: string; revision: number })[] {
    return this.ledger.views
      .due(until, batch + this.#declined.size)
      .filter((due) => this.#declined.get(keyOf(due.case, due)) !== due.revision);
  }
}

const keyOf = (id: string, { event, at }: Due): string => `${id} ${event} ${at}`;

/** One fact of each case at a time: the next is decided on what it led to. */
function firstOfEach<T extends { readonly case: string }>(due: readonly T[]): readonly T[] {
  const first = new Map<string, T>();
  for (const each of due) if (!first.has(each.case)) first.set(each.case, each);
  return [...first.values()];
}

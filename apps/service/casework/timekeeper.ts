import type { Agenda } from './agenda.js';
import type { Casework } from './casework.js';
import type { ServiceClock } from '../clock/clock.js';

/** How often the system clock is looked at, in milliseconds. Commands look by themselves before they are decided. */
const interval = 1_000;
/** How long something may be due before the clock is called behind, in milliseconds. */
const patience = 5_000;

/** Lets deadlines pass, also while nobody asks for anything. */
export class Timekeeper {
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<unknown> | undefined;

  constructor(
    private readonly casework: Casework,
    private readonly agenda: Agenda,
    private readonly clock: ServiceClock,
    /** Told when a look failed; the next one is a second later. */
    private readonly tell: (fault: unknown) => void,
  ) {}

  /** Looks at the system clock from now on. */
  start(): void {
    this.#timer = setInterval(() => {
      if (this.clock.simulated) return;
      this.#looking ??= this.casework
        .settle()
        .catch((fault: unknown) => this.tell(fault))
        .finally(() => (this.#looking = undefined));
    }, interval);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /**
   * Moves the simulated clock to `to`; all that was due on the way is recorded when this resolves, each at its own instant. False when `to`
   * lies in the past.
   */
  async moveTo(to: Date): Promise<boolean> {
    const moved = this.clock.movable?.moveTo(to) ?? false;
    if (moved) await this.casework.settle();
    return moved;
  }

  /** Records all that is due now. Returns how many facts that were. */
  async fireDue(): Promise<number> {
    const before = this.agenda.recorded;
    await this.casework.settle();
    return this.agenda.recorded - before;
  }

  /** Since when something is due that should be recorded by now; undefined while the clock keeps up. */
  behindSince(): string | undefined {
    return this.agenda.behindSince(new Date(this.clock.now().getTime() - patience).toISOString());
  }
}

/** The service clock: system time, or a simulated one that only ever moves forward. */
export interface Clock {
  readonly simulated: boolean;
  now(): Date;
}

export const systemClock: Clock = { simulated: false, now: () => new Date() };

export class SimulatedClock implements Clock {
  readonly simulated = true;
  #now: Date;

  /** @throws RangeError when `start` is no moment */
  constructor(start: Date) {
    if (Number.isNaN(start.getTime())) throw new RangeError('A simulated clock must start at a moment');
    this.#now = start;
  }

  now(): Date {
    return new Date(this.#now);
  }

  /** False, and nothing moves, when `to` lies before now or is no moment. */
  moveTo(to: Date): boolean {
    if (!(to >= this.#now)) return false;
    this.#now = to;
    return true;
  }
}

/** The service's clock can be handed from one time to another while the demonstration is loaded. */
export class ServiceClock implements Clock {
  constructor(private source: Clock) {}

  get simulated(): boolean {
    return this.source.simulated;
  }

  now(): Date {
    return this.source.now();
  }

  /** A simulated clock that would begin before what is recorded begins there instead. */
  notBefore(instant: string | undefined): void {
    if (instant !== undefined) this.movable?.moveTo(new Date(instant));
  }

  /** Follows another clock from now on. Gives the one followed before. */
  follow(source: Clock): Clock {
    const before = this.source;
    this.source = source;
    return before;
  }

  /** The clock that can be moved; undefined while the service runs on system time. */
  get movable(): SimulatedClock | undefined {
    return this.source instanceof SimulatedClock ? this.source : undefined;
  }
}

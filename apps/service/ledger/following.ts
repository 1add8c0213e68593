import type { EventLog, RecordedEvent, Subscription } from '../../../libs/event-log/index.js';

/** What is folded from the log, batch by batch and in its order, each event once. */
export interface Follower {
  /** For those who run the service. */
  readonly name: string;
  /** The position after which it goes on; 0 for the beginning. */
  readonly checkpoint: number;
  handle(events: readonly RecordedEvent[]): void;
}

/** Told after each batch of what was taken. */
export type Listener = (events: readonly RecordedEvent[]) => void;

interface Waiting {
  readonly position: number;
  readonly go: () => void;
  readonly fail: (failure: Error) => void;
}

/** A follower on its way along the log. Whoever appended waits here until it has come that far. Nothing of it happens inside an append. */
export class Following {
  #reached: number;
  #waiting: Waiting[] = [];
  readonly #listeners = new Set<Listener>();
  #subscription: Subscription | undefined;
  /** Settles when the subscription under way has ended; never rejects. */
  #ended: Promise<void> = Promise.resolve();
  #failure: Error | undefined;

  constructor(
    private readonly log: Pick<EventLog, 'subscribe'>,
    private readonly follower: Follower,
    /** Told once when it takes nothing more. */
    private readonly tell: (name: string, failure: Error) => void,
  ) {
    this.#reached = follower.checkpoint;
  }

  /** Follows from where it is, again also after it had failed. */
  start(): void {
    this.#failure = undefined;
    const subscription = this.log.subscribe(this.#reached, (events) => {
      this.follower.handle(events);
      this.#reached = Math.max(this.#reached, events.at(-1)?.position ?? 0);
      this.#letGo();
      for (const listener of this.#listeners) listener(events);
    });
    this.#ended = subscription.ended.catch((thrown: unknown) => {
      const cause = thrown instanceof Error ? thrown : new Error(String(thrown));
      this.#failure = cause;
      this.tell(this.follower.name, cause);
      for (const { fail } of this.#waiting.splice(0)) fail(cause);
    });
    this.#subscription = subscription;
  }

  /** Resolves once it takes nothing more. */
  async stop(): Promise<void> {
    await this.#subscription?.stop();
    await this.#ended;
  }

  /** Resolves once it has taken everything up to this position; rejects when it cannot. */
  reached(position: number): Promise<void> | void {
    if (position <= this.#reached) return;
    if (this.#failure) throw this.#failure;
    return new Promise((go, fail) => this.#waiting.push({ position, go, fail }));
  }

  /** Calls back after each batch, with each event once. Returns how to stop it. */
  onProgress(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Position up to which it has taken the log. */
  get position(): number {
    return this.#reached;
  }

  /** Why it takes nothing more; undefined while it does. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  #letGo(): void {
    const ready = this.#waiting.filter(({ position }) => position <= this.#reached);
    if (ready.length > 0) this.#waiting = this.#waiting.filter(({ position }) => position > this.#reached);
    for (const { go } of ready) go();
  }
}

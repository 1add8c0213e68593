import type { Appended, EventLog, NewEvent, RecordedEvent, Subscription } from '../../libs/event-log/index.js';
import { applyRegisterEvent, Register, registerOf } from '../../libs/register/index.js';
import { registerStream, type RegisterFact } from '../../libs/register/facts.js';
import type { Views } from '../../libs/views/index.js';
import { Standings } from './cases/standings.js';

/**
 * The log with all that is folded from it: the views, the register, recent standings. One subscription feeds the views and the register;
 * whoever appended waits until it has come that far, so that every later look shows what was recorded.
 */
export class Ledger {
  readonly register: Register;
  readonly standings: Standings;
  #subscription: Subscription | undefined;
  #reached: number;
  #waiting: { readonly position: number; readonly go: () => void }[] = [];
  readonly #listeners = new Set<() => void>();
  #failure: Error | undefined;

  private constructor(
    readonly log: EventLog,
    public views: Views,
    register: Register,
  ) {
    this.register = register;
    this.standings = new Standings(log);
    this.#reached = views.position;
  }

  /** Folds the register from its stream, then follows the log. */
  static async open(log: EventLog, views: Views): Promise<Ledger> {
    const register = new Register();
    for (const event of await log.readStream(registerStream)) applyRegisterEvent(register, event);
    const folded = await log.headOf(registerStream);
    const ledger = new Ledger(log, views, register);
    ledger.follow(typeof folded === 'number' ? folded : -1);
    await ledger.reached(await log.head());
    return ledger;
  }

  /** Resolves once views and register show everything up to this position; rejects when they cannot follow the log. */
  reached(position: number): Promise<void> | void {
    if (this.#failure) throw this.#failure;
    if (position <= this.#reached) return;
    return new Promise((go) => this.#waiting.push({ position, go }));
  }

  /** Why the views stopped following the log; undefined while they do. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Calls back after each batch of events has reached the views. Returns how to stop it. */
  onProgress(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Appends facts to the register, in one append. @throws ImpossibleRegisterFact when they contradict it or each other */
  async record(
    facts: readonly (RegisterFact & { readonly id: string })[],
    by: Pick<NewEvent, 'actor' | 'at'>,
  ): Promise<Appended> {
    const before = await this.log.readStream(registerStream);
    registerOf([...before, ...facts]);
    const [first, ...rest] = facts.map(({ id, type, data }): NewEvent => ({ id, type, data, ...by }));
    if (first === undefined) throw new RangeError('Nothing to record');
    const expected = before.at(-1)?.revision ?? 'none';
    const appended = await this.log.append({ stream: registerStream, expected, events: [first, ...rest] });
    if (appended.outcome === 'appended') await this.reached(appended.events.at(-1)?.position ?? 0);
    return appended;
  }

  /** Replaces the views by newly built ones; the old ones served until now. */
  async swap(views: Views): Promise<void> {
    const old = this.views;
    await this.#subscription?.stop();
    this.views = views;
    this.#reached = views.position;
    const folded = await this.log.headOf(registerStream);
    this.follow(typeof folded === 'number' ? folded : -1);
    old.close();
  }

  async close(): Promise<void> {
    await this.#subscription?.stop();
    this.views.close();
    await this.log.close();
  }

  private follow(folded: number): void {
    let registered = folded;
    const subscription = this.log.subscribe(this.views.position, (events) => {
      this.views.apply(events);
      for (const event of events) {
        if (event.stream !== registerStream || event.revision <= registered) continue;
        applyRegisterEvent(this.register, event);
        registered = event.revision;
      }
      this.advance(events);
    });
    subscription.ended.catch((failure: unknown) => {
      this.#failure = failure instanceof Error ? failure : new Error(String(failure));
      for (const { go } of this.#waiting.splice(0)) go();
    });
    this.#subscription = subscription;
  }

  private advance(events: readonly RecordedEvent[]): void {
    this.#reached = events.at(-1)?.position ?? this.#reached;
    const ready = this.#waiting.filter(({ position }) => position <= this.#reached);
    if (ready.length > 0) this.#waiting = this.#waiting.filter(({ position }) => position > this.#reached);
    for (const { go } of ready) go();
    for (const listener of this.#listeners) listener();
  }
}

import { setImmediate } from 'node:timers/promises';
import type { Append, Appended, EventLog, NewEvent, RecordedEvent, Subscription } from '../../libs/event-log/index.js';
import { contradictionOf } from '../../libs/register/contradiction.js';
import { applyRegisterEvent, ImpossibleRegisterFact, Register, registerOf } from '../../libs/register/index.js';
import { registerStream, type RegisterFact } from '../../libs/register/facts.js';
import type { Views } from '../../libs/views/index.js';
import { Standings } from './cases/standings.js';
import { derivedId } from './ids.js';

/** Events read at once while new views catch up. */
const batch = 1_000;

type Listener = (events: readonly RecordedEvent[]) => void;

interface Waiting {
  readonly position: number;
  readonly go: () => void;
  readonly fail: (failure: Error) => void;
}

/**
 * The log with all that is folded from it: the views, the register, recent standings. One subscription feeds the views and the register;
 * whoever appended waits until it has come that far, so that every later look shows what was recorded.
 */
export class Ledger {
  readonly register: Register;
  readonly standings: Standings;
  /** Settles when the subscription under way has ended; never rejects. */
  #ended: Promise<void> = Promise.resolve();
  #subscription: Subscription | undefined;
  #reached: number;
  /** Revision of the last fact that is in the register; -1 before the first. */
  #registered: number;
  #waiting: Waiting[] = [];
  readonly #listeners = new Set<Listener>();
  #failure: Error | undefined;
  #closed = false;

  private constructor(
    readonly log: EventLog,
    public views: Views,
    register: Register,
    registered: number,
    /** Whether other instances append to the log too. */
    readonly isShared: boolean,
  ) {
    this.register = register;
    this.standings = new Standings(log);
    this.#reached = views.position;
    this.#registered = registered;
  }

  /** Folds the register from its stream, then follows the log, to which other instances append too if it is `shared`. */
  static async open(log: EventLog, views: Views, { shared = false } = {}): Promise<Ledger> {
    const register = new Register();
    const facts = await log.readStream(registerStream);
    for (const event of facts) applyRegisterEvent(register, event);
    const ledger = new Ledger(log, views, register, facts.at(-1)?.revision ?? -1, shared);
    ledger.follow();
    await ledger.reached(await log.head());
    return ledger;
  }

  /** Resolves once views and register show everything up to this position; rejects when they cannot follow the log. */
  reached(position: number): Promise<void> | void {
    if (position <= this.#reached) return;
    if (this.#failure) throw this.#failure;
    return new Promise((go, fail) => this.#waiting.push({ position, go, fail }));
  }

  /** Why the views stopped following the log; undefined while they do. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Position up to which views and register show the log; 0 before its first event. */
  get position(): number {
    return this.#reached;
  }

  /** Revision of the last fact that is in the register; -1 before the first. */
  get registered(): number {
    return this.#registered;
  }

  /**
   * Waits until everything is in the register that the log has of it. Says whether anything was not: another instance had recorded it, and
   * what was decided before must be decided anew.
   */
  async catchUp(): Promise<boolean> {
    const head = await this.log.headOf(registerStream);
    if (head === 'none' || head <= this.#registered) return false;
    await this.reached(await this.log.head());
    return true;
  }

  /** Calls back after each batch of events has reached the views, with each event once. Returns how to stop it. */
  onProgress(listener: Listener): () => void {
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

  /** What in these facts contradicts the register or each other; undefined when they can be recorded. */
  async contradictionIn(facts: readonly RegisterFact[]): Promise<string | undefined> {
    const [first, ...rest] = facts;
    if (first === undefined) return undefined;
    if (rest.length === 0) return contradictionOf(this.register, first);
    try {
      registerOf([...(await this.log.readStream(registerStream)), ...facts]);
      return undefined;
    } catch (thrown) {
      if (thrown instanceof ImpossibleRegisterFact) return thrown.message;
      throw thrown;
    }
  }

  /** An append to the register as it is known here: overtaken when it has moved on elsewhere. */
  toRegister(events: readonly [NewEvent, ...NewEvent[]]): Append {
    const expected = this.#registered < 0 ? 'none' : this.#registered;
    return { stream: registerStream, expected, events };
  }

  /**
   * Replaces the views by newly built ones; the old ones serve until these show all that was shown already, so nobody finds a write
   * of theirs gone. Views that stopped following the log follow it again. Not to be called twice at a time.
   *
   * @throws what the log or the events throw; the old views serve on then, and the new ones are closed.
   */
  async swap(views: Views): Promise<void> {
    const old = this.views;
    try {
      while ((await this.takeIn(views)) === batch);
      await this.#subscription?.stop();
      await this.#ended;
      while (views.position < this.#reached) await this.takeIn(views);
    } catch (fault) {
      views.close();
      if (this.#failure === undefined && !this.#closed) this.follow();
      throw fault;
    }
    // From here to the end nothing else gets a turn.
    this.views = views;
    this.#failure = undefined;
    this.follow();
    old.close();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#subscription?.stop();
    this.views.close();
    await this.log.close();
  }

  /** Takes the next events into the views. Says how many those were. */
  private async takeIn(views: Views): Promise<number> {
    const events = await this.log.readAll({ after: views.position, limit: batch });
    views.apply(events);
    await setImmediate();
    return events.length;
  }

  private follow(): void {
    // Not from where the views are: new ones have taken in what register and listeners have yet to be told.
    const subscription = this.log.subscribe(this.#reached, (events) => {
      this.views.apply(events);
      for (const event of events) {
        this.standings.learn(event);
        if (event.stream !== registerStream || event.revision <= this.#registered) continue;
        applyRegisterEvent(this.register, event);
        this.#registered = event.revision;
      }
      this.advance(events);
    });
    this.#ended = subscription.ended.catch((thrown: unknown) => {
      const failure = thrown instanceof Error ? thrown : new Error(String(thrown));
      this.#failure = failure;
      for (const { fail } of this.#waiting.splice(0)) fail(failure);
    });
    this.#subscription = subscription;
  }

  private advance(events: readonly RecordedEvent[]): void {
    const news = events.filter(({ position }) => position > this.#reached);
    this.#reached = news.at(-1)?.position ?? this.#reached;
    const ready = this.#waiting.filter(({ position }) => position <= this.#reached);
    if (ready.length > 0) this.#waiting = this.#waiting.filter(({ position }) => position > this.#reached);
    for (const { go } of ready) go();
    for (const listener of this.#listeners) listener(news);
  }
}

/** Facts of the register that follow from another event, to be appended together with it. */
export function registeredFrom({ id, actor, at }: NewEvent, facts: readonly RegisterFact[]): readonly NewEvent[] {
  return facts.map(({ type, data }, index) => ({
    id: derivedId(id, `register ${index}`),
    type,
    data,
    actor,
    at,
    cause: id,
  }));
}

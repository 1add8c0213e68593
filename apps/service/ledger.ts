import { setImmediate } from 'node:timers/promises';
import type { Append, Appended, EventLog, RecordedEvent, Subscription } from '../../libs/event-log/index.js';
import { contradictionOf } from '../../libs/register/contradiction.js';
import { applyRegisterEvent, ImpossibleRegisterFact, Register, registerOf } from '../../libs/register/index.js';
import { registerStream, type RegisterFact } from '../../libs/register/facts.js';
import type { OpenCasesOf, Views } from '../../libs/views/index.js';
import { mark } from './casework/ids.js';
import { StreamCache } from './casework/stream-cache.js';

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
  readonly streams: StreamCache;
  /** Marks of the commands by which the register was changed. */
  readonly registerCommands = new Set<number>();
  /** The register's facts, in the order they were recorded. */
  readonly #facts: RegisterFact[] = [];
  #lastRegistered: string | undefined;
  /** Settles when the subscription under way has ended; never rejects. */
  #ended: Promise<void> = Promise.resolve();
  #subscription: Subscription | undefined;
  #reached: number;
  /** Revision of the last fact that is in the register; -1 before the first. */
  #registered: number;
  #waiting: Waiting[] = [];
  readonly #listeners = new Set<Listener>();
  /** Ids of the events that this instance is appending: what becomes of them it will be told. */
  #own: ReadonlySet<string> = new Set();
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
    this.streams = new StreamCache(log);
    this.#reached = views.position;
    this.#registered = registered;
  }

  /** Folds the register from its stream, then follows the log, to which other instances append too if it is `shared`. */
  static async open(log: EventLog, views: Views, { shared = false } = {}): Promise<Ledger> {
    const register = new Register();
    const facts = await log.readStream(registerStream);
    for (const event of facts) applyRegisterEvent(register, event);
    const ledger = new Ledger(log, views, register, facts.at(-1)?.revision ?? -1, shared);
    for (const event of facts) ledger.#remember(event);
    ledger.follow();
    await ledger.reached(await log.head());
    return ledger;
  }

  /** Appends, and tells what others append at the same time from its own. @throws LogUnavailable, ImpossibleAppend */
  append(...appends: readonly [Append, ...Append[]]): Promise<Appended> {
    if (this.isShared) this.#own = new Set(appends.flatMap(({ events }) => events.map(({ id }) => id)));
    return this.log.append(...appends);
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

  /** What in these facts contradicts the register or each other; undefined when they can be recorded. */
  contradictionIn(facts: readonly RegisterFact[]): string | undefined {
    const [first, ...rest] = facts;
    if (first === undefined) return undefined;
    if (rest.length === 0) return contradictionOf(this.register, first);
    try {
      registerOf([...this.#facts, ...facts]);
      return undefined;
    } catch (thrown) {
      if (thrown instanceof ImpossibleRegisterFact) return thrown.message;
      throw thrown;
    }
  }

  /** Facts of the register after one of its revisions. */
  factsSince(revision: number): readonly RegisterFact[] {
    return this.#facts.slice(revision + 1);
  }

  /** When the last fact of a case or of the register was recorded; undefined in an empty log. */
  lastAt(): string | undefined {
    const ats = [this.views.lastAt(), this.#lastRegistered].filter((at) => at !== undefined);
    return ats.sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1);
  }

  /** Cases about a CCG or another party, or of a round, that have not ended. */
  openCases(of: OpenCasesOf): readonly string[] {
    return this.views.openCases(of);
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
        if (this.isShared && !this.#own.has(event.id)) this.streams.learn(event);
        if (event.stream !== registerStream || event.revision <= this.#registered) continue;
        applyRegisterEvent(this.register, event);
        this.#remember(event);
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

  #remember(event: RecordedEvent): void {
    // Nothing else is in the stream of the register.
    this.#facts.push(event as unknown as RegisterFact);
    this.#lastRegistered = event.at;
    if (event.command !== undefined) this.registerCommands.add(mark(event.id));
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

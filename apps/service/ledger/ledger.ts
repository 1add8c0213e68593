import { setImmediate } from 'node:timers/promises';
import type { Append, Appended, EventLog, RecordedEvent } from '../../../libs/event-log/index.js';
import { contradictionOf } from '../../../libs/register/contradiction.js';
import { applyRegisterEvent, ImpossibleRegisterFact, Register, registerOf } from '../../../libs/register/index.js';
import { registerStream, type RegisterFact } from '../../../libs/register/facts.js';
import type { OpenCasesOf, Views } from '../../../libs/views/index.js';
import type { HeldClaim } from '../../../libs/workflow/claims.js';
import { mark } from './ids.js';
import { Following, type Listener } from './following.js';
import { StreamCache } from './stream-cache.js';

/** Events read at once while new views catch up. */
const batch = 1_000;

interface Opening {
  readonly shared?: boolean;
  /** Told once when something stops following the log. */
  readonly tell?: (name: string, failure: Error) => void;
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
  readonly #following: Following;
  /** Revision of the last fact that is in the register; -1 before the first. */
  #registered: number;
  /** Ids of the events that this instance is appending: what becomes of them it will be told. */
  #own: ReadonlySet<string> = new Set();
  #closed = false;

  private constructor(
    readonly log: EventLog,
    public views: Views,
    register: Register,
    registered: number,
    /** Whether other instances append to the log too. */
    readonly isShared: boolean,
    tell: (name: string, failure: Error) => void,
  ) {
    this.register = register;
    this.streams = new StreamCache(log);
    const handle = (events: readonly RecordedEvent[]): void => this.#take(events);
    this.#following = new Following(log, { name: 'Views and register', checkpoint: views.position, handle }, tell);
    this.#registered = registered;
  }

  /** Folds the register from its stream, then follows the log, to which other instances append too if it is `shared`. */
  static async open(
    log: EventLog,
    views: Views,
    { shared = false, tell = () => undefined }: Opening = {},
  ): Promise<Ledger> {
    const register = new Register();
    const facts = await log.readStream(registerStream);
    for (const event of facts) applyRegisterEvent(register, event);
    const ledger = new Ledger(log, views, register, facts.at(-1)?.revision ?? -1, shared, tell);
    for (const event of facts) ledger.#remember(event);
    ledger.#following.start();
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
    return this.#following.reached(position);
  }

  /** Why the views stopped following the log; undefined while they do. */
  get failure(): Error | undefined {
    return this.#following.failure;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Position up to which views and register show the log; 0 before its first event. */
  get position(): number {
    return this.#following.position;
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
    return this.#following.onProgress(listener);
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

  /** What somebody has in hand of all cases that have not ended. */
  claimsOf(person: string): readonly HeldClaim[] {
    return this.views.claimsOf(person);
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
      await this.#following.stop();
      while (views.position < this.position) await this.takeIn(views);
    } catch (fault) {
      views.close();
      if (this.failure === undefined && !this.#closed) this.#following.start();
      throw fault;
    }
    // From here to the end nothing else gets a turn.
    this.views = views;
    this.#following.start();
    old.close();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#following.stop();
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

  #take(events: readonly RecordedEvent[]): void {
    this.views.apply(events);
    for (const event of events) {
      if (this.isShared && !this.#own.has(event.id)) this.streams.learn(event);
      if (event.stream !== registerStream || event.revision <= this.#registered) continue;
      applyRegisterEvent(this.register, event);
      this.#remember(event);
      this.#registered = event.revision;
    }
  }

  #remember(event: RecordedEvent): void {
    // Nothing else is in the stream of the register.
    this.#facts.push(event as unknown as RegisterFact);
    this.#lastRegistered = event.at;
    if (event.command !== undefined) this.registerCommands.add(mark(event.id));
  }
}

import { setImmediate } from 'node:timers/promises';
import { ImpossibleAppend, LogUnavailable, type Append, type RecordedEvent } from '../../../libs/event-log/index.js';
import { registerStream } from '../../../libs/register/facts.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Agenda, DueFact } from './agenda.js';
import { Batch, type Member } from './batch.js';
import { recordDue } from './due.js';
import { mark } from '../ledger/ids.js';
import { NotInMemory, UnitOfWork } from './unit-of-work.js';
import type { Verdict } from './verdict.js';

/** A decision that waits, and whoever waits for it. */
interface Task {
  readonly decide: (unit: UnitOfWork) => Verdict<unknown>;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (fault: unknown) => void;
  /** Streams that were looked for and do not exist. */
  readonly absent: Set<string>;
  /** Streams that were brought into memory for it. */
  readonly brought: Set<string>;
  /** How often it was decided. */
  tries: number;
  verdict: Exclude<Verdict<unknown>, string> | undefined;
}

type Became = 'joined' | 'answered' | 'waits' | { readonly missing: readonly string[] };

/** Commands that go to the log in one append, at most. */
const mostAtOnce = 256;
/** How often a command is decided anew when others were faster elsewhere; each time at least one of them was recorded. */
const mostTries = 200;

/**
 * The one way by which anything happens to a case. Commands wait in a pool; one loop decides all that wait, one after the other, on memory
 * that is what the log has kept, and hands what they record to the log in one append. Only when that is answered, and the views show it,
 * are they answered and the next decided.
 *
 * Promise: whatever is due by the instant of a command is recorded before the command is decided. A "yes" is appended with the revisions it
 * was decided on, once what it only read was found to be the newest; a "no" is answered only if all that was read is; otherwise it is
 * decided again.
 */
export class Casework {
  readonly #pool: Task[] = [];
  /** Answers to what the log has kept and the views show. They are given while the next append is on its way, so that neither waits. */
  #answers: (() => void)[] = [];
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(
    private readonly ledger: Ledger,
    private readonly clock: { now(): Date },
    private readonly agenda: Agenda,
  ) {}

  /** Decides, records and answers. @throws LogUnavailable, and what the decision throws */
  do<T>(decide: (unit: UnitOfWork) => Verdict<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new LogUnavailable('the service is stopping'));
    return new Promise<T>((resolve, reject) => {
      this.#pool.push(taskOf(decide, resolve as Task['resolve'], reject));
      this.#wake();
    });
  }

  /** Resolves once all that is due by now is recorded, or set aside. */
  settle(): Promise<void> {
    return this.do(() => ({ is: 'yes', answer: () => undefined }));
  }

  /** Finishes what waits, and takes nothing more. */
  async close(): Promise<void> {
    this.#closed = true;
    while (this.#running) await this.#running;
  }

  #wake(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      if (this.#pool.length > 0) this.#wake();
    });
  }

  async #run(): Promise<void> {
    // Whatever else came in this turn of the event loop goes along.
    await setImmediate();
    while (this.#pool.length > 0) {
      try {
        const now = this.clock.now().toISOString();
        const due = this.agenda.next(now);
        if (due.length > 0) await this.#recordDue(due);
        else await this.#record(this.#pool.splice(0, mostAtOnce), now);
      } catch (fault) {
        // What befell one append was told to those in it. Here nobody knows what is the matter, and nobody must wait for ever.
        for (const task of this.#pool.splice(0)) task.reject(fault);
      }
      if (this.#pool.length > 0) continue;
      this.#giveAnswers();
      await setImmediate();
    }
  }

  #giveAnswers(): void {
    for (const give of this.#answers.splice(0)) give();
  }

  /** All that is due at one instant, in the order given; what cannot join goes into the next append, with all that comes after it. */
  async #recordDue(due: readonly DueFact[]): Promise<void> {
    const { streams } = this.ledger;
    await Promise.allSettled([...new Set(due.map(({ stream }) => stream))].map((stream) => streams.load(stream)));
    const batch = new Batch<Task>();
    for (const each of due) {
      const task = taskOf(
        (unit) => recordDue(unit, each, this.ledger),
        (recorded) => this.agenda.answered(each, recorded === true),
        (fault) => this.#couldNotRecord(each, fault),
      );
      const became = this.#decide(task, batch, each.at);
      if (typeof became === 'object')
        await Promise.all(became.missing.map((stream) => streams.load(stream))).catch((fault: unknown) =>
          task.reject(fault),
        );
      if (became !== 'joined' && became !== 'answered') break;
    }
    const overtaken: Task[] = [];
    await this.#send(batch, (out) => overtaken.push(...out));
    // Another instance's clock was faster: it is no longer due once the views show that.
    if (overtaken.length > 0) await this.ledger.reached(await this.ledger.log.head());
    this.agenda.reset();
    // The agenda must know what became of these before it is asked again.
    this.#giveAnswers();
  }

  /** While the log takes nothing, what is due waits, and with it whatever rests on it. Anything else is the fact's own fault. */
  #couldNotRecord(due: DueFact, fault: unknown): void {
    if (fault instanceof LogUnavailable || fault === this.ledger.failure) {
      this.agenda.reset();
      for (const task of this.#pool.splice(0)) task.reject(fault);
    } else this.agenda.setAside(due, fault);
  }

  async #record(tasks: readonly Task[], now: string): Promise<void> {
    const batch = new Batch<Task>();
    const waiting: Task[] = [];
    for (const task of tasks) {
      const became = this.#decide(task, batch, now);
      if (became === 'waits') waiting.push(task);
      else if (typeof became === 'object') this.#fetch(task, became.missing);
    }
    this.#pool.unshift(...waiting);
    await this.#send(batch, (out) => this.#pool.unshift(...out));
  }

  #decide(task: Task, batch: Batch<Task>, now: string): Became {
    const kept = (stream: string) => {
      const held = this.ledger.streams.get(stream);
      if (held === undefined && !task.absent.has(stream)) throw new NotInMemory([stream]);
      return held;
    };
    const memory = { staged: batch.staged.bind(batch), isStaged: batch.isStaged.bind(batch), kept };
    const unit = new UnitOfWork(memory, now);
    task.tries += 1;
    try {
      if (task.tries > mostTries) throw new LogUnavailable(`${mostTries} times others were faster than one command`);
      const verdict = task.decide(unit);
      if (verdict === 'due') this.agenda.reset();
      if (typeof verdict === 'string' || !batch.join(task, unit)) return 'waits';
      task.verdict = verdict;
      return 'joined';
    } catch (thrown) {
      if (thrown instanceof NotInMemory) return { missing: this.#toBring(task, thrown.streams) };
      task.reject(thrown);
      return 'answered';
    }
  }

  /** What is brought into memory for a task the first time is no try of it: one may need very many streams. */
  #toBring(task: Task, missing: readonly string[]): readonly string[] {
    if (missing.some((stream) => !task.brought.has(stream))) task.tries -= 1;
    for (const stream of missing) task.brought.add(stream);
    return missing;
  }

  /** Brings streams into memory while others go on; then the task is decided anew, before those that came later. */
  #fetch(task: Task, missing: readonly string[]): void {
    const brought = missing.map(async (stream) => {
      if ((await this.ledger.streams.load(stream)) === undefined) task.absent.add(stream);
    });
    const back = (): void => {
      this.#pool.unshift(task);
      this.#wake();
    };
    Promise.all(brought).then(back, task.reject);
  }

  /** Appends and answers. Those that another instance was faster with are taken out, handed to `again`, and the rest is sent anew. */
  async #send(first: Batch<Task>, again: (out: readonly Task[]) => void): Promise<void> {
    let batch = first;
    while (batch.members.length > 0) {
      let moved = await this.#movedUnder(batch);
      if (moved.size === 0) {
        const overtaken = await this.#append(batch, again);
        if (overtaken === undefined) return;
        moved = await this.#movedSince(batch, overtaken);
      }
      const { rest, out } = batch.without(moved);
      for (const { absent } of out) absent.clear();
      again(out);
      batch = rest;
    }
  }

  /** The streams that have moved on under an append that was overtaken: what others recorded is taken in first, so that all are known at once. */
  async #movedSince(batch: Batch<Task>, overtaken: string): Promise<ReadonlySet<string>> {
    const { log, streams } = this.ledger;
    await this.ledger.reached(await log.head());
    const moved = batch.appends.flatMap(({ stream, expected }) => {
      const known = streams.get(stream)?.standing.revision;
      return known === undefined || expected === 'any' || known === (expected === 'none' ? -1 : expected)
        ? []
        : [stream];
    });
    if (!moved.includes(overtaken)) streams.forget(overtaken);
    return new Set([overtaken, ...moved]);
  }

  /**
   * The streams that have moved on elsewhere, of those that the append itself does not find out about: what a "no" rests on, and what a "yes"
   * only read. For the register it suffices that it is followed: every "yes" reads it.
   */
  async #movedUnder(batch: Batch<Task>): Promise<ReadonlySet<string>> {
    const { log, isShared, streams, registered } = this.ledger;
    if (!isShared) return new Set();
    const appended = new Set([registerStream, ...batch.appends.map(({ stream }) => stream)]);
    const restsOn = ({ task, unit: { reads } }: Member<Task>): readonly string[] =>
      task.verdict?.is === 'no' ? [...reads] : [...reads].filter((stream) => !appended.has(stream));
    const read = [...new Set(batch.members.flatMap(restsOn))];
    const heads = await Promise.all(
      read.map(async (stream) => {
        const known = stream === registerStream ? registered : (streams.get(stream)?.standing.revision ?? -1);
        const head = await log.headOf(stream);
        return { stream, isBehind: head !== 'none' && head > known };
      }),
    );
    const moved = heads.filter(({ isBehind }) => isBehind).map(({ stream }) => stream);
    for (const stream of moved) this.ledger.streams.forget(stream);
    if (moved.includes(registerStream)) await this.ledger.catchUp();
    return new Set(moved);
  }

  /** The stream that was elsewhere; undefined when all were answered, whatever became of it. */
  async #append(batch: Batch<Task>, again: (out: readonly Task[]) => void): Promise<string | undefined> {
    const [first, ...more] = batch.appends;
    if (first === undefined) {
      this.#answer(batch.members, []);
      return undefined;
    }
    try {
      if (this.ledger.failure) throw this.ledger.failure;
      const appending = this.ledger.append(first, ...more);
      this.#giveAnswers();
      const appended = await appending;
      if (appended.outcome === 'overtaken') return appended.stream;
      if (appended.outcome === 'repeated') throw new ImpossibleAppend('another instance has recorded the same');
      for (const { stream, held } of batch.results) this.ledger.streams.keep(stream, held);
      for (const { unit } of batch.members)
        for (const { stream, id } of unit.commands) this.ledger.streams.get(stream)?.commands.add(mark(id));
      this.agenda.note(batch.results);
      await this.ledger.reached(appended.events.at(-1)?.position ?? 0);
      this.#answer(batch.members, appended.events);
      return undefined;
    } catch (thrown) {
      for (const { stream } of [first, ...more]) this.ledger.streams.forget(stream);
      if (thrown instanceof ImpossibleAppend) await this.#apart(batch, [first, ...more], thrown, again);
      else for (const { task } of batch.members) task.reject(thrown);
      return undefined;
    }
  }

  /**
   * The log knows an id of the append already. As each id belongs to one stream, another instance was faster there: those are decided
   * again. Where no stream has moved, the one whose fault it is must not take the others along: each is sent alone.
   */
  async #apart(
    batch: Batch<Task>,
    appends: readonly Append[],
    thrown: ImpossibleAppend,
    again: (out: readonly Task[]) => void,
  ): Promise<void> {
    const heads = await Promise.all(
      appends.map(async ({ stream, expected }) => ({ stream, expected, head: await this.ledger.log.headOf(stream) })),
    );
    const moved = heads.filter(({ expected, head }) => expected !== 'any' && head !== expected);
    const { rest, out } = batch.without(new Set(moved.map(({ stream }) => stream)));
    const alone = rest.members.length === 1 && out.length === 0 ? rest.members[0] : undefined;
    again(out);
    if (alone) alone.task.reject(thrown);
    else
      for (const member of rest.members) {
        const single = new Batch<Task>();
        single.join(member.task, member.unit);
        await this.#send(single, again);
      }
  }

  #answer(members: readonly Member<Task>[], recorded: readonly RecordedEvent[]): void {
    const byId = new Map(recorded.map((event) => [event.id, event]));
    for (const { task, unit } of members) {
      const own = unit.parts.flatMap(({ events }) => events.flatMap(({ id }) => byId.get(id) ?? []));
      this.#answers.push(() => {
        try {
          task.resolve(task.verdict?.answer(own));
        } catch (fault) {
          task.reject(fault);
        }
      });
    }
  }
}

const taskOf = (decide: Task['decide'], resolve: Task['resolve'], reject: Task['reject']): Task => ({
  decide,
  resolve,
  reject,
  absent: new Set(),
  brought: new Set(),
  tries: 0,
  verdict: undefined,
});

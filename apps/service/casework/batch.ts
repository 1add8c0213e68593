import type { Append, NewEvent } from '../../../libs/event-log/index.js';
import type { Held } from '../ledger/stream-cache.js';
import type { Memory, Part, UnitOfWork } from './unit-of-work.js';

/** One decision in an append under preparation. */
export interface Member<Task> {
  readonly task: Task;
  readonly unit: UnitOfWork;
}

interface Whole {
  readonly part: Part;
  readonly events: NewEvent[];
  held: Held | undefined;
  /** Its place among the streams of the append. */
  readonly place: number;
}

/**
 * Decisions that go to the log in one append: each was made on memory as those before it left it. An append lays its events down stream by
 * stream, so a decision joins only where its events come after all that they rest on.
 */
export class Batch<Task> implements Pick<Memory, 'staged' | 'isStaged'> {
  readonly #members: Member<Task>[] = [];
  readonly #parts = new Map<string, Whole>();
  readonly #ids = new Set<string>();
  #events = 0;
  #isClosed = false;

  staged(stream: string): Held | undefined {
    return this.#parts.get(stream)?.held;
  }

  isStaged(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Takes a decision in. False where it cannot join: it is made anew for the next append. */
  join(task: Task, unit: UnitOfWork): boolean {
    if (this.#isClosed || (unit.changesRegister && this.#members.length > 0) || !this.#comesAfterAll(unit))
      return false;
    this.#take({ task, unit });
    return true;
  }

  /** Takes those out that read or recorded in one of these streams, with all that rests on them. Gives the rest, and who was taken out. */
  without(streams: ReadonlySet<string>): { readonly rest: Batch<Task>; readonly out: readonly Task[] } {
    const touched = new Set(streams);
    const rest = new Batch<Task>();
    const out: Task[] = [];
    for (const member of this.#members) {
      const { reads, parts } = member.unit;
      if ([...reads, ...parts.map(({ stream }) => stream)].some((stream) => touched.has(stream))) {
        for (const { stream } of parts) touched.add(stream);
        out.push(member.task);
      } else rest.#take(member);
    }
    return { rest, out };
  }

  get members(): readonly Member<Task>[] {
    return this.#members;
  }

  /** How many events there are. */
  get size(): number {
    return this.#events;
  }

  get appends(): readonly Append[] {
    return [...this.#parts.values()].map(({ part, events }) => {
      const [first, ...more] = events;
      if (first === undefined) throw new RangeError(`Nothing to append to ${part.stream}`);
      return { stream: part.stream, expected: part.expected, events: [first, ...more] };
    });
  }

  /** Where the streams stand once the append is kept. */
  get results(): readonly { readonly stream: string; readonly held: Held }[] {
    return [...this.#parts].flatMap(([stream, { held }]) => (held === undefined ? [] : [{ stream, held }]));
  }

  #take(member: Member<Task>): void {
    this.#members.push(member);
    this.#isClosed = member.unit.changesRegister;
    for (const part of member.unit.parts) {
      const known = this.#parts.get(part.stream);
      const whole = known ?? { part, events: [], held: undefined, place: this.#parts.size };
      whole.events.push(...part.events);
      whole.held = part.held;
      this.#parts.set(part.stream, whole);
      this.#events += part.events.length;
    }
    for (const { id } of member.unit.commands) this.#ids.add(id);
  }

  /** Its streams stand in its own order, and none of them before one that it read and that others recorded in. */
  #comesAfterAll({ reads, parts }: UnitOfWork): boolean {
    let last = -1;
    for (const { stream } of parts) {
      const place = this.#parts.get(stream)?.place ?? this.#parts.size;
      if (place < last) return false;
      last = place;
    }
    const [first] = parts;
    const begins = first && (this.#parts.get(first.stream)?.place ?? this.#parts.size);
    if (begins === undefined) return true;
    return [...reads].every((stream) => {
      const place = this.#parts.get(stream)?.place;
      return place === undefined || place <= begins || parts.some((part) => part.stream === stream);
    });
  }
}

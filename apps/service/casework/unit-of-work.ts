import type { Append, NewEvent } from '../../../libs/event-log/index.js';
import { registerStream } from '../../../libs/register/facts.js';
import { beginning } from '../../../libs/workflow/decide.js';
import type { Standing, Workflow } from '../../../libs/workflow/index.js';
import { mark } from '../ledger/ids.js';
import type { Held } from '../ledger/stream-cache.js';

/** Thrown while something is decided: streams are not in memory. They are brought there, and the decision is made anew. */
export class NotInMemory extends Error {
  override readonly name = 'NotInMemory';
  constructor(readonly streams: readonly string[]) {
    super(`${streams.join(', ')}: not in memory`);
  }
}

/** Streams as they stand when something is decided. */
export interface Memory {
  /** As the append under preparation leaves it; undefined when that does not touch it. */
  staged(stream: string): Held | undefined;
  /** Whether a command of this id is in the append under preparation. */
  isStaged(id: string): boolean;
  /** As the log has it; undefined when it does not exist. @throws NotInMemory */
  kept(stream: string): Held | undefined;
}

/** What is to be appended to one stream. */
export interface Part {
  readonly stream: string;
  readonly expected: Append['expected'];
  readonly events: readonly NewEvent[];
  /** Where the stream stands then; undefined for streams that no workflow runs. */
  readonly held?: Held;
}

/**
 * What one decision reads and records. It is made with no wait in between, on memory that has one truth; it remembers every stream that it
 * read, so that it is made anew when one of them turns out to have moved on elsewhere.
 */
export class UnitOfWork {
  readonly #reads = new Set<string>();
  readonly #parts = new Map<
    string,
    { stream: string; expected: Append['expected']; events: NewEvent[]; held?: Held }
  >();
  /** Commands that are recorded or refused here, by the stream on which their keys count. */
  readonly commands: { readonly stream: string; readonly id: string }[] = [];

  constructor(
    private readonly memory: Memory,
    /** ISO 8601, UTC: the instant of the decision. All that was due by then is recorded. */
    readonly now: string,
  ) {}

  /** The stream, with what this unit records in it; undefined when it does not exist. @throws NotInMemory */
  find(stream: string): Held | undefined {
    this.#reads.add(stream);
    return this.#parts.get(stream)?.held ?? this.memory.staged(stream) ?? this.memory.kept(stream);
  }

  /** These streams will be looked for: what is not in memory is brought there at once, and not one after the other. @throws NotInMemory */
  needs(streams: readonly string[]): void {
    const missing = streams.filter((stream) => {
      try {
        this.find(stream);
        return false;
      } catch (thrown) {
        if (thrown instanceof NotInMemory) return true;
        throw thrown;
      }
    });
    if (missing.length > 0) throw new NotInMemory([...new Set(missing)]);
  }

  /** The register is read; it can have moved on elsewhere too. */
  readsRegister(): void {
    this.#reads.add(registerStream);
  }

  /** A stream before its first fact. That it does not exist is found out by the append. */
  begin(stream: string, workflow: Workflow): Held {
    return this.#parts.get(stream)?.held ?? { workflow, standing: beginning(workflow), commands: new Set() };
  }

  /** Whether a command was recorded or refused on a stream before: `staged` when that is in the append under preparation. */
  knows(held: Held, id: string): 'kept' | 'staged' | false {
    if (held.commands.has(mark(id))) return 'kept';
    return this.memory.isStaged(id) && 'staged';
  }

  /** One more event of a stream that a workflow runs. */
  record(stream: string, before: Held, event: NewEvent, standing: Standing): void {
    const held = { ...before, standing };
    const part = this.#parts.get(stream);
    if (part) {
      part.events.push(event);
      part.held = held;
      return;
    }
    const { revision } = before.standing;
    this.#parts.set(stream, { stream, expected: revision < 0 ? 'none' : revision, events: [event], held });
  }

  /** Events of a stream that no workflow runs. */
  plain(stream: string, expected: Append['expected'], ...events: readonly NewEvent[]): void {
    const part = this.#parts.get(stream);
    if (part) part.events.push(...events);
    else this.#parts.set(stream, { stream, expected, events: [...events] });
  }

  /** Takes back all it was to record; what it read it has read. */
  clear(): void {
    this.#parts.clear();
  }

  /** Where a stream stands with what this unit records in it. */
  standingOf(stream: string): Standing | undefined {
    return this.#parts.get(stream)?.held?.standing;
  }

  get reads(): ReadonlySet<string> {
    return this.#reads;
  }

  /** In the order in which the streams were first recorded in. */
  get parts(): readonly Part[] {
    return [...this.#parts.values()];
  }

  get changesRegister(): boolean {
    return this.#parts.has(registerStream);
  }
}

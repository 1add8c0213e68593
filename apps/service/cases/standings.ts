import { LRUCache } from 'lru-cache';
import type { EventLog, RecordedEvent } from '../../../libs/event-log/index.js';
import { beginning } from '../../../libs/workflow/decide.js';
import { ImpossibleHistory, type RecordedFact, type Standing, type Workflow } from '../../../libs/workflow/index.js';
import { replay } from '../../../libs/workflow/replay.js';
import { workflowOf } from '../../../workflows/index.js';

/**
 * Where a stream stands in memory, ahead of the log by the appends that are under way: the next command decides on it at once, and its
 * append follows theirs. When one of them fails, those after it are overtaken, and the stream is read anew.
 */
export class Held {
  /** How many appends are not answered yet. */
  underWay = 0;
  #settled: Promise<unknown> = Promise.resolve();
  #kept: Standing | undefined;

  constructor(
    readonly workflow: Workflow,
    public standing: Standing,
  ) {
    if (standing.revision >= 0) this.#kept = standing;
  }

  /** Where the stream stands by what the log has kept: all that may be shown to anybody. Undefined before its first fact is kept. */
  get kept(): Standing | undefined {
    return this.#kept;
  }

  /** The log has kept everything up to this standing. */
  keep(standing: Standing): void {
    if (this.#kept === undefined || this.#kept.revision < standing.revision) this.#kept = standing;
  }

  /** Counts an append in, and out again when it is answered, whatever the answer. */
  follow<T>(append: Promise<T>): Promise<T> {
    this.underWay += 1;
    const done = append.finally(() => (this.underWay -= 1));
    this.#settled = Promise.allSettled([this.#settled, done]);
    return done;
  }

  /** When all appends under way were answered. */
  settled(): Promise<unknown> {
    return this.#settled;
  }
}

/** How many streams are kept in memory at most; one takes some 10 to 100 KB, by the size of its ballot. */
const mostHeld = 2_000;

/** The recent standings of streams, so that a command costs one transition and not a replay. */
export class Standings {
  readonly #held = new LRUCache<string, Held>({ max: mostHeld });
  readonly #loading = new Map<string, Promise<Held | undefined>>();
  /** Of streams that are being read: the newest revision that came while they were. */
  readonly #learnt = new Map<string, number>();
  #replayed = 0;

  constructor(private readonly log: EventLog) {}

  /** The stream's standing, from memory or replayed; undefined when the stream does not exist. */
  async of(stream: string): Promise<Held | undefined> {
    const held = this.#held.get(stream);
    if (held) return held;
    const loading =
      this.#loading.get(stream) ??
      this.load(stream).finally(() => {
        this.#loading.delete(stream);
        this.#learnt.delete(stream);
      });
    this.#loading.set(stream, loading);
    return loading;
  }

  /** A stream's standing before its first fact. */
  begin(stream: string, workflow: Workflow): Held {
    const held = new Held(workflow, beginning(workflow));
    this.hold(stream, held);
    return held;
  }

  /** Keeps the stream in memory. */
  hold(stream: string, held: Held): void {
    if (this.#held.peek(stream) !== held) this.#held.set(stream, held);
  }

  /** An event that another instance recorded: what is kept in memory of its stream is behind, and read anew when it is next wanted. */
  learn({ stream, revision }: Pick<RecordedEvent, 'stream' | 'revision'>): void {
    const held = this.#held.peek(stream);
    if (held !== undefined && held.standing.revision < revision) this.#held.delete(stream);
    if (this.#loading.has(stream)) this.#learnt.set(stream, revision);
  }

  /** Whether this is what is kept in memory of the stream: false once it was forgotten because an append was not kept. */
  isCurrent(stream: string, held: Held): boolean {
    return this.#held.peek(stream) === held;
  }

  /** Whether what is in memory of a stream, ahead of the log, came true. A "no" holds only then; else it must be decided anew. */
  async cameTrue(stream: string, held: Held): Promise<boolean> {
    if (held.underWay > 0) await held.settled();
    // Another instance may have recorded what has not come to this one yet: nobody is refused on what is no longer so.
    const head = await this.log.headOf(stream);
    if (head !== 'none' && head > held.standing.revision) this.drop(stream, held);
    return this.isCurrent(stream, held);
  }

  /** Forgets what did not come true; only if nobody has begun anew since. */
  drop(stream: string, held: Held): void {
    if (this.#held.peek(stream) === held) this.#held.delete(stream);
  }

  /** Streams replayed since the start, for the metrics. */
  get replayed(): number {
    return this.#replayed;
  }

  get size(): number {
    return this.#held.size;
  }

  private async load(stream: string): Promise<Held | undefined> {
    const events = await this.log.readStream(stream);
    const [first] = events;
    if (first === undefined) return undefined;
    this.#replayed += 1;
    const workflow = pinnedWorkflow(first);
    const held = new Held(workflow, replay(workflow, events as readonly RecordedFact[]));
    if ((this.#learnt.get(stream) ?? -1) > held.standing.revision) return this.load(stream);
    this.#held.set(stream, held);
    return held;
  }
}

/** The workflow a stream was started under. A build that no longer has it must not guess. */
export function pinnedWorkflow(first: RecordedEvent): Workflow {
  const { workflow = '', version = '' } = first;
  const found = workflowOf(workflow, version);
  if (found === undefined)
    throw new ImpossibleHistory(first.revision, first.type, `this build has no workflow ${workflow}@${version}`);
  return found;
}

import { LRUCache } from 'lru-cache';
import type { EventLog, RecordedEvent } from '../../../libs/event-log/index.js';
import { beginning } from '../../../libs/workflow/decide.js';
import { ImpossibleHistory, type RecordedFact, type Standing, type Workflow } from '../../../libs/workflow/index.js';
import { replay } from '../../../libs/workflow/replay.js';
import { caseOf, ccgOf, refusedStream } from '../../../libs/workflow/streams.js';
import { arrangement } from '../../../workflows/arrangement/index.js';
import { workflowOf } from '../../../workflows/index.js';
import { mark } from './ids.js';

/** A stream that a workflow runs, as the log has it. */
export interface Held {
  readonly workflow: Workflow;
  readonly standing: Standing;
  /** Marks of the commands that were recorded on it or refused there. */
  readonly commands: Set<number>;
}

/** How many streams are kept in memory at most; one takes some 10 to 100 KB, by the size of its ballot. */
const mostHeld = 2_000;

/**
 * Streams in memory, so that a command costs one transition and not a replay. What is here is what the log has kept: nothing is decided
 * ahead of it. On a log that other instances append to as well, it may be behind; whoever appends on it then is overtaken.
 */
export class StreamCache {
  readonly #held = new LRUCache<string, Held>({ max: mostHeld });
  readonly #loading = new Map<string, Promise<Held | undefined>>();
  /** Of streams that are being read: the newest revision that came while they were. */
  readonly #learnt = new Map<string, number>();
  #replayed = 0;

  constructor(private readonly log: EventLog) {}

  /** What is in memory of a stream. */
  get(stream: string): Held | undefined {
    return this.#held.get(stream);
  }

  /** The stream, from memory or replayed; undefined when it does not exist. */
  async of(stream: string): Promise<Held | undefined> {
    const held = await this.load(stream);
    return held === undefined || held.standing.revision < 0 ? undefined : held;
  }

  /** Brings a stream into memory; one that does not exist as it stands before its first fact. Undefined where no workflow could begin it. */
  async load(stream: string): Promise<Held | undefined> {
    const held = this.#held.get(stream);
    if (held) return held;
    const loading =
      this.#loading.get(stream) ??
      this.#read(stream).finally(() => {
        this.#loading.delete(stream);
        this.#learnt.delete(stream);
      });
    this.#loading.set(stream, loading);
    return loading;
  }

  /** The log has kept the stream up to here. */
  keep(stream: string, held: Held): void {
    const known = this.#held.peek(stream);
    if (known === undefined || known.standing.revision <= held.standing.revision) this.#held.set(stream, held);
  }

  /** An event of the log: what is kept in memory of its stream is behind when another instance recorded it, and read anew when it is wanted. */
  learn({ stream, revision }: Pick<RecordedEvent, 'stream' | 'revision'>): void {
    const held = this.#held.peek(stream);
    if (held !== undefined && held.standing.revision < revision) this.#held.delete(stream);
    if (this.#loading.has(stream)) this.#learnt.set(stream, revision);
  }

  forget(stream: string): void {
    this.#held.delete(stream);
  }

  /** Streams replayed since the start, for the metrics. */
  get replayed(): number {
    return this.#replayed;
  }

  get size(): number {
    return this.#held.size;
  }

  async #read(stream: string): Promise<Held | undefined> {
    const id = caseOf(stream);
    const [events, refused] = await Promise.all([
      this.log.readStream(stream),
      id === undefined ? [] : this.log.readStream(refusedStream(id)),
    ]);
    const [first] = events;
    const commands = new Set([...events, ...refused].filter(isCommand).map((event) => mark(event.id)));
    if (first === undefined) {
      const ccg = ccgOf(stream);
      if (ccg === undefined) return undefined;
      const begun = { workflow: arrangement, standing: beginning(arrangement), commands };
      if (!this.#learnt.has(stream)) this.#held.set(stream, begun);
      return this.#learnt.has(stream) ? this.#read(stream) : begun;
    }
    this.#replayed += 1;
    const workflow = pinnedWorkflow(first);
    const standing = replay(workflow, events as readonly RecordedFact[]);
    if ((this.#learnt.get(stream) ?? -1) > standing.revision) return this.#read(stream);
    const held = { workflow, standing, commands };
    this.#held.set(stream, held);
    return held;
  }
}

const isCommand = ({ command }: RecordedEvent): boolean => command !== undefined;

/** The workflow a stream was started under. A build that no longer has it must not guess. */
export function pinnedWorkflow(first: RecordedEvent): Workflow {
  const { workflow = '', version = '' } = first;
  const found = workflowOf(workflow, version);
  if (found === undefined)
    throw new ImpossibleHistory(first.revision, first.type, `this build has no workflow ${workflow}@${version}`);
  return found;
}

import { LRUCache } from 'lru-cache';
import type { EventLog, RecordedEvent } from '../../../libs/event-log/index.js';
import { beginning } from '../../../libs/workflow/decide.js';
import { ImpossibleHistory, type RecordedFact, type Standing, type Workflow } from '../../../libs/workflow/index.js';
import { replay } from '../../../libs/workflow/replay.js';
import { caseOf, caseOfRefused, caseStream, ccgOf, refusedStream } from '../../../libs/workflow/streams.js';
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
  /** Those that turned out to be behind: they are read on from where they are. */
  readonly #behind = new LRUCache<string, Held>({ max: mostHeld });
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
    this.#held.set(stream, held);
  }

  /** An event that another instance recorded. What is in memory of its stream goes on with it. */
  learn(event: RecordedEvent): void {
    const { stream, revision } = event;
    if (this.#loading.has(stream)) this.#learnt.set(stream, revision);
    const refusedOn = caseOfRefused(stream);
    if (refusedOn !== undefined) this.#held.peek(caseStream(refusedOn))?.commands.add(mark(event.id));
    const held = this.#held.peek(stream);
    if (held === undefined || revision <= held.standing.revision) return;
    this.forget(stream);
    if (revision !== held.standing.revision + 1) return;
    // What cannot be is found out by whoever reads it whole.
    try {
      this.#held.set(stream, further(held, [event]));
    } catch {
      this.#behind.delete(stream);
    }
  }

  /** What is in memory of the stream is not what the log has. */
  forget(stream: string): void {
    const held = this.#held.peek(stream);
    if (held) this.#behind.set(stream, held);
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
    const behind = this.#behind.get(stream);
    this.#behind.delete(stream);
    const held =
      behind && behind.standing.revision >= 0 ? await this.#readOn(stream, behind) : await this.#readWhole(stream);
    if (held === undefined || (this.#learnt.get(stream) ?? -1) > held.standing.revision) {
      if (!this.#learnt.has(stream)) return undefined;
      this.#learnt.delete(stream);
      return this.#read(stream);
    }
    this.#held.set(stream, held);
    return held;
  }

  async #readOn(stream: string, behind: Held): Promise<Held> {
    return further(behind, await this.log.readStream(stream, { from: behind.standing.revision + 1 }));
  }

  async #readWhole(stream: string): Promise<Held | undefined> {
    const id = caseOf(stream);
    const [events, refused] = await Promise.all([
      this.log.readStream(stream),
      id === undefined ? [] : this.log.readStream(refusedStream(id)),
    ]);
    const [first] = events;
    // The arrangement of a CCG is there before its first fact, as every CCG has one.
    const workflow = first ? pinnedWorkflow(first) : ccgOf(stream) === undefined ? undefined : arrangement;
    if (workflow === undefined) return undefined;
    if (first) this.#replayed += 1;
    const commands = new Set(refused.map((event) => mark(event.id)));
    return further({ workflow, standing: beginning(workflow), commands }, events);
  }
}

/** The stream with more of its events. @throws ImpossibleHistory */
function further({ workflow, standing, commands }: Held, events: readonly RecordedEvent[]): Held {
  for (const { id, command } of events) if (command !== undefined) commands.add(mark(id));
  return { workflow, standing: replay(workflow, events as readonly RecordedFact[], standing), commands };
}

/** The workflow a stream was started under. A build that no longer has it must not guess. */
export function pinnedWorkflow(first: RecordedEvent): Workflow {
  const { workflow = '', version = '' } = first;
  const found = workflowOf(workflow, version);
  if (found === undefined)
    throw new ImpossibleHistory(first.revision, first.type, `this build has no workflow ${workflow}@${version}`);
  return found;
}

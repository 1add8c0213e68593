/** Where cases stood after each of their facts, and by which ways they had come there. */
import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import { beginning } from '../../../libs/workflow/decide.js';
import type { RecordedFact, Standing, State, Workflow } from '../../../libs/workflow/index.js';
import { next } from '../../../libs/workflow/replay.js';
import { sameState } from '../../../libs/workflow/state.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import { wayId, waysTaken, type WayId } from '../../../libs/workflow/taken.js';
import { Ledger } from '../ledger/ledger.js';
import { lastBy, Past, type Fold } from '../ledger/past.js';
import { pinnedWorkflow } from '../ledger/stream-cache.js';
import { nodesWithin, stageOf } from './places.js';

/** How often a way was taken, and when last. */
export interface Taken {
  readonly times: number;
  readonly revision: number;
  readonly at: string;
}

export interface Track {
  readonly workflow: Workflow;
  readonly standing: Standing;
  /** By type of fact, the ways that facts of it took. */
  readonly taken: Readonly<Record<string, Readonly<Record<WayId, Taken>>>>;
  /** By stage, the types of facts that were recorded in it. */
  readonly recorded: Readonly<Record<string, readonly string[]>>;
  /** Every state the case has been in, each once. */
  readonly been: readonly State[];
  /** The last state in which it had not ended. */
  readonly open: State | undefined;
}

/** Which moment of a case is wanted; now when neither is given. */
export interface Moment {
  readonly revision?: number;
  /** ISO 8601, UTC: everything recorded up to and including it. */
  readonly asOf?: string;
}

@Injectable()
export class Tracks {
  readonly #past: Past<Track>;

  constructor(private readonly ledger: Ledger) {
    this.#past = new Past(ledger.log, track);
  }

  /** Up to a fact; undefined where the case has none of this revision. @throws ImpossibleHistory */
  at(id: string, revision: number): Promise<Track | undefined> {
    return this.#past.at(caseStream(id), revision);
  }

  /** The revision that a moment means, of those up to `last`; undefined where the case has none, or had not begun. */
  async revisionAt(id: string, { revision, asOf }: Moment, last: number): Promise<number | undefined> {
    const by = asOf === undefined ? last : await lastBy(this.ledger.log, caseStream(id), asOf, last);
    if (by === undefined || revision === undefined) return by;
    return revision <= by ? revision : undefined;
  }
}

const track: Fold<Track> = {
  begin: (first) => {
    const workflow = pinnedWorkflow(first);
    return { workflow, standing: beginning(workflow), taken: {}, recorded: {}, been: [], open: undefined };
  },
  further: (before, event) => {
    const { workflow } = before;
    const fact = event as RecordedFact;
    const standing = next(workflow, before.standing, fact);
    const ways = waysTaken(before.standing.snapshot, fact).map(wayId);
    const { from, to } = event;
    return {
      workflow,
      standing,
      taken: ways.length === 0 ? before.taken : withTaken(before.taken, event, ways),
      recorded: withRecorded(workflow, before.recorded, event),
      been: to === undefined || sameState(from, to) ? before.been : withState(before.been, to),
      open: isOpenIn(workflow, from) ? from : before.open,
    };
  },
};

function withTaken(
  before: Track['taken'],
  { type, revision, at }: RecordedEvent,
  ways: readonly WayId[],
): Track['taken'] {
  const known = before[type] ?? {};
  const more = ways.map((way) => [way, { times: (known[way]?.times ?? 0) + 1, revision, at }] as const);
  return { ...before, [type]: { ...known, ...Object.fromEntries(more) } };
}

function withRecorded(
  workflow: Workflow,
  before: Track['recorded'],
  { type, from, to }: RecordedEvent,
): Track['recorded'] {
  const stage = stageOf(workflow, type, from ?? to);
  if (stage === undefined) return before;
  const known = before[stage] ?? [];
  return known.includes(type) ? before : { ...before, [stage]: [...known, type] };
}

const withState = (been: readonly State[], state: State): readonly State[] =>
  been.some((each) => sameState(each, state)) ? been : [...been, state];

const isOpenIn = ({ machine }: Workflow, state: State | undefined): boolean =>
  state !== undefined && nodesWithin(machine.root, state).at(-1)?.type !== 'final';

/** A track, as far as somebody sees the case. */
export interface TrackSeen {
  readonly taken: ReadonlyMap<WayId, Taken>;
  /** Stages in which something was recorded. */
  readonly recorded: ReadonlySet<string>;
  /** The last state in which it had not ended; absent for whoever sees a part. */
  readonly open?: State;
}

export function trackSeen({ workflow, taken, recorded, open }: Track, extent: 'all' | 'part'): TrackSeen {
  const part = extent === 'part' ? workflow.part : undefined;
  const isSeen = (type: string): boolean => part === undefined || part.events.includes(type);
  const ways = new Map<WayId, Taken>();
  for (const [type, all] of Object.entries(taken))
    for (const [way, more] of isSeen(type) ? Object.entries(all) : []) ways.set(way, both(ways.get(way), more));
  const stages = Object.entries(recorded).flatMap(([stage, types]) => (types.some(isSeen) ? [stage] : []));
  return {
    taken: ways,
    recorded: new Set(stages),
    ...(part === undefined && open !== undefined && { open }),
  };
}

/** A way that the machine takes by itself is taken with facts of several types. */
function both(a: Taken | undefined, b: Taken): Taken {
  if (a === undefined) return b;
  const { revision, at } = a.revision > b.revision ? a : b;
  return { times: a.times + b.times, revision, at };
}

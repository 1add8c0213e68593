/** What a trail is asked and what it answers. Instants are ISO 8601 in UTC; positions are places in the log. */
import type { RecordedEvent } from '../../event-log/index.js';
import type { LastSeen } from '../last-seen.js';

/** Only what all of this is true of. */
export interface EventFilter {
  /** Name of the stream it was recorded in. */
  readonly stream?: string;
  readonly type?: string;
  /** Id of the person who did it. */
  readonly person?: string;
  readonly role?: string;
  readonly organisation?: string;
  /** Id of a case: what was recorded on it, refused on it, or read of it. */
  readonly case?: string;
  /** Code of a CCG. */
  readonly ccg?: string;
  readonly workflow?: string;
  /** By which an attempt was refused. */
  readonly rule?: string;
  /** Kind of the refusal: `rule`, `not-yours`, `not-open-here` … */
  readonly because?: string;
  /** Of a refused attempt the type that was attempted; of a reading what was read. */
  readonly detail?: string;
  /** From this instant on. */
  readonly from?: string;
  /** Before this instant. */
  readonly until?: string;
  /** From this position on. */
  readonly first?: number;
  /** Up to this position and with it. */
  readonly last?: number;
}

/** The newest first; `before` is the position to go on before. */
export interface EventsWanted extends EventFilter {
  readonly before?: number;
  /** Rows at most, 1 or more. */
  readonly limit: number;
}

/** An event without its data. */
export interface TrailEvent {
  readonly position: number;
  readonly at: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly event: string;
  readonly person: string;
  /** As the event says it. */
  readonly name: string;
  readonly role: string;
  readonly organisation: string;
  readonly case?: string;
  readonly ccg?: string;
  readonly workflow?: string;
  /** Of a refused attempt. */
  readonly because?: string;
  readonly rule?: string;
  /** Of a refused attempt what was attempted, of a reading what was read. */
  readonly detail?: string;
  readonly cause?: string;
}

/** A sum of refused attempts. `last` is the position of the latest of them. */
export interface RefusedSum {
  readonly because: string;
  readonly rule?: string;
  readonly attempted: string;
  readonly person: string;
  readonly role: string;
  readonly organisation: string;
  readonly times: number;
  readonly last: number;
}

/** What somebody did so many times in one role for one organisation. `first` and `last` are instants. */
export interface Acts {
  readonly role: string;
  readonly organisation: string;
  readonly type: string;
  readonly times: number;
  readonly first: string;
  readonly last: string;
}

/** A place in the log, and the instant of the event there. */
export interface TrailMoment {
  readonly position: number;
  /** Absent at position 0, before the first event. */
  readonly at?: string;
}

/** So many cases at a moment. */
export interface Tallied {
  /** `stage`: in progress. `waiting`: they wait on a role in a queue. `outcome`: how they ended, or `open`. */
  readonly kind: 'stage' | 'waiting' | 'outcome';
  /** Name of the stage, of the queue, or the outcome. */
  readonly name: string;
  /** Of `waiting`. */
  readonly role?: string;
  readonly workflow: string;
  readonly level?: string;
  readonly region: string;
  readonly round?: string;
  readonly cases: number;
  /** Of `waiting`: since when the oldest had waited. */
  readonly oldest?: string;
}

/** Where one case stood at a moment. */
export interface Stood {
  readonly case: string;
  readonly workflow: string;
  readonly version: string;
  readonly level?: string;
  readonly ccg?: string;
  readonly ccgName: string;
  readonly region: string;
  readonly round?: string;
  /** Of the event since which it stood so. */
  readonly revision: number;
  readonly position: number;
  readonly since: string;
  /** Names of the stages in progress. */
  readonly stages: readonly string[];
  readonly outcome?: string;
  readonly waiting: readonly StoodWaiting[];
  /** When the soonest of all that was due was due. */
  readonly due?: string;
}

export interface StoodWaiting {
  readonly role: string;
  readonly queue: string;
  readonly since: string;
  readonly due?: string;
}

/** Only cases of which all of this was so at the moment. */
export interface StoodFilter {
  readonly workflow?: string;
  readonly level?: string;
  readonly region?: string;
  readonly round?: string;
  readonly ccg?: string;
  /** Name of a stage in progress, an outcome, or `open`. */
  readonly state?: string;
  /** A role. */
  readonly waitingOn?: string;
  /** Name of a queue. */
  readonly queue?: string;
}

/** In the order in which the cases began; `after` is `next` of the page before. */
export interface StoodWanted extends StoodFilter {
  readonly position: number;
  readonly after?: number;
  readonly limit: number;
}

export interface StoodPage {
  readonly cases: readonly Stood[];
  readonly next?: number;
}

/** `began`: not there at the earlier moment. `ended`: goes on then, and not any more. `moved`: in other stages; `left` a level, `took` one. */
export type Change = 'began' | 'moved' | 'ended';

export interface Changed {
  readonly change: Change;
  /** Absent for what was not there. */
  readonly before?: Stood;
  readonly after: Stood;
}

export interface DifferenceWanted {
  /** Positions, the earlier one first. */
  readonly from: number;
  readonly to: number;
  readonly change?: Change;
  readonly after?: number;
  readonly limit: number;
}

export interface ChangedPage {
  readonly changes: readonly Changed[];
  readonly next?: number;
}

/** A level that a CCG took. `until` is absent while it holds it, as far as was recorded by the moment asked for. */
export interface Held {
  readonly ccg: string;
  readonly level: string;
  readonly case: string;
  readonly from: string;
  readonly until?: string;
}

/** A level that was taken or left between two moments. */
export interface HeldChange extends Held {
  readonly change: 'took' | 'left';
}

/** A stage of a case, from when until when. */
export interface StagePeriod {
  readonly case: string;
  readonly stage: string;
  readonly workflow: string;
  readonly level?: string;
  readonly round?: string;
  readonly from: string;
  /** Absent while it goes on. */
  readonly until?: string;
}

export interface PeriodFilter {
  readonly stage?: string;
  readonly workflow?: string;
  readonly level?: string;
  readonly round?: string;
  /** Only what came to its end from this instant on. */
  readonly from?: string;
  /** Only what came to its end before this instant. */
  readonly until?: string;
}

/** How long a stage took, over all its periods that came to an end: in milliseconds, of so many out of a hundred no longer. */
export interface StageTime {
  readonly workflow: string;
  readonly stage: string;
  readonly periods: number;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
  readonly longest: number;
}

/** What waited in a queue at a moment: how long, in milliseconds, by the instant that was asked for. */
export interface QueueAge {
  readonly queue: string;
  readonly role: string;
  readonly waiting: number;
  /** Of those, how many were due by then. */
  readonly late: number;
  readonly median: number;
  readonly upper: number;
  readonly longest: number;
}

/** How many cases of a round came so far by a moment. */
export interface Funnel {
  readonly workflow: string;
  readonly stage: string;
  /** That were ever in it. */
  readonly entered: number;
  /** That are in it. */
  readonly here: number;
}

/** The questions. All are plain data and answers, so that they can go to another thread and back. */
export interface TrailReads {
  /** The newest first. */
  events(wanted: EventsWanted): readonly TrailEvent[];
  /** How many those are: the number, or undefined where they are more than `most`, or counting would take long. */
  count(filter: EventFilter, most: number): number | undefined;
  /** Words of which there are events, by name: of types, roles, rules … with how many events say each. */
  words(kind: WordKind, limit: number): readonly { readonly word: string; readonly said: number }[];
  refusals(filter: EventFilter): readonly RefusedSum[];
  /** Names under which a person acted, and what they did. Undefined for nobody who ever did anything. */
  person(id: string): { readonly names: readonly string[]; readonly acts: readonly Acts[] } | undefined;
  /** Those who acted under a name in which a text stands, by name, at most so many. */
  peopleNamed(text: string, limit: number): readonly { readonly id: string; readonly name: string }[];

  /** The last place in the log whose event was recorded at or before an instant; 0 where there is none. */
  momentOf(instant: string): TrailMoment;
  /** A position as a moment, no later than what was taken. */
  momentAt(position: number): TrailMoment;
  /** The whole register at a position: how many cases stood where, by all they differ in. */
  tallies(position: number): readonly Tallied[];
  /** The same at many positions, for what is drawn over time. */
  talliesOver(
    positions: readonly number[],
    kind: Tallied['kind'],
  ): readonly { readonly position: number; readonly tallies: readonly Tallied[] }[];
  /** Of what waited at a position, how many were due by an instant. */
  late(
    position: number,
    by: string,
  ): readonly { readonly queue: string; readonly role: string; readonly late: number }[];
  /** The cases one by one. */
  stood(wanted: StoodWanted): StoodPage;
  /** The levels that CCGs held at a position, as far as was recorded by then. */
  held(position: number): readonly Held[];

  /** How many cases began, moved and ended between two positions. */
  differenceCounts(of: { readonly from: number; readonly to: number }): Readonly<Record<Change, number>>;
  difference(wanted: DifferenceWanted): ChangedPage;
  heldDifference(of: { readonly from: number; readonly to: number }): readonly HeldChange[];

  /** The newest first; `before` is `next` of the page before. */
  stagePeriods(filter: PeriodFilter & { readonly limit: number; readonly skip?: number }): readonly StagePeriod[];
  stageTimes(filter: PeriodFilter): readonly StageTime[];
  /** @param at the instant by which they had waited; that of the event at the position unless told */
  queueAges(position: number, at?: string): readonly QueueAge[];
  /** @param round its id; all rounds unless told */
  funnel(position: number, round?: string): readonly Funnel[];
}

export type WordKind = 'type' | 'person' | 'role' | 'organisation' | 'case' | 'ccg' | 'workflow' | 'rule' | 'because';

export interface Trail extends TrailReads {
  /** Position of the last event that is in the rows; 0 before the first. */
  readonly position: number;
  /** That event, to tell whether a log is the one this was made from. */
  readonly last: LastSeen;
  /**
   * Takes events of the log in ascending order, of all streams, without leaving any out; what was taken before is skipped. All or nothing.
   *
   * @throws Error when a case's event does not follow its last, has no state, or names a workflow the service does not know.
   */
  apply(events: readonly RecordedEvent[]): void;
  close(): void;
}

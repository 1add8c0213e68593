/**
 * What is to be known of a history to tell which consequences are missing: a mark for each fact that has some, and for each that is one or
 * that changes whom others fall on. All other events leave no mark. Marks are plain data, made stream by stream and read in order.
 */
import type { RecordedEvent } from '../../libs/event-log/index.js';
import type { Register } from '../../libs/register/index.js';
import type { Claims, Standing, Workflow } from '../../libs/workflow/index.js';
import { claimsIn, claimsOver } from '../../libs/workflow/claims.js';
import { londonDay } from '../../libs/workflow/london.js';
import { sameState } from '../../libs/workflow/state.js';
import { caseOf, ccgOf } from '../../libs/workflow/streams.js';
import {
  consequencesOf,
  consequencesOfRegister,
  countedBy,
  reachesOut,
  type About,
  type Around,
  type AsRegistered,
  type Brought,
  type HeldInterest,
  type RegisterTurn,
  type Turn,
} from '../../workflows/consequences.js';

import type { RegisterOccasion } from '../../libs/register/look-ups.js';

/** The event that brings something about. */
export type Cause = Pick<RecordedEvent, 'id' | 'position' | 'stream' | 'revision' | 'type' | 'at' | 'actor'>;

/** The last event of a stream. */
export type Last = Pick<RecordedEvent, 'position' | 'stream' | 'revision' | 'at'>;

/** What a fact says that the register said, by the name of the look-up, as a print of it. */
export interface Asked {
  readonly event: Last;
  readonly type: string;
  readonly occasion: Omit<RegisterOccasion, 'register' | 'at'>;
  readonly said: Readonly<Record<string, string>>;
}

export interface DueNext {
  readonly event: string;
  readonly at: string;
}

export type Mark = { readonly place: number } & (
  | { readonly is: 'begun' | 'ended'; readonly case: string; readonly about: About }
  /** Who has a case in hand, after a step of it. */
  | { readonly is: 'claimed'; readonly case: string; readonly ccg: string; readonly claims: Claims }
  /** A fact of an arrangement. */
  | { readonly is: 'arranged'; readonly ccg: string; readonly type: string; readonly data: RecordedEvent['data'] }
  /** Something was brought about by the event of this id. */
  | {
      readonly is: 'consequence';
      readonly cause: string;
      readonly stream: string;
      readonly type: string;
      readonly data: RecordedEvent['data'];
      readonly at: string;
      /** When the event before it in its stream happened. */
      readonly after?: string | undefined;
    }
  /** A fact that has consequences which no other stream has a say in. */
  | { readonly is: 'owing'; readonly cause: Cause; readonly brought: readonly Brought[] }
  /** A fact whose consequences depend on other streams. */
  | { readonly is: 'turn'; readonly cause: Cause; readonly workflow: string; readonly turn: Omit<Turn, 'workflow'> }
  /** A fact of the register whose consequences depend on other streams, the CCGs that its organisation was of, and the interests it moves. */
  | {
      readonly is: 'registered';
      readonly cause: Cause;
      readonly turn: RegisterTurn;
      readonly ccgs: readonly string[];
      readonly interests: readonly HeldInterest[];
    }
  /** A case that had not ended at its last event: what the clock records next, and the CCG with whose end it ends. */
  | {
      readonly is: 'open';
      readonly last: Last;
      readonly due: DueNext | undefined;
      readonly endsWith: string | undefined;
    }
  /** The end of the last day of a CCG, as the register knew it at the end. */
  | { readonly is: 'closes'; readonly ccg: string; readonly at: string }
  /** Everything that was due by this instant had to be recorded before this place; `person` when somebody acted there. */
  | { readonly is: 'reached'; readonly at: string; readonly by: 'person' | 'clock' }
  /** What a fact took from the register, where that is read elsewhere. */
  | { readonly is: 'asked'; readonly asked: Asked }
  /** The minute of an item as it stands from here on, as a print of it, and a decision that rests on one. */
  | { readonly is: 'minuted'; readonly meeting: string; readonly item: number; readonly print: string }
  | {
      readonly is: 'rests';
      readonly last: Last;
      readonly meeting: string;
      readonly item: number;
      readonly print: string;
    }
  /** A stream with a finding, or one that cannot be told: what is missing there may be what was found. */
  | { readonly is: 'suspended'; readonly stream: string | undefined }
);

/** A step of a case, from a state to a standing. A fact and what the clock recorded at once because of it are one. */
export interface CaseStep {
  readonly place: number;
  readonly event: RecordedEvent;
  readonly workflow: Workflow;
  readonly before: Turn['before'];
  readonly standing: Standing;
}

/** Cases ask nothing of the register. */
const unasked: AsRegistered = { ccgsOf: () => [], lastCcgOf: () => undefined, interestsIn: () => [] };

/** Says whether the answer depends on other streams. */
function asking(ofRegister: AsRegistered): { readonly around: Around; hasAsked(): boolean } {
  let asked = false;
  const noted = <Answer>(answer: Answer): Answer => {
    asked = true;
    return answer;
  };
  const around = {
    live: () => noted([]),
    inGroup: () => noted(undefined),
    open: () => noted([]),
    ofRound: () => noted([]),
    naming: () => noted([]),
    claimsOf: () => noted([]),
    ...ofRegister,
  };
  return { around, hasAsked: () => asked };
}

/** Whether a step can leave marks at all: most, as a vote, lead nowhere. */
export const canLeaveMarks = ({ workflow, event, before, standing }: Omit<CaseStep, 'place'>): boolean =>
  reachesOut(workflow, event.type) ||
  !sameState(before, standing.progress.state) ||
  isAboutClaims(workflow, event.type) ||
  Object.keys(claimsIn(workflow, standing)).length > 0;

const isAboutClaims = ({ claims }: Workflow, type: string): boolean =>
  claims !== undefined && ['CaseReleased', 'ClaimEnded'].includes(type);

/** What a step of a case leaves. */
export function* marksOfStep({ place, event, workflow, before, standing }: CaseStep): Iterable<Mark> {
  const id = caseOf(event.stream);
  if (id === undefined) return;
  const after = standing.progress.state;
  const context = standing.snapshot.context as unknown;
  const about = aboutIn(workflow, context);
  if (about === undefined) return;
  if (before === undefined) yield { is: 'begun', place, case: id, about };
  if (standing.snapshot.status !== 'active') yield { is: 'ended', place, case: id, about };
  const claims = claimsIn(workflow, standing);
  const { ccg } = about;
  if (ccg !== undefined && (isAboutClaims(workflow, event.type) || Object.keys(claims).length > 0))
    yield { is: 'claimed', place, case: id, ccg, claims };
  const cause = causeOf(event);
  const over = claimsOver(workflow, standing);
  const turn = { case: id, before, after, about, ...countedBy(workflow, context), claimsOver: over, fact: event };
  const asked = asking(unasked);
  const brought = consequencesOf({ ...turn, workflow, context }, asked.around);
  if (asked.hasAsked())
    yield {
      is: 'turn',
      place,
      cause,
      workflow: `${workflow.name}@${workflow.version}`,
      turn: { ...turn, fact: factOf(event), context: undefined },
    };
  else if (brought.length > 0) yield { is: 'owing', place, cause, brought };
}

/** What a fact of the register leaves, on what the register knew then. */
export function* marksOfRegister(event: RecordedEvent, place: number, register: Register): Iterable<Mark> {
  let ccgs: readonly string[] = [];
  let interests: readonly HeldInterest[] = [];
  const asked = asking({
    ccgsOf: (organisation, at) => {
      ccgs = register.ccgsOf(organisation, londonDay(at));
      return ccgs;
    },
    lastCcgOf: (practice) => {
      const last = register.lastCcgOf(practice);
      ccgs = last === undefined ? [] : [last];
      return last;
    },
    interestsIn: (organisations, at) => {
      interests = register.interestsIn(organisations, londonDay(at));
      return interests;
    },
  });
  consequencesOfRegister(event, asked.around);
  if (asked.hasAsked()) yield { is: 'registered', place, cause: causeOf(event), turn: factOf(event), ccgs, interests };
}

/** What any event leaves, whatever its stream; `after` is when the one before it happened. */
export function marksOfEvent(
  { stream, type, data, cause, at }: RecordedEvent,
  place: number,
  after: string | undefined,
): readonly Mark[] {
  const ccg = ccgOf(stream);
  if (ccg === undefined && cause === undefined) return none;
  return [
    ...(ccg === undefined ? none : [{ is: 'arranged', place, ccg, type, data } as const]),
    ...(cause === undefined ? none : [{ is: 'consequence', place, cause, stream, type, data, at, after } as const]),
  ];
}

const none: readonly Mark[] = [];

const causeOf = ({ id, position, stream, revision, type, at, actor }: RecordedEvent): Cause => {
  return { id, position, stream, revision, type, at, actor };
};

const factOf = ({ type, data, at, actor }: RecordedEvent): RegisterTurn => ({ type, data, at, actor });

/** Whom a case is about; undefined for what is no case about a CCG. */
function aboutIn(workflow: Workflow, context: unknown): About | undefined {
  const particulars = workflow.particulars(context);
  if (particulars === undefined) return undefined;
  const { ccg, round, group, parties } = particulars;
  const { groupId } = context as { groupId?: unknown };
  return {
    ...(ccg !== undefined && { ccg }),
    ...(round !== undefined && { round }),
    group: [...group],
    ...(parties && { parties: [...parties] }),
    groupId: typeof groupId === 'string' ? groupId : null,
  };
}

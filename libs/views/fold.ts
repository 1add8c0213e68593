/** One event further: what is known of a case, from its events alone. Pure; nothing here runs a machine. */
import type { RecordedEvent } from '../event-log/index.js';
import type { Noted, Progress, State, Workflow } from '../workflow/index.js';
import { kindOf, type KindOfDue } from '../workflow/due.js';
import { earliestOf, instant } from '../workflow/instant.js';
import {
  dueOf,
  milestonesAt,
  outcomeOf,
  progressWith,
  stagesOf,
  waitingOn,
  type StageStatus,
} from '../workflow/progress.js';
import { courseOfPart, pathOfPart } from '../workflow/part.js';
import { sameState } from '../workflow/state.js';
import { caseOf } from '../workflow/streams.js';
import { balloted, cameTo, endedAfter, goesOnAt } from './milestones.js';
import type { CaseRow, Claims, Latest, Person } from './model.js';
import { isOfRegion } from './scope.js';

export interface WaitingHere {
  readonly role: string;
  /** Of the case, where the role is held for one; absent for the other roles. */
  readonly region?: string;
  readonly queue: string;
  readonly since: string;
  readonly due?: string;
  readonly claimedBy?: Person;
}

export interface DueHere {
  readonly kind: KindOfDue;
  readonly event: string;
  readonly date: string;
  readonly at: string;
}

export interface Folded {
  readonly row: CaseRow;
  readonly claims: Claims;
  /** Words between spaces: paths of the states, stages in progress, outcome. */
  readonly places: string;
  /** The same words, and the roles it waits on, of the members' part alone; undefined for a case without one. */
  readonly part: { readonly places: string; readonly waitingOn: string; readonly due: string | undefined } | undefined;
  /** When the soonest of what is due in its stages is due. */
  readonly soonest: string | undefined;
  readonly latest: Latest;
  /** The latest fact that is of the members' part; undefined before the first, and for a case without such a part. */
  readonly latestOfPart: Latest | undefined;
  readonly waiting: readonly WaitingHere[];
  readonly due: readonly DueHere[];
}

/** @throws Error when the event does not follow the one before, or does not say what a case's events must say. */
export function fold(workflow: Workflow, before: Folded | undefined, event: RecordedEvent): Folded {
  const expected = (before?.row.revision ?? -1) + 1;
  if (event.revision !== expected) {
    throw new Error(`expected revision ${expected} of ${event.stream}, found ${event.revision}`);
  }
  if (event.to === undefined) throw new Error(`expected a state after revision ${event.revision} of ${event.stream}`);
  const moved = { revision: event.revision, updatedAt: event.at };
  const told = latestOf(workflow, before, event);
  if (before && staysAsItIs(workflow, before, event)) return { ...before, ...told, row: { ...before.row, ...moved } };
  const progress = progressWith(workflow, before?.row.progress, { ...event, to: event.to });
  const known = before
    ? { ...before.row, ...moved, ...againBegun(workflow, event), ...detailsIn(event) }
    : begun(workflow, event, progress);
  const row = withMilestones(workflow, withNotes(workflow, withDisclosure(workflow, known, event), event), event.to);
  const claims = claimsAfter(before?.claims ?? {}, event);
  // As after a claim: the case is where it was.
  if (before && progress === before.row.progress)
    return { ...before, ...told, row, claims, waiting: waitingIn(workflow, row, claims) };
  return { ...standing(workflow, row, progress, claims), ...told };
}

/** The latest fact, and the latest of the members' part, once this one is recorded. */
function latestOf(
  { part }: Workflow,
  before: Pick<Folded, 'latestOfPart'> | undefined,
  { type, at, revision, position, actor }: RecordedEvent,
): Pick<Folded, 'latest' | 'latestOfPart'> {
  const latest = { type, at, revision, position, by: actor };
  return { latest, latestOfPart: part?.events.includes(type) ? latest : before?.latestOfPart };
}

function withNotes({ notes = {} }: Workflow, row: CaseRow, event: RecordedEvent): CaseRow {
  const note = Object.hasOwn(notes, event.type) ? notes[event.type] : undefined;
  return note ? { ...row, noted: note(row.noted, event) } : row;
}

function withMilestones(workflow: Workflow, row: CaseRow, state: State): CaseRow {
  const { reached = {} } = row.noted;
  const news = milestonesAt(workflow, state).filter((name) => !Object.hasOwn(reached, name));
  if (news.length === 0) return row;
  const now = Object.fromEntries(news.map((name) => [name, row.revision]));
  return { ...row, noted: { ...row.noted, reached: { ...reached, ...now } } };
}

/** As after a vote: the case is where it was, and no date was set. The commonest events by far, so it is told early. */
function staysAsItIs(workflow: Workflow, { row }: Folded, event: RecordedEvent): boolean {
  if (['CaseClaimed', ...endsOfClaims, detailsChanged, workflow.begins].includes(event.type)) return false;
  if (workflow.notes && Object.hasOwn(workflow.notes, event.type)) return false;
  return sameState(event.to, row.state) && Object.keys(workflow.datesSetBy(event)).length === 0;
}

function withDisclosure({ confidential }: Workflow, row: CaseRow, { type, revision }: RecordedEvent): CaseRow {
  if (type === confidential?.from) return { ...row, undisclosed: revision };
  if (type !== confidential?.until) return row;
  const { undisclosed, ...disclosed } = row;
  return undisclosed === undefined ? row : disclosed;
}

function begun(workflow: Workflow, event: RecordedEvent, progress: Progress): CaseRow {
  const { ccg = ofCommittee(event), round, group, groupId } = event.data as Partial<Beginning>;
  if (ccg === undefined)
    throw new Error(`expected a CCG or a committee in the first event of ${event.stream}, found neither`);
  return {
    id: caseOf(event.stream) ?? event.stream,
    workflow: workflow.name,
    version: workflow.version,
    ...(workflow.level !== undefined && { level: workflow.level }),
    ...(ccg.code !== undefined && { ccg: ccg.code }),
    ccgName: ccg.name,
    region: ccg.region,
    ...(round && { round: round.id }),
    group: group ?? [],
    ...(typeof groupId === 'string' && { groupId }),
    state: progress.state,
    waitingOn: [],
    progress,
    noted: nothingNoted,
    revision: event.revision,
    startedAt: event.at,
    updatedAt: event.at,
  };
}

const nothingNoted: Noted = {};

/** What the first event of every case says; the service and the register put it there. */
interface Beginning {
  readonly ccg: { readonly code?: string; readonly name: string; readonly region: string };
  readonly round: { readonly id: string };
  readonly group: readonly string[];
  readonly groupId: string | null;
}

/** What is about a committee, and no CCG, belongs to the committee's organisation: a region, or NHS England. */
function ofCommittee({ data }: RecordedEvent): Beginning['ccg'] | undefined {
  const { committee } = data as { committee?: { name: string; organisation: string } };
  return committee && { name: committee.name, region: committee.organisation };
}

/** A case that was sent back and begins again keeps its CCG and round, and may name another group. */
function againBegun(workflow: Workflow, event: RecordedEvent): Partial<CaseRow> {
  return event.type === workflow.begins ? { group: (event.data as Partial<Beginning>).group ?? [] } : {};
}

const detailsChanged = 'CcgDetailsChanged';

/** What the register knows otherwise of the CCG of an open case. */
function detailsIn({ type, data }: RecordedEvent): Partial<CaseRow> {
  if (type !== detailsChanged) return {};
  const { name, region } = data as Partial<Beginning['ccg']>;
  return { ...(name !== undefined && { ccgName: name }), ...(region !== undefined && { region }) };
}

const endsOfClaims: readonly string[] = ['CaseReleased', 'ClaimEnded'];

function claimsAfter(claims: Claims, { type, data, actor }: RecordedEvent): Claims {
  const ends = endsOfClaims.includes(type);
  if (type !== 'CaseClaimed' && !ends) return claims;
  const others = Object.fromEntries(Object.entries(claims).filter(([queue]) => queue !== data.queue));
  return ends ? others : { ...others, [String(data.queue)]: actor };
}

/** Everything that follows from how far the case has come. */
export function standing(
  workflow: Workflow,
  row: CaseRow,
  progress: Progress,
  claimed: Claims,
): Omit<Folded, 'latest' | 'latestOfPart'> {
  const { state } = progress;
  const outcome = outcomeOf(workflow, state);
  return {
    row: { ...row, state, progress, waitingOn: waitingOn(workflow, progress), ...(outcome && { outcome }) },
    claims: outcome ? {} : claimed,
    places: placesOf(workflow, progress, outcome) + wordsOf(milestoneWords(workflow, row.noted, outcome)),
    part: partOf(workflow, progress),
    soonest: soonestIn(stagesOf(workflow, progress)),
    waiting: waitingIn(workflow, { ...row, progress }, claimed),
    due: dueOf(workflow, progress).map(({ event, date, at }) => ({ kind: kindOf(workflow, event), event, date, at })),
  };
}

const soonestIn = (stages: readonly StageStatus[]): string | undefined =>
  earliestOf(stages.flatMap(({ due }) => (due === undefined ? [] : [instant(due)])));

function waitingIn(
  workflow: Workflow,
  { progress, startedAt, region }: Pick<CaseRow, 'progress' | 'startedAt' | 'region'>,
  claimed: Claims,
): readonly WaitingHere[] {
  return stagesOf(workflow, progress).flatMap(({ name, waitingOn: roles, since = startedAt, due }) =>
    roles.map((role) => {
      const claimedBy = Object.hasOwn(claimed, name) ? claimed[name] : undefined;
      return {
        role,
        queue: name,
        since,
        ...(isOfRegion(role) && { region }),
        ...(due && { due }),
        ...(claimedBy && { claimedBy }),
      };
    }),
  );
}

/** Configurations are few, so their words are kept. */
const placesKnown = new WeakMap<Workflow, Map<string, string>>();

function placesOf(workflow: Workflow, progress: Progress, outcome: string | undefined): string {
  const known = placesKnown.get(workflow) ?? new Map<string, string>();
  placesKnown.set(workflow, known);
  const key = JSON.stringify(progress.state);
  const found = known.get(key);
  if (found !== undefined) return found;
  const inProgress = stagesOf(workflow, progress).flatMap(({ name, status }) => (status === 'in-progress' ? name : []));
  const words = [...pathsOf(progress.state), ...inProgress, ...(outcome ? [outcome, isOver] : [isOpen])];
  const places = wordsOf([...new Set(words)]);
  known.set(key, places);
  return places;
}

/** The words of how far a case has come, for those who see the whole of it; `milestones.ts` says what each means. */
function milestoneWords(workflow: Workflow, noted: Noted, outcome: string | undefined): readonly string[] {
  const { reached = {}, reasons = [], ballots = 0 } = noted;
  const furthest = workflow.milestones?.findLast(({ name }) => Object.hasOwn(reached, name))?.name;
  if (furthest === undefined) return [];
  const came = [...Object.keys(reached).map(cameTo), ...(ballots > 0 ? [balloted] : [])];
  if (outcome === undefined) return [...came, goesOnAt(furthest)];
  return [...came, endedAfter(furthest, outcome), ...reasons.map((reason) => endedAfter(furthest, outcome, reason))];
}

/** Stand among the words of a case that goes on, and of one that has ended. */
export const isOpen = 'open';
export const isOver = 'over';

/** The words of the members' part: of what is around it none, so that no filter tells more than what is shown. */
function partOf(workflow: Workflow, progress: Progress): Folded['part'] {
  const { part } = workflow;
  if (part === undefined) return undefined;
  const { state, stages, outcome, waitingOn: roles } = courseOfPart(workflow, part, progress);
  const path = pathOfPart(workflow, part);
  const here = stages.filter(({ status }) => status === 'in-progress');
  const words = here.flatMap(({ name }) => [name, path, ...pathsOf(state, `${path}.`)]);
  return {
    places: wordsOf([...words, ...(outcome === undefined ? [isOpen] : [outcome, isOver])]),
    waitingOn: wordsOf(roles),
    due: soonestIn(stages),
  };
}

/** The dotted path of every state a case is in, the outer ones too. */
function pathsOf(state: State, above = ''): readonly string[] {
  if (typeof state === 'string') return state === '' ? [] : [above + state];
  return Object.entries(state).flatMap(([name, inner]) => [above + name, ...pathsOf(inner, `${above}${name}.`)]);
}

/** Words that can be looked for one by one: each stands between two spaces. */
export const wordsOf = (words: readonly string[]): string => ` ${words.join(' ')} `;

/** The words of such a text. */
export const wordsIn = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');

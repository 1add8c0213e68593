import { dateIn, settled } from './dates.js';
import type { Fact, Place, Progress, State, Workflow } from './index.js';
import { inOrder, instant, type Instant } from './instant.js';
import { isIn, nodesOf, pathOf, placeOf, nothingWithin, sameState, substateAt } from './state.js';

/** One fact further. Needs no machine run: the recorded `to` says where the case went. */
export function progressWith(
  workflow: Workflow,
  before: Progress | undefined,
  fact: Fact & { readonly to: State },
): Progress {
  const dates = datesWith(before?.dates ?? {}, workflow.datesSetBy(fact, before?.dates));
  // As after a vote, the commonest fact by far.
  if (before && sameState(fact.to, before.state)) return dates === before.dates ? before : { ...before, dates };
  const since: Record<string, string> = { ...before?.since };
  for (const [index, { name, path }] of workflow.stages.entries()) {
    const now = substateAt(fact.to, path);
    const then = before && substateAt(before.state, path);
    // What was complete stays completed since then, also when the case moves on.
    const stays = now === undefined && before !== undefined && isComplete(workflow, before.state, index);
    if (!stays && !sameState(now, then)) since[name] = fact.at;
  }
  return { state: fact.to, since, dates };
}

function datesWith(before: Progress['dates'], set: Readonly<Record<string, string | null>>): Progress['dates'] {
  const names = Object.keys(set);
  if (names.length === 0) return before;
  const kept = Object.entries(before).filter(([name]) => !Object.hasOwn(set, name));
  // The one place where what facts say becomes instants.
  const added = Object.entries(set).flatMap(([name, said]) =>
    said === null ? [] : [[name, said === settled ? settled : instant(said)] as const],
  );
  return Object.fromEntries([...kept, ...added]);
}

export interface StageStatus {
  readonly name: string;
  readonly title: string;
  readonly status: 'not-started' | 'in-progress' | 'completed' | 'ended';
  /** The substate the stage is in, dotted or in words; absent when the case is not in this stage. */
  readonly state?: State;
  readonly waitingOn: readonly string[];
  readonly since?: string;
  /** When the next fact of the clock is due here. */
  readonly due?: string;
}

interface Standpoint {
  readonly path: string;
  readonly place: Place;
}

/** A role that is waited on; for what is due at a date only as long as that is set. */
interface Awaited {
  readonly role: string;
  readonly date?: string;
}

/** A stage, as far as a configuration tells of it. */
interface StageHere {
  /** The places within it, outermost first; none while the case is not in it. */
  readonly points: readonly Standpoint[];
  /** The substate the stage is in. */
  readonly state: State | undefined;
  readonly awaited: readonly Awaited[];
  readonly isComplete: boolean;
  /** The case is in a stage that comes later in the workflow. */
  readonly laterIsCurrent: boolean;
}

/** What a configuration says by itself, however the case came there. */
interface Configuration {
  /** The places it consists of, outermost first. */
  readonly points: readonly Standpoint[];
  readonly awaited: readonly Awaited[];
  readonly outcome: string | undefined;
  /** By the number of the stage in the workflow. */
  readonly stages: readonly StageHere[];
}

/** By workflow and state; configurations are few, so they are kept. */
const configurations = new WeakMap<Workflow, Map<string, Configuration>>();
/** The one asked for last: several questions are asked about one state, one after the other. */
let last: { readonly workflow: Workflow; readonly state: State; readonly configuration: Configuration } | undefined;

function configurationOf(workflow: Workflow, state: State): Configuration {
  if (last?.state === state && last.workflow === workflow) return last.configuration;
  const known = configurations.get(workflow) ?? new Map<string, Configuration>();
  configurations.set(workflow, known);
  const key = JSON.stringify(state);
  const configuration = known.get(key) ?? configure(workflow, state);
  known.set(key, configuration);
  last = { workflow, state, configuration };
  return configuration;
}

function configure(workflow: Workflow, state: State): Configuration {
  const points = nodesOf(workflow.machine, state).map((node) => ({ path: pathOf(node), place: placeOf(node) }));
  const within = workflow.stages.map(({ path }) => points.filter((point) => isWithin(point.path, path)));
  const stages = within.map((here, index) => ({
    points: here,
    state: here.length > 0 ? substateAt(state, workflow.stages[index]?.path ?? '') : undefined,
    awaited: awaitedAt(here),
    isComplete: here.some(({ place }) => place.complete),
    laterIsCurrent: within.some((there, later) => later > index && there.length > 0),
  }));
  const outcome = points.find(({ place }) => place.outcome)?.place.outcome;
  return { points, awaited: awaitedAt(points), outcome, stages };
}

const awaitedAt = (points: readonly Standpoint[]): readonly Awaited[] =>
  points.flatMap(({ place: { waitingOn: roles = [], due } }): readonly Awaited[] => [
    ...roles.map((role) => ({ role })),
    ...(due?.by?.map((role) => ({ role, date: due.date })) ?? []),
  ]);

/** Whom the case waits on, each role once. */
export function waitingOn(workflow: Workflow, progress: Pick<Progress, 'state' | 'dates'>): readonly string[] {
  return rolesIn(configurationOf(workflow, progress.state).awaited, progress);
}

function rolesIn(awaited: readonly Awaited[], { dates }: Pick<Progress, 'dates'>): readonly string[] {
  const roles = new Set<string>();
  for (const { role, date } of awaited) if (date === undefined || dateIn(dates, date) !== undefined) roles.add(role);
  return [...roles];
}

/** How a case ended, or undefined while it is open. */
export const outcomeOf = (workflow: Workflow, state: State): string | undefined =>
  configurationOf(workflow, state).outcome;

/** Names of the milestones that a case in this state has come to by it. */
export const milestonesAt = ({ milestones = [] }: Workflow, state: State): readonly string[] =>
  milestones.filter(({ path }) => isIn(state, path)).map(({ name }) => name);

/** Whether the stage of this number has nothing left to do. */
const isComplete = (workflow: Workflow, state: State, index: number): boolean =>
  configurationOf(workflow, state).stages[index]?.isComplete ?? false;

const isWithin = (path: string, stage: string): boolean => path === stage || path.startsWith(`${stage}.`);

/** Of the one asked for last: several questions are asked about one case, one after the other. To keep those of all cases would take their memory. */
let lastStages: { readonly progress: Progress; readonly stages: readonly StageStatus[] } | undefined;

/** Each stage of the workflow with its status, in the order of the workflow; exceptional ones once they have been entered. */
export function stagesOf(workflow: Workflow, progress: Progress): readonly StageStatus[] {
  if (lastStages?.progress !== progress) lastStages = { progress, stages: statusesOf(workflow, progress) };
  return lastStages.stages;
}

function statusesOf(workflow: Workflow, progress: Progress): readonly StageStatus[] {
  const { stages, outcome } = configurationOf(workflow, progress.state);
  const found: StageStatus[] = [];
  for (const [index, here] of stages.entries()) {
    const stage = workflow.stages[index];
    if (stage === undefined) continue;
    const since = progress.since[stage.name];
    const status = statusOf(here, since !== undefined, outcome !== undefined);
    if (status === 'not-started' && stage.exceptional) continue;
    const isHere = here.state !== undefined;
    const due = isHere ? dueAmong(here.points, progress)[0]?.at : undefined;
    found.push({
      name: stage.name,
      title: stage.title,
      waitingOn: rolesIn(here.awaited, progress),
      ...(since && { since }),
      status,
      ...(isHere && here.state !== nothingWithin && { state: here.state }),
      ...(due && { due }),
    });
  }
  return found;
}

function statusOf(
  { state, isComplete, laterIsCurrent }: StageHere,
  hasBegun: boolean,
  isOver: boolean,
): StageStatus['status'] {
  if (state !== undefined) return isComplete ? 'completed' : 'in-progress';
  if (!hasBegun) return 'not-started';
  if (isOver) return 'ended';
  return laterIsCurrent ? 'completed' : 'not-started';
}

/** What is due at a place, and when (ISO 8601, UTC). */
interface DueHere {
  readonly date: string;
  readonly at: Instant;
  readonly event?: string;
}

/** A fact the clock must record. */
export interface Due extends DueHere {
  readonly event: string;
}

/** Soonest first; of what is due together, the innermost state's first. */
function dueAmong(points: readonly Standpoint[], progress: Progress): readonly DueHere[] {
  return points
    .toReversed()
    .flatMap(({ place }) => {
      const at = place.due && dateIn(progress.dates, place.due.date);
      return place.due && at !== undefined ? [{ ...place.due, at }] : [];
    })
    .sort((a, b) => inOrder(a.at, b.at));
}

/** What the clock will record on this case if nobody acts before, soonest first. */
export function dueOf(workflow: Workflow, progress: Progress): readonly Due[] {
  const known = dues.get(progress);
  if (known) return known;
  const found = dueAmong(configurationOf(workflow, progress.state).points, progress).filter(
    (due): due is Due => due.event !== undefined,
  );
  dues.set(progress, found);
  return found;
}

/** Asked for before every decision, and the same for all votes of a ballot. */
const dues = new WeakMap<Progress, readonly Due[]>();

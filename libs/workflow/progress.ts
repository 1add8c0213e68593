import { dateIn, settled } from './dates.js';
import type { Fact, Place, Progress, State, Workflow } from './index.js';
import { inOrder, instant, type Instant } from './instant.js';
import { nodesOf, pathOf, placeOf, nothingWithin, sameState, substateAt } from './state.js';

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

/** What a configuration says by itself, however the case came there. */
interface Configuration {
  /** The places it consists of, outermost first. */
  readonly points: readonly Standpoint[];
  /** For each stage of the workflow, those within it. */
  readonly within: readonly (readonly Standpoint[])[];
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
  return { points, within: workflow.stages.map(({ path }) => points.filter((point) => isWithin(point.path, path))) };
}

/** Whom the case waits on, each role once. */
export function waitingOn(workflow: Workflow, progress: Pick<Progress, 'state' | 'dates'>): readonly string[] {
  return waitedOnAt(configurationOf(workflow, progress.state).points, progress);
}

/** Whom places wait on; for what is due there only as long as it is. */
const waitedOnAt = (points: readonly Standpoint[], { dates }: Pick<Progress, 'dates'>): readonly string[] => [
  ...new Set(
    points.flatMap(({ place: { waitingOn: roles = [], due } }) => [
      ...roles,
      ...(due && dateIn(dates, due.date) !== undefined ? (due.by ?? []) : []),
    ]),
  ),
];

/** How a case ended, or undefined while it is open. */
export function outcomeOf(workflow: Workflow, state: State): string | undefined {
  return configurationOf(workflow, state).points.find(({ place }) => place.outcome)?.place.outcome;
}

/** Whether the stage of this number has nothing left to do. */
const isComplete = (workflow: Workflow, state: State, index: number): boolean =>
  configurationOf(workflow, state).within[index]?.some(({ place }) => place.complete) ?? false;

const isWithin = (path: string, stage: string): boolean => path === stage || path.startsWith(`${stage}.`);

/** Each stage of the workflow with its status, in the order of the workflow. */
export function stagesOf(workflow: Workflow, progress: Progress): readonly StageStatus[] {
  const exceptional = workflow.stages.filter((stage) => stage.exceptional).map(({ name }) => name);
  return statusesOf(workflow, progress).filter(
    ({ name, status }) => status !== 'not-started' || !exceptional.includes(name),
  );
}

function statusesOf(workflow: Workflow, progress: Progress): readonly StageStatus[] {
  const { points, within } = configurationOf(workflow, progress.state);
  const over = points.some(({ place }) => place.outcome);
  return workflow.stages.map((stage, index) => {
    const { name, title, path } = stage;
    const here = within[index] ?? [];
    const since = progress.since[name];
    const base = {
      name,
      title,
      waitingOn: waitedOnAt(here, progress),
      ...(since && { since }),
    };
    const state = substateAt(progress.state, path);
    if (here.length > 0 && state !== undefined) {
      const due = dueAmong(here, progress)[0]?.at;
      const status = isComplete(workflow, progress.state, index) ? 'completed' : 'in-progress';
      return { ...base, status, ...(state !== nothingWithin && { state }), ...(due && { due }) } as const;
    }
    const laterIsCurrent = workflow.stages.some((_, later) => later > index && (within[later]?.length ?? 0) > 0);
    if (since === undefined) return { ...base, status: 'not-started' } as const;
    if (over) return { ...base, status: 'ended' } as const;
    return { ...base, status: laterIsCurrent ? 'completed' : 'not-started' } as const;
  });
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

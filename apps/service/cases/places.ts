/** What the literal of a workflow says of where a case stands, for people: its path, its places in words, to which stage a fact belongs. */
import type { AnyStateNode } from 'xstate';
import type { State, Workflow } from '../../../libs/workflow/index.js';
import { stageAround } from '../../../libs/workflow/not-now.js';
import type { StageStatus } from '../../../libs/workflow/progress.js';
import { childrenOf, isIn, nothingWithin, passageOf, pathOf, placeOf, waysFor } from '../../../libs/workflow/state.js';

/** The node at a dotted path. */
export function nodeAt({ machine }: Workflow, path: string): AnyStateNode {
  const node = path.split('.').reduce<AnyStateNode | undefined>((at, step) => at?.states[step], machine.root);
  if (node === undefined) throw new RangeError(`${machine.id} has no state ${path}`);
  return node;
}

/** Where a case stands in one state of it, in words: of side by side states those in which somebody is waited on, else what is around them. */
export function placeInWords(node: AnyStateNode, within: State | undefined): string | undefined {
  return deepest(node, within)?.description ?? node.description;
}

function deepest(node: AnyStateNode, within: State | undefined): AnyStateNode | undefined {
  const own = node.description === undefined ? undefined : node;
  if (within === undefined || within === nothingWithin) return own;
  const steps = typeof within === 'string' ? [[within, undefined] as const] : Object.entries(within);
  const found = steps.flatMap(([name, inner]) => {
    const child = node.states[name];
    return child === undefined ? [] : (deepest(child, inner) ?? []);
  });
  if (node.type !== 'parallel') return found[0] ?? own;
  return found.find((child) => (placeOf(child).waitingOn ?? []).length > 0) ?? own ?? found[0];
}

/** The nodes of a state, as far as it is one of this workflow: outermost first. */
export function nodesWithin(node: AnyStateNode, state: State | undefined): readonly AnyStateNode[] {
  if (state === undefined || state === nothingWithin) return [node];
  const steps = typeof state === 'string' ? [[state, undefined] as const] : Object.entries(state);
  const inner = steps.flatMap(([name, rest]) => {
    const child = node.states[name];
    return child === undefined ? [] : nodesWithin(child, rest);
  });
  return [node, ...inner];
}

/** One after another; what is side by side is a step of several lanes. */
export type Path<Each> = readonly Step<Each>[];
export type Step<Each> =
  { readonly kind: 'stage'; readonly stage: Each } | { readonly kind: 'beside'; readonly lanes: readonly Path<Each>[] };

/** The same path with something else for each of it. */
export const mappedPath = <From, To>(path: Path<From>, to: (each: From) => To): Path<To> =>
  path.map((step) =>
    step.kind === 'stage'
      ? { kind: 'stage', stage: to(step.stage) }
      : { kind: 'beside', lanes: step.lanes.map((lane) => mappedPath(lane, to)) },
  );

/** Stages as the machine has them: after each other, or side by side. */
export function pathOfStages(workflow: Workflow, stages: readonly StageStatus[]): Path<StageStatus> {
  const placed = stages.flatMap((stage) => {
    const path = workflow.stages.find(({ name }) => name === stage.name)?.path;
    return path === undefined ? [] : [{ stage, steps: path.split('.') }];
  });
  return pathWithin(workflow.machine.root, placed);
}

interface Placed {
  readonly stage: StageStatus;
  /** Names of states from here to the stage’s own. */
  readonly steps: readonly string[];
}

function pathWithin(node: AnyStateNode, placed: readonly Placed[]): Path<StageStatus> {
  const lanes = [...Map.groupBy(placed, ({ steps }) => steps[0])].map(([step, group]) => {
    const [only] = group;
    if (only?.steps.length === 1) return group.map(({ stage }) => ({ kind: 'stage', stage }) as const);
    const child = step === undefined ? undefined : node.states[step];
    return child === undefined
      ? []
      : pathWithin(
          child,
          group.map(({ stage, steps }) => ({ stage, steps: steps.slice(1) })),
        );
  });
  return node.type === 'parallel' && lanes.length > 1 ? [{ kind: 'beside', lanes }] : lanes.flat();
}

const stagesKnown = new WeakMap<Workflow, Map<string, readonly string[]>>();

/** The names of the stages in which facts of a type are recorded, the likeliest first. */
function stagesTaking(workflow: Workflow, type: string): readonly string[] {
  const known = stagesKnown.get(workflow) ?? new Map<string, readonly string[]>();
  stagesKnown.set(workflow, known);
  const found = known.get(type);
  if (found) return found;
  const names = waysFor(workflow.machine, type).flatMap((way) => stageAround(workflow, pathOf(way.source))?.name ?? []);
  const counted = [...Map.groupBy(names, (name) => name)].map(([name, all]) => ({ name, count: all.length }));
  const stages = counted.toSorted((a, b) => b.count - a.count).map(({ name }) => name);
  known.set(type, stages);
  return stages;
}

/** The stage to which a fact belongs that was, or would be, recorded in a state; undefined for what belongs to the case as a whole. */
export function stageOf(workflow: Workflow, type: string, state: State | undefined): string | undefined {
  // What members see belongs to their stage, wherever it may be recorded.
  if (workflow.part?.events.includes(type)) return workflow.part.stage;
  const names = stagesTaking(workflow, type);
  const isHere = (name: string): boolean =>
    state !== undefined && workflow.stages.some((stage) => stage.name === name && isIn(state, stage.path));
  // The first fact is recorded before the case is anywhere.
  const places = type === workflow.begins && names.length === 0 ? workflow.stages.map(({ name }) => name) : names;
  return places.find(isHere) ?? names[0];
}

/** What a fact meant where it was recorded, by the way it took; undefined where the literal does not tell one from another. */
export function meaningOf(
  workflow: Workflow,
  {
    type,
    from,
    to,
    actor,
  }: { readonly type: string; readonly from?: State; readonly to?: State; readonly actor: { readonly role: string } },
): string | undefined {
  const ways = waysFor(workflow.machine, type).filter((way) => {
    if (from !== undefined && way.source !== workflow.machine.root && !isIn(from, pathOf(way.source))) return false;
    const targets = (way.target ?? []) as readonly AnyStateNode[];
    return (
      targets.every((target) => to !== undefined && isIn(to, pathOf(target))) && passageOf(way).by.includes(actor.role)
    );
  });
  const [meaning, ...others] = new Set(ways.map(({ description }) => description));
  return others.length === 0 ? meaning : undefined;
}

export const isWaitedOnIn = (node: AnyStateNode): boolean =>
  (placeOf(node).waitingOn ?? []).length > 0 || childrenOf(node).some(isWaitedOnIn);

/** What somebody could bring about on a case and cannot now: by which rule, or what would open it. */
import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { actsOn, dueBefore, movesFrom, ruleHolds } from './decide.js';
import type { Actor, Bars, RuleId, Stage, Standing, Workflow } from './index.js';
import { activeNodes } from './machine.js';
import { ruleNamesOf } from './model.js';
import { stagesOf } from './progress.js';
import {
  candidatesFor,
  childrenOf,
  isIn,
  passageOf,
  pathOf,
  placeOf,
  waysFor,
  waysOn,
  withinAndSelf,
} from './state.js';

/** What brings a case to where something opens. */
export interface Opener {
  readonly type: string;
  readonly label: string;
  /** The roles that may. */
  readonly by: readonly string[];
  readonly rule?: RuleId;
}

export interface NotNow {
  readonly type: string;
  readonly label: string;
  /** The stage in which it is done; absent where it is done in none. */
  readonly stage?: string;
  /** Why not, by a rule of the place where the case is; absent where it is not there yet. */
  readonly meaning?: string;
  readonly rule?: RuleId;
  /** What would open it, where the case is not there yet; none where that is not to be told. */
  readonly after: readonly Opener[];
}

type Grant = Pick<Actor, 'role' | 'organisation'>;

/** The innermost stage in which a state lies. */
export const stageAround = ({ stages }: Pick<Workflow, 'stages'>, path: string): Stage | undefined =>
  stages
    .filter((stage) => `${path}.`.startsWith(`${stage.path}.`))
    .toSorted((a, b) => b.path.length - a.path.length)[0];

/**
 * What the person's roles may bring about in a stage that is not over, and what they could not now: not what depends on what they will say.
 * `only`: of a part that somebody sees, the stage to which all is confined.
 */
export function notNow(
  workflow: Workflow,
  standing: Standing,
  person: Pick<Actor, 'id' | 'name'>,
  grants: readonly Grant[],
  { at, bars = {}, only }: { readonly at: string; readonly bars?: Partial<Bars>; readonly only?: string | undefined },
): readonly NotNow[] {
  const { snapshot } = standing;
  if (snapshot.status !== 'active' || dueBefore(workflow, standing, at)) return [];
  const context = snapshot.context as unknown;
  const mine = grants.filter((grant) => actsOn(workflow, grant, { context, event: undefined }));
  const open = new Set(movesFrom(workflow, standing, person, mine, at, bars).map(({ type }) => type));
  return Object.keys(workflow.events).flatMap((type) => {
    if (open.has(type) || type === workflow.begins) return [];
    const grant = mine.find(({ role }) =>
      waysFor(workflow.machine, type).some((way) => passageOf(way).by.includes(role)),
    );
    if (grant === undefined) return [];
    const here = { workflow, standing, type, fact: { type, data: bars, at, actor: { ...person, ...grant } } };
    const found = blocked(here) ?? notYet(here);
    return found === undefined || (only !== undefined && found.stage !== only) ? [] : [found];
  });
}

interface Here {
  readonly workflow: Workflow;
  readonly standing: Standing;
  readonly type: string;
  readonly fact: { readonly type: string; readonly data: unknown; readonly at: string; readonly actor: Actor };
}

/** What opens each stage that a case is to come to and has not come to yet. */
export function opening(
  workflow: Workflow,
  standing: Standing,
): readonly { readonly stage: string; readonly after: readonly Opener[] }[] {
  const active = new Set(activeNodes(standing.snapshot));
  const toCome = stagesOf(workflow, standing.progress).filter(({ status }) => status === 'not-started');
  return toCome.flatMap(({ name }) => {
    const place = withinAndSelf(workflow.machine.root as AnyStateNode).find(
      (node) => pathOf(node) === workflow.stages.find((stage) => stage.name === name)?.path,
    );
    const closed = place && entered(place, active);
    return closed ? [{ stage: name, after: openersOf(workflow, closed.node, standing) }] : [];
  });
}

/** The case is at a place that takes it, or refuses it by name. */
function blocked({ workflow, standing: { snapshot }, type, fact }: Here): NotNow | undefined {
  const nodes = activeNodes(snapshot);
  const facts = { context: snapshot.context as unknown, event: fact };
  const told = (name: string, way: AnyTransitionDefinition | undefined): NotNow | undefined => {
    const rule = workflow.rules[name];
    if (rule === undefined || way === undefined) return undefined;
    const meaning = typeof rule.meaning === 'string' ? rule.meaning : rule.meaning(facts);
    return { ...nameOf(workflow, way), meaning, ...(rule.id && { rule: rule.id }), after: [] };
  };
  const ways = candidatesFor(nodes, type).filter((way) => passageOf(way).by.includes(fact.actor.role));
  const broken = ways.map((way) => ({
    way,
    names: ruleNamesOf(way.guard).filter(
      (name) => workflow.rules[name]?.readsData !== true && !ruleHolds(workflow, name, snapshot, facts),
    ),
  }));
  const isNumbered = (name: string): boolean => workflow.rules[name]?.id !== undefined;
  // A rule without a number only tells outcomes apart. The way that lacks least was nearest.
  const [nearest] = broken
    .filter(({ names }) => names.length > 0 && names.every(isNumbered))
    .toSorted((a, b) => a.names.length - b.names.length);
  if (nearest?.names[0] !== undefined) return told(nearest.names[0], nearest.way);
  if (ways.length > 0) return undefined;
  const refused = nodes.map((node) => placeOf(node).refuses?.[type]).find((name) => name !== undefined);
  const said = waysFor(workflow.machine, type).find((way) => passageOf(way).by.includes(fact.actor.role));
  return refused === undefined ? undefined : told(refused, said);
}

const nameOf = (workflow: Workflow, way: AnyTransitionDefinition): Pick<NotNow, 'type' | 'label' | 'stage'> => {
  const stage = stageAround(workflow, pathOf(way.source));
  return { type: way.eventType as string, label: passageOf(way).label, ...(stage && { stage: stage.name }) };
};

/** The case is not at a place that takes it, and can come to one: what opens the nearest. */
function notYet({ workflow, standing, type, fact }: Here): NotNow | undefined {
  const active = new Set(activeNodes(standing.snapshot));
  const over = new Set(
    stagesOf(workflow, standing.progress).flatMap(({ name, status }) =>
      status === 'completed' || status === 'ended' ? [name] : [],
    ),
  );
  const [nearest] = waysFor(workflow.machine, type)
    .filter((way) => passageOf(way).by.includes(fact.actor.role))
    .flatMap((way) => {
      const closed = entered(way.source, active);
      const stage = stageAround(workflow, pathOf(way.source));
      return closed === undefined || stage === undefined || over.has(stage.name) ? [] : [{ way, ...closed }];
    })
    .toSorted((a, b) => b.depth - a.depth);
  if (nearest === undefined) return undefined;
  return { ...nameOf(workflow, nearest.way), after: openersOf(workflow, nearest.node, standing) };
}

/**
 * The node that must be entered for a place to be active, and how deep the case is in what lies around it; undefined for a place that lies
 * behind the case, or that it is in.
 */
function entered(
  place: AnyStateNode,
  active: ReadonlySet<AnyStateNode>,
): { readonly node: AnyStateNode; readonly depth: number } | undefined {
  let node = place;
  let found: AnyStateNode | undefined;
  while (!active.has(node) && node.parent) {
    const parent = node.parent as AnyStateNode;
    const byItself = parent.type === 'parallel' || parent.initial.target.includes(node);
    if (found === undefined && (!byItself || active.has(parent))) found = node;
    if (active.has(parent))
      return isBehind(node, parent, active) ? undefined : { node: found ?? node, depth: parent.path.length };
    node = parent;
  }
  return undefined;
}

/** States of one parent stand in the order of the path. */
function isBehind(node: AnyStateNode, parent: AnyStateNode, active: ReadonlySet<AnyStateNode>): boolean {
  const children = childrenOf(parent);
  return children.indexOf(node) < children.findIndex((child) => active.has(child));
}

/** Ways into a node from before it; those from where the case is, if there are any. */
function openersOf(workflow: Workflow, node: AnyStateNode, { progress: { state } }: Standing): readonly Opener[] {
  const path = pathOf(node);
  const isWithin = (other: AnyStateNode): boolean => other === node || `${pathOf(other)}.`.startsWith(`${path}.`);
  const into = withinAndSelf(workflow.machine.root)
    .filter((from) => !isWithin(from))
    .flatMap(waysOn)
    .filter(
      (way) => (way.eventType as string) !== '' && (way.target as readonly AnyStateNode[] | undefined)?.some(isWithin),
    );
  const fromHere = into.filter((way) => isIn(state, pathOf(way.source)));
  const order = (way: AnyTransitionDefinition): number =>
    workflow.stages.findIndex(({ path: stage }) => `${pathOf(way.source)}.`.startsWith(`${stage}.`));
  const own = workflow.stages.findIndex(({ path: stage }) => `${path}.`.startsWith(`${stage}.`));
  const before = into.filter((way) => order(way) <= own);
  const chosen = fromHere.length > 0 ? fromHere : before.length > 0 ? before : into;
  const openers = chosen.map((way): readonly [string, Opener] => {
    const { label, by, rule } = passageOf(way);
    const event = way.eventType as string;
    return [event, { type: event, label, by, ...(rule && { rule }) }];
  });
  // Of one fact the words of its first way: an application is submitted before it is submitted again.
  return [...new Map(openers.toReversed()).values()].toReversed();
}

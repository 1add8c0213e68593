/** What a case has come to instead of a place where a fact could be recorded. */
import type { AnyStateNode } from 'xstate';
import type { Fact, Progress, Rule, Stage, Standing, Workflow } from './index.js';
import { isBefore } from './instant.js';
import { deadlineInWords, momentInWords } from './london.js';
import { childrenOf, passageOf, pathOf, waysFor, withinAndSelf } from './state.js';

/**
 * Where the case stands instead and since when, for people to read: its end, or the part in which the nearest place that takes the fact
 * lies. `active` are the nodes of the standing.
 */
export function movedOn(
  workflow: Workflow,
  { snapshot, progress, at }: Standing,
  active: readonly AnyStateNode[],
  type: string,
): string {
  const here = new Set(active);
  const root = workflow.machine.root as AnyStateNode;
  if (snapshot.status !== 'active') {
    const ended = at === undefined ? 'The case has ended' : `The case ended at ${deadlineInWords(at)}`;
    return sentence(ended, descriptionOf(innermost(root, here), root));
  }
  const [nearest = { place: root, around: root }] = withinAndSelf(root)
    .filter(({ transitions }) => transitions.has(type))
    .map((place) => ({ place, around: activeAround(place, here) }))
    .sort((a, b) => b.around.path.length - a.around.path.length);
  const stands = innermost(nearest.around, here);
  const [stage, stageOfPlace] = [stageOf(workflow, stands), stageOf(workflow, nearest.place)];
  const left = stageOfPlace === stage || stageOfPlace === undefined ? '' : stageLeft(stageOfPlace, progress);
  return left + sentence(titled(stage, progress), descriptionOf(stands, nearest.around) ?? stands.description);
}

/** What became of a stage that the case is not in. */
export function stageLeft(stage: Stage, { since }: Pick<Progress, 'since'>): string {
  const left = since[stage.name];
  if (left === undefined) return `The stage “${stage.title}” has not begun. `;
  return `The stage “${stage.title}” was left at ${deadlineInWords(left)}. `;
}

function titled(stage: Stage | undefined, { since }: Progress): string | undefined {
  const began = stage && since[stage.name];
  return began === undefined ? stage?.title : `${stage?.title}, since ${momentInWords(began)}`;
}

/** The innermost stage in which a node lies. */
const stageOf = ({ stages }: Workflow, node: AnyStateNode): Stage | undefined =>
  stages
    .filter(({ path }) => `${pathOf(node)}.`.startsWith(`${path}.`))
    .toSorted((a, b) => b.path.length - a.path.length)[0];

/** The innermost node around a place in which the case is. */
function activeAround(place: AnyStateNode, here: ReadonlySet<AnyStateNode>): AnyStateNode {
  let node = place;
  while (!here.has(node) && node.parent) node = node.parent as AnyStateNode;
  return node;
}

/** Where the case stands within a node, as far as it stands in one place. */
function innermost(node: AnyStateNode, here: ReadonlySet<AnyStateNode>): AnyStateNode {
  const child = node.type === 'parallel' ? undefined : childrenOf(node).find((each) => here.has(each));
  return child === undefined ? node : innermost(child, here);
}

/** In the words of the innermost node that has any, below `around`. */
function descriptionOf(node: AnyStateNode, around: AnyStateNode): string | undefined {
  let described = node;
  while (described.description === undefined && described !== around && described.parent)
    described = described.parent as AnyStateNode;
  return described === around ? undefined : described.description;
}

function sentence(where: string | undefined, what: string | undefined): string {
  if (where === undefined) return what ?? 'Its moves say what can.';
  return what === undefined ? `${where}.` : `${where}: ${what}`;
}

/** By workflow, the types of the facts by which its rules change. */
const changing = new WeakMap<Workflow, ReadonlySet<string>>();

function changingIn(workflow: Workflow): ReadonlySet<string> {
  const known = changing.get(workflow);
  if (known) return known;
  const types = new Set(Object.values(workflow.rules).flatMap(({ changedBy = [] }) => changedBy));
  changing.set(workflow, types);
  return types;
}

/** The latest facts with one more; the same where no rule changes by it, as by a vote. */
export const withLatest = (workflow: Workflow, latest: Standing['latest'], { type, at }: Fact): Standing['latest'] =>
  changingIn(workflow).has(type) ? { ...latest, [type]: at } : latest;

/** The latest fact by which a rule came to hold no more, and when that was; undefined where none was recorded. */
export function latestInWords(
  workflow: Workflow,
  { changedBy = [] }: Rule,
  { latest }: Pick<Standing, 'latest'>,
): string | undefined {
  const [last] = changedBy
    .flatMap((type) => {
      const at = Object.hasOwn(latest, type) ? latest[type] : undefined;
      return at === undefined ? [] : [{ type, at }];
    })
    .toSorted((a, b) => Number(isBefore(a.at, b.at)) - Number(isBefore(b.at, a.at)));
  if (last === undefined) return undefined;
  const [way] = waysFor(workflow.machine, last.type);
  return ` Last recorded of that: “${way ? passageOf(way).label : last.type}”, ${momentInWords(last.at)}.`;
}

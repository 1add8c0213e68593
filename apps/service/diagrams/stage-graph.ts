/** The states of a stage and the ways between them, as boxes that arrows join. Ways are boxes too, so that no label lies on another. */
import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import type { Workflow } from '../../../libs/workflow/index.js';
import { stageAround } from '../../../libs/workflow/not-now.js';
import {
  childrenOf,
  firstLeafOf,
  inWords,
  isLeaf,
  passageOf,
  pathOf,
  placeOf,
  waysOn,
  withinAndSelf,
} from '../../../libs/workflow/state.js';
import { wayId, type WayId } from '../../../libs/workflow/taken.js';

/** `away` and `from` are other places of the workflow; `anywhere` stands for all states of a frame. */
export type BoxKind = 'state' | 'end' | 'way' | 'away' | 'from' | 'anywhere' | 'start';

export interface GraphBox {
  readonly id: string;
  readonly kind: BoxKind;
  readonly text: string;
  /** Dotted path of the state; of states only. */
  readonly state?: string;
  /** Ways that stay in the state. */
  readonly stays?: readonly GraphWay[];
  /** Of a way, what it is. */
  readonly ways?: readonly WayId[];
  /** Ids of the frames around it, outermost first. */
  readonly within: readonly string[];
}

export interface GraphWay {
  readonly text: string;
  readonly ways: readonly WayId[];
}

export interface GraphFrame {
  readonly id: string;
  readonly text: string;
  readonly state: string;
  /** It goes on beside its neighbours. */
  readonly isBeside: boolean;
  readonly within: readonly string[];
}

export interface GraphArrow {
  readonly from: string;
  readonly to: string;
  /** What is taken where this arrow is; none of an arrow that only begins. */
  readonly ways: readonly WayId[];
}

export interface StageGraph {
  readonly boxes: readonly GraphBox[];
  readonly frames: readonly GraphFrame[];
  readonly arrows: readonly GraphArrow[];
}

interface Scope {
  readonly workflow: Workflow;
  readonly top: AnyStateNode;
}

/** @param top the state that is the stage, or the root for the whole */
export function graphOf(workflow: Workflow, top: AnyStateNode): StageGraph {
  const scope = { workflow, top };
  const own = withinAndSelf(top);
  const joined = own.map((node) => waysFrom(scope, node));
  const entering = waysInto(scope);
  const starts = own.flatMap((node) => startOf(scope, node));
  const all = [...joined, entering, ...starts];
  return {
    boxes: eachOnce([...own.flatMap((node) => boxOf(scope, node)), ...all.flatMap(({ boxes }) => boxes)]),
    frames: own.filter((node) => node !== top && !isLeaf(node)).map((node) => frameOf(scope, node)),
    arrows: joinedOnce(all.flatMap(({ arrows }) => arrows)),
  };
}

/** Between two boxes there is one arrow. */
function joinedOnce(arrows: readonly GraphArrow[]): readonly GraphArrow[] {
  const groups = Map.groupBy(arrows, ({ from, to }) => JSON.stringify([from, to]));
  return [...groups.values()].flatMap(([first, ...same]) =>
    first === undefined ? [] : [{ ...first, ways: [...new Set([first, ...same].flatMap(({ ways }) => ways))] }],
  );
}

type Joined = Pick<StageGraph, 'boxes' | 'arrows'>;

function eachOnce(boxes: readonly GraphBox[]): readonly GraphBox[] {
  const groups = Map.groupBy(boxes, ({ id }) => id);
  return [...groups.values()].flatMap(([first, ...same]) => {
    if (first?.ways === undefined) return first ?? [];
    return [{ ...first, ways: [...new Set([first, ...same].flatMap(({ ways = [] }) => ways))] }];
  });
}

const upper = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
/** “Signed by NHS England” */
export const nameOf = (node: AnyStateNode): string =>
  upper(inWords(node.key))
    .replaceAll(/\bccg\b/gi, 'CCG')
    .replaceAll(/\bnhs england\b/gi, 'NHS England');

/** Frames around a node, below the top. */
function framesAround({ top }: Scope, node: AnyStateNode): readonly string[] {
  const { parent } = node as { readonly parent?: AnyStateNode };
  if (node === top || parent === undefined || parent === top) return [];
  return [...framesAround({ top } as Scope, parent), parent.id];
}

/** A leaf; of a state with parts what stands for all of it, where something can be done anywhere in it. */
function boxOf(scope: Scope, node: AnyStateNode): readonly GraphBox[] {
  const stays = byLabel(waysOn(node).filter((way) => staysIn(node, way)));
  const state = pathOf(node);
  if (isLeaf(node)) {
    const kind = node.type === 'final' ? 'end' : 'state';
    return [{ id: node.id, kind, text: nameOf(node), state, stays, within: framesAround(scope, node) }];
  }
  if (waysOn(node).length === 0) return [];
  const within = node === scope.top ? [] : [...framesAround(scope, node), node.id];
  const text = node.parent === undefined ? 'Anywhere' : 'At any point here';
  return [{ id: anywhereIn(node), kind: 'anywhere', text, stays, within }];
}

const anywhereIn = (node: AnyStateNode): string => `anywhere ${node.id}`;
const tailOf = (node: AnyStateNode): string => (isLeaf(node) ? node.id : anywhereIn(node));

const targetsOf = ({ target = [] }: AnyTransitionDefinition): readonly AnyStateNode[] =>
  target as readonly AnyStateNode[];

const staysIn = (node: AnyStateNode, way: AnyTransitionDefinition): boolean =>
  targetsOf(way).every((target) => target === node);

const labelOf = (way: AnyTransitionDefinition): string => (way.eventType ? passageOf(way).label : 'By itself');

function byLabel(ways: readonly AnyTransitionDefinition[]): readonly GraphWay[] {
  const groups = Map.groupBy(ways, (way) => labelOf(way));
  return [...groups].map(([text, all]) => ({ text, ways: [...new Set(all.map(wayId))] }));
}

/** The ways out of a node: one box for those of one label, and an arrow to each place that they lead to. */
function waysFrom(scope: Scope, node: AnyStateNode): Joined {
  const onward = waysOn(node).filter((way) => !staysIn(node, way));
  const groups = [...Map.groupBy(onward, labelOf)];
  const within = node === scope.top ? [] : [...framesAround(scope, node), ...(isLeaf(node) ? [] : [node.id])];
  return merged(
    groups.map(([text, all]) => {
      const box: GraphBox = {
        id: `way ${node.id} ${text}`,
        kind: 'way',
        text,
        ways: [...new Set(all.map(wayId))],
        within,
      };
      const ends = all.flatMap((way) => targetsOf(way).map((target) => ({ way, ...endOf(scope, target) })));
      const onwards = [...Map.groupBy(ends, ({ to }) => to)].map(([to, same]) => ({
        from: box.id,
        to,
        ways: [...new Set(same.map(({ way }) => wayId(way)))],
      }));
      return {
        boxes: [box, ...ends.flatMap(({ boxes }) => boxes)],
        arrows: [{ from: tailOf(node), to: box.id, ways: box.ways ?? [] }, ...onwards],
      };
    }),
  );
}

const merged = (all: readonly Joined[]): Joined => ({
  boxes: all.flatMap(({ boxes }) => boxes),
  arrows: all.flatMap(({ arrows }) => arrows),
});

/** Where an arrow ends: in a state of the stage, or at what stands for another place. */
function endOf(
  { workflow, top }: Scope,
  target: AnyStateNode,
): { readonly to: string; readonly boxes: readonly GraphBox[] } {
  if (withinAndSelf(top).includes(target)) return { to: firstLeafOf(target).id, boxes: [] };
  const text = elsewhere(workflow, target);
  const id = `away ${text}`;
  return { to: id, boxes: [{ id, kind: 'away', text, within: [] }] };
}

/** Another place by its stage, or by how the case ends there. */
export function elsewhere(workflow: Workflow, node: AnyStateNode): string {
  const stage = stageAround(workflow, pathOf(node));
  if (stage !== undefined) return stage.title;
  return placeOf(node).outcome === undefined ? nameOf(node) : `Ends: ${inWords(node.key)}`;
}

/** Ways out of other stages that lead into this one, but for its beginning. */
function waysInto({ workflow, top }: Scope): Joined {
  const own = new Set(withinAndSelf(top));
  const others = withinAndSelf(workflow.machine.root).filter((node) => !own.has(node));
  return merged(
    others.flatMap((node) =>
      waysOn(node).flatMap((way) =>
        targetsOf(way)
          .filter((target) => own.has(target))
          .map((target) => {
            const from: GraphBox = {
              id: `from ${elsewhere(workflow, node)}`,
              kind: 'from',
              text: `From ${elsewhere(workflow, node)}`,
              within: [],
            };
            const id = `way into ${from.text} ${labelOf(way)}`;
            const box: GraphBox = { id, kind: 'way', text: labelOf(way), ways: [wayId(way)], within: [] };
            return {
              boxes: [from, box],
              arrows: [
                { from: from.id, to: id, ways: [wayId(way)] },
                { from: id, to: firstLeafOf(target).id, ways: [wayId(way)] },
              ],
            };
          }),
      ),
    ),
  );
}

/** Where a state with parts begins. */
function startOf(scope: Scope, node: AnyStateNode): readonly Joined[] {
  if (isLeaf(node) || node.type === 'parallel') return [];
  const [first] = node.initial.target;
  if (first === undefined || !childrenOf(node).includes(first)) return [];
  const id = `start ${node.id}`;
  const within = node === scope.top ? [] : [...framesAround(scope, node), node.id];
  return [
    {
      boxes: [{ id, kind: 'start', text: 'Begins', within }],
      arrows: [{ from: id, to: firstLeafOf(first).id, ways: [] }],
    },
  ];
}

const frameOf = (scope: Scope, node: AnyStateNode): GraphFrame => ({
  id: node.id,
  text: nameOf(node),
  state: pathOf(node),
  isBeside: node.parent?.type === 'parallel',
  within: framesAround(scope, node),
});

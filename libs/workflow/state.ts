import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import type { Passage, Place, State } from './index.js';

/** Paths are few and asked for on every fact, so they are split once. */
const split = new Map<string, readonly string[]>();

function stepsOf(path: string): readonly string[] {
  const known = split.get(path);
  if (known) return known;
  const steps = path.split('.');
  split.set(path, steps);
  return steps;
}

/** The state within one that has none within it, and that of a part in which the case is not. */
// eslint-disable-next-line empty/no-empty-for-none -- states are spelt so in answers
export const nothingWithin = '';

/** `a.b.c` within a state: the substate there, or undefined when the case is elsewhere. */
export function substateAt(state: State, path: string): State | undefined {
  const steps = stepsOf(path);
  let here: State | undefined = state;
  for (let index = 0; index < steps.length; index += 1) {
    const step = steps[index];
    if (step === undefined) return undefined;
    if (typeof here === 'string') return here === step && index === steps.length - 1 ? nothingWithin : undefined;
    here = here[step];
    if (here === undefined) return undefined;
  }
  return here;
}

/** Two states are the same, whatever order their regions are written in. */
export function sameState(a: State | undefined, b: State | undefined): boolean {
  if (a === b || typeof a !== 'object' || typeof b !== 'object') return a === b;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => sameState(a[name], b[name]));
}

/** A state in one line: `applying.underWay(mandate.balloting, terms.draft)`. */
export function stateInWords(state: State): string {
  if (typeof state === 'string') return state;
  const regions = Object.entries(state).map(([name, inner]) => {
    const words = stateInWords(inner);
    if (words === nothingWithin) return name;
    return words.startsWith('(') ? name + words : `${name}.${words}`;
  });
  const [only] = regions;
  return regions.length === 1 && only !== undefined ? only : `(${regions.join(', ')})`;
}

/** The state nodes of a configuration, outermost first. */
export function nodesOf(machine: AnyStateMachine, state: State): readonly AnyStateNode[] {
  const nodes: AnyStateNode[] = [machine.root];
  const visit = (node: AnyStateNode, inner: State): void => {
    const steps: readonly (readonly [string, State | undefined])[] =
      typeof inner === 'string' ? [[inner, undefined]] : Object.entries(inner);
    for (const [name, rest] of steps) {
      const child = node.states[name];
      if (child === undefined) throw new RangeError(`${machine.id} has no state ${node.id}.${name}`);
      nodes.push(child);
      if (rest !== undefined) visit(child, rest);
    }
  };
  visit(machine.root, state);
  return nodes;
}

/** Dotted path of a node below the root. */
export const pathOf = (node: AnyStateNode): string => node.path.join('.');

export const placeOf = (node: AnyStateNode): Place => (node.meta ?? {}) as Place;

/** What stands on a transition; a transition without it is a mistake that the laws find. */
export const passageOf = (transition: AnyTransitionDefinition): Passage => transition.meta as Passage;

/** The transitions for an event type that leave these nodes, innermost first, as the machine would try them. */
export function candidatesFor(nodes: readonly AnyStateNode[], type: string): readonly AnyTransitionDefinition[] {
  return nodes.toReversed().flatMap((node) => (node.transitions.get(type) ?? []) as readonly AnyTransitionDefinition[]);
}

export const childrenOf = (node: AnyStateNode): readonly AnyStateNode[] => Object.values(node.states);
export const isLeaf = (node: AnyStateNode): boolean => childrenOf(node).length === 0;

/** A state with all states inside it, outermost first. */
export const withinAndSelf = (node: AnyStateNode): readonly AnyStateNode[] => [
  node,
  ...childrenOf(node).flatMap(withinAndSelf),
];

/** Every way on from a state itself: those a fact takes, and those the machine takes by itself. */
export function waysOn(node: AnyStateNode): readonly AnyTransitionDefinition[] {
  return [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
}

/** By machine and event type. */
const waysKnown = new WeakMap<AnyStateMachine, Map<string, readonly AnyTransitionDefinition[]>>();

/** Every way that facts of a type can take anywhere in a machine, outermost first; looked for once. */
export function waysFor(machine: AnyStateMachine, type: string): readonly AnyTransitionDefinition[] {
  const known = waysKnown.get(machine) ?? new Map<string, readonly AnyTransitionDefinition[]>();
  waysKnown.set(machine, known);
  const ways =
    known.get(type) ??
    withinAndSelf(machine.root)
      .flatMap(waysOn)
      .filter(({ eventType }) => eventType === type);
  known.set(type, ways);
  return ways;
}

/** The leaf a state begins in. */
export function firstLeafOf(node: AnyStateNode): AnyStateNode {
  if (isLeaf(node)) return node;
  const [first] = node.type === 'parallel' ? childrenOf(node) : node.initial.target;
  if (first === undefined) throw new RangeError(`${node.id} has no first state`);
  return firstLeafOf(first);
}

/** `ballotIsNotRequired` → "ballot is not required". */
export const inWords = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Whether a case in this state is within the state at `path`. */
export const isIn = (state: State, path: string): boolean => substateAt(state, path) !== undefined;

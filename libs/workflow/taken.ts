/** Which ways of its machine a case took with a fact. */
import type { AnyMachineSnapshot, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import type { Fact, Standing } from './index.js';
import { activeNodes, takenBy } from './machine.js';
import { pathOf, withinAndSelf } from './state.js';

/** What tells a way from every other of its machine that leads elsewhere, or by another fact. */
export type WayId = string;

export const wayId = ({ source, eventType, target = [] }: AnyTransitionDefinition): WayId =>
  [pathOf(source), eventType, ...(target as readonly AnyStateNode[]).map(pathOf)].join(' ');

/** The ways that a recorded fact took, those last that the machine took by itself. */
export function waysTaken(before: Standing, fact: Fact, after: Standing): readonly AnyTransitionDefinition[] {
  const chosen = takenBy(before.snapshot, fact);
  return [...chosen, ...byItself(before.snapshot, chosen, after.snapshot)];
}

/** Out of states that the case was in, or came into and did not stay in. */
function byItself(
  before: AnyMachineSnapshot,
  chosen: readonly AnyTransitionDefinition[],
  after: AnyMachineSnapshot,
): readonly AnyTransitionDefinition[] {
  const now = new Set(activeNodes(after));
  const entered = chosen.flatMap(({ target = [] }) => (target as readonly AnyStateNode[]).flatMap(withinAndSelf));
  const left = [...activeNodes(before), ...entered].filter((node) => !now.has(node));
  return [...new Set(left)]
    .flatMap(({ always = [] }) => always as readonly AnyTransitionDefinition[])
    .filter(({ target = [] }) => (target as readonly AnyStateNode[]).every((node) => now.has(node)));
}

/** Which ways of its machine a case took with a fact. */
import type { AnyMachineSnapshot, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import type { Fact } from './index.js';
import { activeNodes, scopeOf, takenBy } from './machine.js';
import { pathOf, withinAndSelf } from './state.js';

/** What tells a way from every other of its machine that leads elsewhere, or by another fact. */
export type WayId = string;

export const wayId = (way: AnyTransitionDefinition): WayId =>
  [pathOf(way.source), way.eventType, ...targetsOf(way).map(pathOf)].join(' ');

const targetsOf = ({ target = [] }: AnyTransitionDefinition): readonly AnyStateNode[] =>
  target as readonly AnyStateNode[];

/** The ways that a recorded fact took from where a case stood, those last that the machine took by itself. */
export function waysTaken(before: AnyMachineSnapshot, fact: Fact): readonly AnyTransitionDefinition[] {
  const chosen = takenBy(before, fact);
  const around = [...activeNodes(before), ...chosen.flatMap(targetsOf).flatMap(withinAndSelf)];
  // Few states are left without a fact, and whoever is near none needs not be asked.
  return around.some(({ always }) => always !== undefined) ? [...chosen, ...byItself(before, fact)] : chosen;
}

function byItself(before: AnyMachineSnapshot, fact: Fact): readonly AnyTransitionDefinition[] {
  const { machine } = before;
  const steps = machine.microstep(before, fact, scopeOf(machine)) as readonly AnyMachineSnapshot[];
  return steps.slice(1).flatMap((after, index) => {
    const [from, to] = [activeNodes(steps[index] ?? before), activeNodes(after)];
    return from
      .flatMap(({ always = [] }) => always as readonly AnyTransitionDefinition[])
      .filter((way) => targetsOf(way).every((node) => to.includes(node) && !from.includes(node)));
  });
}

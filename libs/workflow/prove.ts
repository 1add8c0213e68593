/**
 * Walks every configuration a machine can reach, whatever its context: for a law that must hold for all cases that could ever be.
 *
 * Rules that hold `in` a state are decided exactly. Every other rule is an unknown that may be true or false at any moment, so the walk
 * covers at least every real history (an over-approximation): what is unreachable here is unreachable for everybody.
 */
import {
  createMachine,
  initialTransition,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyTransitionDefinition,
} from 'xstate';
import type { State, Workflow } from './index.js';
import { activeNodes, stepped, takenBy } from './machine.js';
import { guardsOf, ruleNamesOf } from './model.js';
import { candidatesFor, passageOf, withinAndSelf } from './state.js';

/** One way on: in `from`, a person in one of the roles `by` records `type`, and the case is in `to`. */
export interface Edge {
  readonly from: State;
  readonly to: State;
  readonly type: string;
  readonly by: readonly string[];
  /** The named rules that were taken to hold for it. */
  readonly rules: readonly string[];
}

export interface Walk {
  readonly configurations: readonly State[];
  readonly edges: readonly Edge[];
}

/** Every configuration and every way on from it, each once. */
export function walk(workflow: Workflow): Walk {
  const oracle = new Set<string>();
  const machine = freed(workflow, oracle);
  const eventless = eventlessRules(machine);
  const [start] = initialTransition(machine);
  const seen = new Map<string, State>([[JSON.stringify(start.value), start.value as State]]);
  const edges = new Map<string, Edge>();
  const queue = [start as AnyMachineSnapshot];
  for (let here = queue.shift(); here; here = queue.shift()) {
    for (const { edge, next } of stepsFrom(machine, here, Object.keys(workflow.events), { oracle, eventless })) {
      edges.set(JSON.stringify(edge), edge);
      const key = JSON.stringify(edge.to);
      if (seen.has(key)) continue;
      seen.set(key, edge.to);
      queue.push(next);
    }
  }
  return { configurations: [...seen.values()], edges: [...edges.values()] };
}

interface Step {
  readonly edge: Edge;
  readonly next: AnyMachineSnapshot;
}

/** Every step that some answers of the rules would allow. */
function* stepsFrom(
  machine: AnyStateMachine,
  here: AnyMachineSnapshot,
  types: readonly string[],
  { oracle, eventless }: { readonly oracle: Set<string>; readonly eventless: readonly string[] },
): Generator<Step> {
  for (const type of types) {
    const taken = new Set<string>();
    for (const assumed of assumptions(candidatesFor(activeNodes(here), type))) {
      const transitions = chosen(here, type, assumed, oracle);
      // Many assumptions lead to one choice, and one choice, as far as nothing follows by itself, to one state.
      const choice = [...transitions.map(nameOf), ...eventless.filter((rule) => assumed.has(rule))].join();
      if (transitions.length === 0 || taken.has(choice)) continue;
      taken.add(choice);
      const step = stepBy(machine, here, type, transitions);
      yield step;
      // Where a state moves on by itself, that may happen too.
      if (!activeNodes(step.next).some((node) => (node.always ?? []).length > 0)) continue;
      for (const further of subsets(eventless).slice(1)) {
        const onward = chosen(here, type, new Set([...assumed, ...further]), oracle);
        if (onward.length > 0) yield stepBy(machine, here, type, onward);
      }
    }
  }
}

/** What the machine takes when just these rules hold. The oracle stays set, for what follows by itself. */
function chosen(
  here: AnyMachineSnapshot,
  type: string,
  assumed: ReadonlySet<string>,
  oracle: Set<string>,
): readonly AnyTransitionDefinition[] {
  oracle.clear();
  for (const rule of assumed) oracle.add(rule);
  return takenBy(here, { type } as never);
}

const nameOf = (transition: AnyTransitionDefinition): string => {
  const ways: readonly AnyTransitionDefinition[] =
    transition.source.transitions.get(transition.eventType as string) ?? [];
  return `${transition.source.id}/${ways.indexOf(transition)}`;
};

function stepBy(
  machine: AnyStateMachine,
  here: AnyMachineSnapshot,
  type: string,
  transitions: readonly AnyTransitionDefinition[],
): Step {
  const next = stepped(here, { type } as never);
  const by = transitions
    .map((each) => passageOf(each).by)
    .reduce((all, each) => all.filter((role) => each.includes(role)));
  const rules = [...new Set(transitions.flatMap((each) => ruleNamesOf(each.guard)))];
  const edge = { from: here.value as State, to: next.value as State, type, by, rules };
  return { edge, next };
}

/** The same machine without its context: no actions, and the oracle in the place of every rule that looks at facts. */
function freed(workflow: Workflow, oracle: ReadonlySet<string>): AnyStateMachine {
  const rules = Object.entries(workflow.rules).map(
    ([name, rule]) => [name, 'in' in rule ? rule : { meaning: name, holds: () => oracle.has(name) }] as const,
  );
  const config = withoutActions(workflow.machine.config) as Parameters<typeof createMachine>[0];
  return createMachine({ ...config, context: {} }).provide({
    guards: guardsOf(Object.fromEntries(rules)),
  }) as AnyStateMachine;
}

/** A machine's literal without what it does: only where it goes is left. */
export function withoutActions(config: unknown): unknown {
  if (Array.isArray(config)) return config.map(withoutActions);
  if (typeof config !== 'object' || config === null) return config;
  const kept = Object.entries(config).filter(([key]) => !['actions', 'entry', 'exit'].includes(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutActions(value)]));
}

function eventlessRules(machine: AnyStateMachine): readonly string[] {
  const eventless = withinAndSelf(machine.root).flatMap((node) => node.always ?? []);
  return [...new Set(eventless.flatMap((each) => ruleNamesOf(each.guard)))];
}

/** By the first candidate and all of them; a walk asks the same of every configuration that has them. */
const assumptionsFor = new WeakMap<AnyTransitionDefinition, Map<string, readonly ReadonlySet<string>[]>>();

/**
 * Which rules to take as true, so that together every choice the machine could make is met: for each set of transitions the rules of
 * just these. (Were more true, the same transitions would be chosen or others of these sets.)
 */
function assumptions(candidates: readonly AnyTransitionDefinition[]): readonly ReadonlySet<string>[] {
  const [first] = candidates;
  if (first === undefined) return [];
  const known = assumptionsFor.get(first) ?? new Map<string, readonly ReadonlySet<string>[]>();
  assumptionsFor.set(first, known);
  const key = candidates.map(nameOf).join();
  const sets = known.get(key) ?? assumptionsAnew(candidates);
  known.set(key, sets);
  return sets;
}

function assumptionsAnew(candidates: readonly AnyTransitionDefinition[]): readonly ReadonlySet<string>[] {
  const own = subsets(candidates.map((each) => ruleNamesOf(each.guard))).slice(1);
  const all = own.map((some) => [...new Set(some.flat())].sort());
  return [...new Map(all.map((names) => [names.join(), new Set(names)])).values()];
}

/** All subsets, the empty one first. */
function subsets<T>(items: readonly T[]): readonly (readonly T[])[] {
  return items.reduce<readonly (readonly T[])[]>((sets, item) => [...sets, ...sets.map((set) => [...set, item])], [[]]);
}

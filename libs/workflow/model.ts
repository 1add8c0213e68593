import { and, stateIn, type AnyStateMachine, type AnyTransitionDefinition } from 'xstate';
import type { Rule, RuleId, Workflow } from './index.js';
import { passageOf, placeOf, waysOn, withinAndSelf } from './state.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- facts differ from workflow to workflow; rules are only passed on
type AnyRule = Rule<any>;

/**
 * The guards of a machine, one per named rule. A rule that holds `in` a state becomes XState's own `stateIn`.
 * The result is typed as plain predicates, which is how `setup` wants them.
 */
export function guardsOf<Name extends string, F>(
  rules: Readonly<Record<Name, Rule<F>>>,
): Record<Name, (facts: F) => boolean> {
  const guards = Object.entries<Rule<F>>(rules).map(([name, rule]) => [
    name,
    'in' in rule ? stateIn(rule.in) : (facts: F) => rule.holds(facts),
  ]);
  return Object.fromEntries(guards) as Record<Name, (facts: F) => boolean>;
}

/** Every one of these rules, in the order in which people should be told. */
export const onlyIf = and;

/** The rule names a guard is made of, in order. `guards` is what XState's `and` keeps its parts in. */
export function ruleNamesOf(guard: unknown): readonly string[] {
  if (guard === undefined) return [];
  if (typeof guard === 'string') return [guard];
  if (typeof guard !== 'function' || !('guards' in guard) || !Array.isArray(guard.guards))
    throw new TypeError('A guard must be the name of a rule, or onlyIf() of names, so that a refusal can name it.');
  const known = namesOf.get(guard) ?? guard.guards.flatMap(ruleNamesOf);
  namesOf.set(guard, known);
  return known;
}

/** Asked for at every decision and of every move. */
const namesOf = new WeakMap<object, readonly string[]>();

/** The numbers of all rules that a transition enforces, each once: the one that says who, those of its guard, and what it brings about. */
export function rulesOf({ rules }: Pick<Workflow, 'rules'>, way: AnyTransitionDefinition): readonly RuleId[] {
  const { rule, also = [] } = way.meta === undefined ? {} : passageOf(way);
  const guarded = ruleNamesOf(way.guard).map((name) => rules[name]?.id);
  return [...new Set([rule, ...guarded, ...also].filter((id) => id !== undefined))];
}

/** Types a rule table by its facts and keeps its names. */
export const rulesOver =
  <F>() =>
  <Name extends string>(rules: Readonly<Record<Name, Rule<F>>>): Readonly<Record<Name, Rule<F>>> =>
    rules;

/** The workflow as the service and the tests use it. Types of context and facts are left behind here, on purpose and only here. */
export function declare(
  workflow: Omit<Workflow, 'rules'> & { readonly rules: Readonly<Record<string, AnyRule>> },
): Workflow {
  return Object.freeze(workflow);
}

/**
 * Of a vocabulary that several workflows share, what one machine speaks: the facts it takes or refuses by name, and the rules it asks.
 *
 * @throws RangeError where the machine uses a word that the vocabulary lacks
 */
export function vocabularyOf(
  machine: AnyStateMachine,
  events: Workflow['events'],
  rules: Readonly<Record<string, AnyRule>>,
): { readonly events: Workflow['events']; readonly rules: Readonly<Record<string, AnyRule>> } {
  const nodes = withinAndSelf(machine.root);
  const ways = nodes.flatMap(waysOn);
  const dues = nodes.flatMap((node) => placeOf(node).due ?? []);
  const refusals = nodes.flatMap((node) => Object.entries(placeOf(node).refuses ?? {}));
  const facts = [
    ...ways.map(({ eventType }) => eventType as string),
    ...refusals.map(([type]) => type),
    ...dues.flatMap(({ event }) => event ?? []),
  ].filter((type) => type !== '');
  const asked = [
    ...ways.flatMap(({ guard }) => ruleNamesOf(guard)),
    ...refusals.map(([, rule]) => rule),
    ...dues.flatMap(({ early }) => early ?? []),
  ];
  return {
    events: spokenOf(events, facts, `${machine.id} takes a fact that no stage has among the events of its words`),
    rules: spokenOf(rules, asked, `${machine.id} asks a rule that no stage has among the rules of its words`),
  };
}

function spokenOf<T>(
  table: Readonly<Record<string, T>>,
  words: readonly string[],
  otherwise: string,
): Readonly<Record<string, T>> {
  const missing = words.filter((word) => !Object.hasOwn(table, word));
  if (missing.length > 0)
    throw new RangeError(
      `${otherwise}: ${[...new Set(missing)].join(', ')}. Mend the spelling, add it there, or list the stage.`,
    );
  return Object.fromEntries(Object.entries(table).filter(([word]) => words.includes(word)));
}

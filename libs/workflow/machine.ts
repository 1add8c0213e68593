/**
 * How a machine is run. XState is asked for each fact what it would take, and then takes it; what it does for that more often than it must
 * is done once here: the scope it runs in, the choice among transitions, and the copy of a context.
 */
import {
  createActor,
  initialTransition,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyStateNode,
  type AnyTransitionDefinition,
} from 'xstate';
import type { Fact } from './index.js';
import { ruleNamesOf } from './model.js';
import { waysOn, withinAndSelf } from './state.js';

/**
 * Where the machine stands before its first fact. Its context is copied: XState hands on the one of the declaration, put together from those
 * of all stages, which the engine keeps as a hash table, and a copy of a copy of such a table costs twenty times what one of a plain object does.
 */
export function begun(machine: AnyStateMachine): AnyMachineSnapshot {
  const [snapshot] = initialTransition(machine) as readonly [AnyMachineSnapshot, ...unknown[]];
  return { ...snapshot, context: { ...(snapshot.context as object) } };
}

/** The transitions the machine will take; empty means that XState would ignore the event in silence. */
export function takenBy(snapshot: AnyMachineSnapshot, fact: Fact): readonly AnyTransitionDefinition[] {
  if (snapshot.status !== 'active') return [];
  prepare(snapshot.machine);
  return snapshot.machine.getTransitionData(snapshot, fact) as readonly AnyTransitionDefinition[];
}

/** Where the machine stands after a fact. */
export function stepped(snapshot: AnyMachineSnapshot, fact: Fact): AnyMachineSnapshot {
  const taken = takenBy(snapshot, fact);
  const actions = taken.flatMap((transition) => transition.actions as readonly unknown[]);
  if (staysPut(snapshot, taken) && actions.every(isAssign))
    return actions.reduce(
      (before: AnyMachineSnapshot, { assignment }) => withChanges(before, assignment, fact),
      snapshot,
    );
  const scope = scopeOf(snapshot.machine);
  return snapshot.machine.transition(snapshot, fact, scope as never) as AnyMachineSnapshot;
}

/** A fact that moves nothing, as a vote does, changes what is remembered: XState would look through all states for those to leave or enter. */
const staysPut = (snapshot: AnyMachineSnapshot, taken: readonly AnyTransitionDefinition[]): boolean =>
  taken.length > 0 &&
  taken.every(({ target }) => target === undefined) &&
  activeNodes(snapshot).every(({ always }) => always === undefined);

/** XState keeps the active nodes of a snapshot in `_nodes`; walking the state value anew would cost more than the decision. */
export const activeNodes = (snapshot: AnyMachineSnapshot): readonly AnyStateNode[] =>
  snapshot._nodes as readonly AnyStateNode[];

const prepared = new WeakSet<AnyStateMachine>();

function prepare(machine: AnyStateMachine): void {
  if (prepared.has(machine)) return;
  prepared.add(machine);
  chooseOnce(machine);
  for (const node of withinAndSelf(machine.root))
    for (const action of [...node.entry, ...node.exit, ...waysOn(node).flatMap(({ actions }) => actions)])
      if (isAssign(action)) action.resolve = assigned;
}

type Choose = AnyStateMachine['getTransitionData'];

/**
 * A machine that is asked what it would take and then takes it chooses twice, and every guard is asked twice. It is made to remember what it
 * chose last: guards are pure, so the same snapshot and the same fact give the same choice.
 */
function chooseOnce(machine: AnyStateMachine): void {
  let last: { readonly snapshot: unknown; readonly fact: unknown; readonly chosen: ReturnType<Choose> } | undefined;
  machine.getTransitionData = (snapshot, fact: Fact) => {
    if (last?.snapshot === snapshot && last.fact === fact) return last.chosen;
    const chosen = chosenIn(snapshot, fact) as ReturnType<Choose>;
    last = { snapshot, fact, chosen };
    return chosen;
  };
}

/**
 * Of each region the innermost way that is open, as XState chooses; it asks every active node, which for most facts have nothing to say.
 * Regions are in the order of the machine.
 */
function chosenIn(snapshot: AnyMachineSnapshot, fact: Fact): readonly AnyTransitionDefinition[] {
  const chosen: AnyTransitionDefinition[] = [];
  for (const node of activeNodes(snapshot).toReversed()) {
    const ways = node.transitions.get(fact.type) as readonly AnyTransitionDefinition[] | undefined;
    if (ways === undefined || chosen.some(({ source }) => isInside(source, node))) continue;
    const open = ways.find(({ guard }) => isOpen(guard, snapshot, fact));
    if (open) chosen.push(open);
  }
  return chosen.length > 1 ? chosen.toSorted((a, b) => a.source.order - b.source.order) : chosen;
}

function isInside(inner: AnyStateNode, outer: AnyStateNode): boolean {
  for (let node = inner.parent; node; node = node.parent) if (node === outer) return true;
  return false;
}

/** What XState makes of a guard it brings along: of `stateIn` here. */
interface OwnGuard {
  readonly check: (snapshot: AnyMachineSnapshot, facts: object, guard: OwnGuard) => boolean;
}
type Guard = OwnGuard | ((facts: object) => boolean);

function isOpen(guard: unknown, snapshot: AnyMachineSnapshot, event: Fact): boolean {
  if (guard === undefined) return true;
  const facts = { context: snapshot.context as unknown, event };
  const guards = snapshot.machine.implementations.guards as unknown as Readonly<Record<string, Guard>>;
  return ruleNamesOf(guard).every((name) => {
    const asked = guards[name];
    if (asked === undefined) throw new RangeError(`${snapshot.machine.id} has no guard ${name}`);
    return 'check' in asked ? asked.check(snapshot, facts, asked) : asked(facts);
  });
}

/** What XState's `assign` makes, as far as it is read here. */
interface Assign {
  readonly type: 'xstate.assign';
  readonly assignment: Assigner | Readonly<Record<string, unknown>>;
  resolve: typeof assigned;
}
type Assigner = (facts: object) => object;

const isAssign = (action: unknown): action is Assign =>
  typeof action === 'function' && 'type' in action && action.type === 'xstate.assign';

/** In the place of XState's own way to carry out an `assign`. */
function assigned(
  _scope: unknown,
  snapshot: AnyMachineSnapshot,
  { event }: { readonly event: Fact },
  _parameters: unknown,
  { assignment }: Assign,
): readonly [AnyMachineSnapshot, undefined, undefined] {
  return [withChanges(snapshot, assignment, event), undefined, undefined];
}

/**
 * XState copies a context field by field into an empty object, which above some twenty fields the engine keeps as a hash table, and finds
 * the state anew, which an assignment does not change. For a machine that starts no others, as a law says of ours, this comes to the same.
 */
function withChanges(snapshot: AnyMachineSnapshot, assignment: Assign['assignment'], event: Fact): AnyMachineSnapshot {
  const context = snapshot.context as object;
  const facts = { context, event };
  const changes = typeof assignment === 'function' ? assignment(facts) : changesOf(assignment, facts);
  return { ...snapshot, context: { ...context, ...changes } };
}

function changesOf(assignment: Readonly<Record<string, unknown>>, facts: object): object {
  const changes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(assignment))
    changes[name] = typeof value === 'function' ? (value as Assigner)(facts) : value;
  return changes;
}

type Scope = Parameters<AnyStateMachine['transition']>[2];

const scopes = new WeakMap<AnyStateMachine, Scope>();

/**
 * What a machine is run in, made once for each. XState's own `transition` makes it anew every time, a whole actor with its initial state,
 * and that costs as much as the step. It can be shared because our machines invoke nothing and wait for nothing, which is a law.
 */
export function scopeOf(machine: AnyStateMachine): Scope {
  const known = scopes.get(machine);
  if (known) return known;
  const self = createActor(machine);
  const none = (): void => undefined;
  const scope: Scope = {
    self,
    system: self.system,
    // eslint-disable-next-line empty/no-empty-for-none -- XState asks for a text, and nothing here looks at it
    ...{ id: '', sessionId: '' },
    logger: none,
    defer: none,
    emit: none,
    stopChild: none,
    actionExecutor: none,
  };
  scopes.set(machine, scope);
  return scope;
}

/** For the law that nothing is decided on a case that lacks what is due. */
import { createMachine, type AnyMachineSnapshot, type AnyStateMachine } from 'xstate';
import { beginning, decide } from '../libs/workflow/decide.js';
import type { Fact, Standing, State, Workflow } from '../libs/workflow/index.js';
import { instant } from '../libs/workflow/instant.js';
import { dueOf } from '../libs/workflow/progress.js';
import { withoutActions } from '../libs/workflow/prove.js';
import { passageOf, placeOf, waysOn, withinAndSelf } from '../libs/workflow/state.js';
import { walked } from './walks.js';

const came = '2015-04-01T00:00:00.000Z';
const moment = '2015-04-01T00:00:00.001Z';

/**
 * In every configuration a workflow can reach in which something is due, with all rules but those of where the case is taken to hold: what
 * somebody else than the clock can have decided once it is. `found`: in how many configurations something is due.
 */
export function decidedLate(workflow: Workflow): { readonly found: number; readonly decided: readonly string[] } {
  const free = permissive(workflow);
  const decided: string[] = [];
  let found = 0;
  for (const state of walked(workflow).configurations) {
    const standing = standingAt(free, state);
    if (dueOf(free, standing.progress).length === 0) continue;
    found += 1;
    for (const fact of factsIn(free))
      if (decide(free, standing, fact).outcome === 'decided')
        decided.push(`${fact.type} by ${fact.actor.role} in ${JSON.stringify(state)}`);
  }
  return { found, decided };
}

/** Every fact that somebody else than the clock could bring about somewhere, a moment after everything came due. */
function factsIn(workflow: Workflow): readonly Fact[] {
  const ways = withinAndSelf(workflow.machine.root).flatMap(waysOn);
  const pairs = ways
    .filter(({ meta }) => meta)
    .flatMap((way) => passageOf(way).by.map((role) => [String(way.eventType), role]));
  const all = new Map(pairs.map(([type, role]) => [`${type} ${role}`, { type: type!, role: role! }]));
  return [...all.values()]
    .filter(({ role }) => role !== 'clock')
    .map(({ type, role }) => ({ type, data: {}, at: moment, actor: { id: 'p', name: 'P', role, organisation: 'o' } }));
}

/** The workflow with nothing in anybody's way but where the case stands. */
function permissive(workflow: Workflow): Workflow {
  const rules = Object.fromEntries(
    Object.entries(workflow.rules).map(([name, rule]) => [
      name,
      'in' in rule ? rule : { ...rule, meaning: 'Taken to hold.', holds: () => true },
    ]),
  );
  const roles = Object.fromEntries(
    Object.entries(workflow.roles).map(([name, role]) => [
      name,
      // Only the clock's own say is left, so that taking it away can be seen.
      name === 'clock' ? role : { ...role, actsOn: () => true },
    ]),
  );
  const config = withoutActions(workflow.machine.config) as Parameters<typeof createMachine>[0];
  const guards = Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => [
      name,
      'in' in rule ? (workflow.machine.implementations.guards[name] as never) : () => true,
    ]),
  );
  const machine = createMachine(config).provide({ guards }) as AnyStateMachine;
  return { ...workflow, machine, rules, roles, datesSetBy: () => ({}) };
}

/** A case that stands there, with every date set that any place names, and all of them come. */
function standingAt(workflow: Workflow, state: State): Standing {
  const names = withinAndSelf(workflow.machine.root).flatMap((node) => placeOf(node).due?.date ?? []);
  const dates = Object.fromEntries(names.map((name) => [name, instant(came)]));
  const snapshot = workflow.machine.resolveState({ value: state, context: {} }) as AnyMachineSnapshot;
  return { ...beginning(workflow), snapshot, revision: 7, progress: { state, since: {}, dates }, at: came };
}

/** Who has a part in a workflow: those of a role to which some state of it leaves something to do. */
import { actsFor, type Role } from '../../../libs/register/model.js';
import type { Refusal, RuleId, Workflow } from '../../../libs/workflow/index.js';
import { passageOf, waysOn, withinAndSelf } from '../../../libs/workflow/state.js';
import type { Asker } from '../access/asker.js';

interface Recorders {
  readonly roles: Set<string>;
  /** The rule that says so. */
  readonly rule: RuleId | undefined;
}

interface Parts {
  /** By event type, who records it anywhere. */
  readonly byType: ReadonlyMap<string, Recorders>;
  /** All of them. */
  readonly roles: ReadonlySet<string>;
}

const known = new WeakMap<Workflow, Parts>();

export const hasPartIn = (workflow: Workflow, { grants }: Asker): boolean =>
  grants.some(({ role }) => partsOf(workflow).roles.has(role));

/** Whether somebody records facts of this type anywhere; of a type that there is not, nobody does. */
export const mayRecord = (workflow: Workflow, type: string, { grants }: Asker): boolean =>
  grants.some(({ role }) => partsOf(workflow).byType.get(type)?.roles.has(role) === true);

/** Whether somebody could begin a case about this CCG, whatever they say: it is known from their roles alone. */
export function mayBegin(workflow: Workflow, ccg: string | undefined, { grants }: Asker): boolean {
  const roles = partsOf(workflow).byType.get(workflow.begins)?.roles;
  return grants.some(({ role, organisation }) => roles?.has(role) === true && (!isOfCcg(role) || organisation === ccg));
}

/** For whoever does not record facts of this type: who does. */
export function notTheirs(workflow: Workflow, type: string): Refusal {
  const { roles = [], rule } = partsOf(workflow).byType.get(type) ?? {};
  return { because: 'not-yours', by: [...roles], ...(rule && { rule }) };
}

const isOfCcg = (role: string): boolean => actsFor[role as Role] === 'ccg'; // roles of grants are those of the register

function partsOf(workflow: Workflow): Parts {
  const parts = known.get(workflow) ?? foundIn(workflow);
  known.set(workflow, parts);
  return parts;
}

function foundIn(workflow: Workflow): Parts {
  const byType = new Map<string, Recorders>();
  for (const way of withinAndSelf(workflow.machine.root).flatMap(waysOn)) {
    const type = String(way.eventType);
    if (type === '') continue;
    const { by, rule } = passageOf(way);
    const recorders = byType.get(type) ?? { roles: new Set<string>(), rule };
    for (const role of by) if (role !== 'clock') recorders.roles.add(role);
    byType.set(type, recorders);
  }
  return { byType, roles: new Set([...byType.values()].flatMap(({ roles }) => [...roles])) };
}

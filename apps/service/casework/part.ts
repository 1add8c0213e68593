/** Who has a part in a workflow: those of a role to which some state of it leaves something to do. */
import type { Workflow } from '../../../libs/workflow/index.js';
import { passageOf, waysOn, withinAndSelf } from '../../../libs/workflow/state.js';
import type { Asker } from '../access/asker.js';

interface Parts {
  /** By event type, the roles that record it anywhere. */
  readonly byType: ReadonlyMap<string, ReadonlySet<string>>;
  /** All of them. */
  readonly roles: ReadonlySet<string>;
}

const known = new WeakMap<Workflow, Parts>();

export const hasPartIn = (workflow: Workflow, { grants }: Asker): boolean =>
  grants.some(({ role }) => partsOf(workflow).roles.has(role));

export const rolesFor = (workflow: Workflow, type: string): readonly string[] => [
  ...(partsOf(workflow).byType.get(type) ?? []),
];

function partsOf(workflow: Workflow): Parts {
  const parts = known.get(workflow) ?? foundIn(workflow);
  known.set(workflow, parts);
  return parts;
}

function foundIn(workflow: Workflow): Parts {
  const byType = new Map<string, Set<string>>();
  for (const way of withinAndSelf(workflow.machine.root).flatMap(waysOn)) {
    const type = String(way.eventType);
    if (type === '') continue;
    const roles = byType.get(type) ?? new Set<string>();
    for (const role of passageOf(way).by) if (role !== 'clock') roles.add(role);
    byType.set(type, roles);
  }
  return { byType, roles: new Set([...byType.values()].flatMap((roles) => [...roles])) };
}

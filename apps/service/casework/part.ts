/** Who has a part in a workflow: those of a role to which some state of it leaves something to do. */
import type { Workflow } from '../../../libs/workflow/index.js';
import { passageOf, waysOn, withinAndSelf } from '../../../libs/workflow/state.js';
import type { Asker } from '../access/asker.js';

/** By event type, the roles that record it anywhere. */
type Parts = ReadonlyMap<string, ReadonlySet<string>>;

const known = new WeakMap<Workflow, Parts>();

export const hasPartIn = (workflow: Workflow, { grants }: Asker): boolean =>
  [...partsOf(workflow).values()].some((roles) => grants.some(({ role }) => roles.has(role)));

export const rolesFor = (workflow: Workflow, type: string): readonly string[] => [
  ...(partsOf(workflow).get(type) ?? []),
];

function partsOf(workflow: Workflow): Parts {
  const parts = known.get(workflow) ?? foundIn(workflow);
  known.set(workflow, parts);
  return parts;
}

function foundIn(workflow: Workflow): Parts {
  const parts = new Map<string, Set<string>>();
  for (const way of withinAndSelf(workflow.machine.root).flatMap(waysOn)) {
    const type = String(way.eventType);
    if (type === '') continue;
    const roles = parts.get(type) ?? new Set<string>();
    for (const role of passageOf(way).by) if (role !== 'clock') roles.add(role);
    parts.set(type, roles);
  }
  return parts;
}

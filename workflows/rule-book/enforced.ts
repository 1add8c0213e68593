/** Where workflows hold people to the rules of the book. */
import type { Workflow } from '../../libs/workflow/index.js';
import { rulesOf as enforcedBy } from '../../libs/workflow/model.js';
import { waysOn, withinAndSelf } from '../../libs/workflow/state.js';

/** Rule number → what cites it, each once, in the order found. */
export type Citations = ReadonlyMap<string, readonly string[]>;

export function collected(pairs: Iterable<readonly [id: string, by: string]>): Citations {
  const all = new Map<string, string[]>();
  for (const [id, by] of pairs) {
    const before = all.get(id) ?? [];
    if (!before.includes(by)) before.push(by);
    all.set(id, before);
  }
  return all;
}

/** Names of the rules that people are refused by under a number. */
export const rulesOf = (workflows: readonly Workflow[]): Citations =>
  collected(
    workflows.flatMap(({ rules }) =>
      Object.entries(rules).flatMap(([name, { id }]) => (id === undefined ? [] : [[id, name] as const])),
    ),
  );

/** Types of the facts that come about under a number. */
export const factsOf = (workflows: readonly Workflow[]): Citations =>
  collected(
    workflows.flatMap((workflow) =>
      withinAndSelf(workflow.machine.root)
        .flatMap(waysOn)
        // A way that the machine takes by itself has nobody's words on it.
        .flatMap((way) => (way.eventType ? enforcedBy(workflow, way).map((id) => [id, way.eventType] as const) : [])),
    ),
  );

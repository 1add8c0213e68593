import type { State, Workflow } from '../../../libs/workflow/index.js';
import { candidatesFor, nodesOf, passageOf } from '../../../libs/workflow/state.js';
import type { Asker } from './asker.js';

/**
 * Whether a fact is for somebody where a case stands, by the role they hold and whom they hold it for. What rules and interests say of it is
 * asked when they come to do it: a list of many cases replays none of them.
 */
export function mayDo(
  { grants }: Asker,
  {
    workflow,
    state,
    ccg,
    region,
  }: { readonly workflow: Workflow; readonly state: State; readonly ccg?: string; readonly region: string },
  type: string,
): boolean {
  const by = new Set(candidatesFor(nodesOf(workflow.machine, state), type).flatMap((way) => passageOf(way).by));
  return grants.some(({ role, organisation }) => by.has(role) && [ccg, region, 'nhse'].includes(organisation));
}

/** What a case waits for, beside whom it waits on. */
import { dateIn } from './dates.js';
import type { Progress, Workflow } from './index.js';
import { nodesOf, passageOf, pathOf, placeOf } from './state.js';

export interface Awaited {
  /** Types of the facts that bring the case on there, those of the innermost place first, each in the order in which the workflow has them. */
  readonly types: readonly string[];
  /** What happens at the innermost place, as its description says. */
  readonly meaning?: string;
}

/** What a case waits for from a role in one of its stages: what it can do at the places there that wait on it. */
export function awaitedOf(
  { machine, stages }: Workflow,
  { state, dates }: Pick<Progress, 'state' | 'dates'>,
  { queue, role }: { readonly queue: string; readonly role: string },
): Awaited {
  const path = stages.find(({ name }) => name === queue)?.path;
  if (path === undefined) return { types: [] };
  const waiting = nodesOf(machine, state)
    .filter((node) => {
      const { waitingOn = [], due } = placeOf(node);
      const isHere = pathOf(node) === path || pathOf(node).startsWith(`${path}.`);
      const byDate = due && dateIn(dates, due.date) !== undefined ? due.by : undefined;
      return isHere && [...waitingOn, ...(byDate ?? [])].includes(role);
    })
    .toReversed();
  const ways = waiting.flatMap((node) => [...node.transitions.values()].flat());
  const types = ways.filter((way) => passageOf(way).by.includes(role)).map(({ eventType }) => eventType as string);
  const meaning = waiting[0]?.description;
  return { types: [...new Set(types)], ...(meaning !== undefined && { meaning }) };
}

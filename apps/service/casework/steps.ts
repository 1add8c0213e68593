/** What a decided fact is recorded as. Pure. */
import type { NewEvent } from '../../../libs/event-log/index.js';
import type { decide } from '../../../libs/workflow/decide.js';
import type { Fact, Workflow } from '../../../libs/workflow/index.js';

type Decided = ReturnType<typeof decide> & { outcome: 'decided' };

/** A decided fact as the log takes it. */
export function eventOf(
  { name, version }: Workflow,
  { type, data, at, actor }: Fact,
  { from, to }: Pick<Decided, 'from' | 'to'>,
  more: { readonly id: string; readonly command?: string; readonly cause?: string },
): NewEvent {
  return { type, data, at, actor, workflow: name, version, ...(from !== undefined && { from }), to, ...more };
}

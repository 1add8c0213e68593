/** What a decided fact is recorded as. Pure. */
import type { Actor, NewEvent } from '../../../libs/event-log/index.js';
import type { decide } from '../../../libs/workflow/decide.js';
import type { Fact, Workflow } from '../../../libs/workflow/index.js';
import type { Due } from '../../../libs/workflow/progress.js';

export const clockActor: Actor = { id: 'clock', name: 'Clock', role: 'clock', organisation: 'service' };

/** What the clock says when a date has come. */
export function clockFact({ event, date }: Pick<Due, 'event' | 'date'>, at: string): Fact {
  return { type: event, data: event === 'DeadlinePassed' ? { deadline: date } : {}, at, actor: clockActor };
}

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

/** The clock as an actor: what it says when a date has come. */
import type { Actor, Fact } from './index.js';
import type { Due } from './progress.js';

export const clockActor: Actor = { id: 'clock', name: 'Clock', role: 'clock', organisation: 'service' };

export function clockFact({ event, date }: Pick<Due, 'event' | 'date'>, at: string): Fact {
  return { type: event, data: event === 'DeadlinePassed' ? { deadline: date } : {}, at, actor: clockActor };
}

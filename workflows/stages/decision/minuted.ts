/** What every decision rests on: the minute of one item of a quorate meeting. */
import type { Context } from '../../case/context.js';
import type { FactOf } from '../../case/events.js';

/** Rules of every decision, beside the one that says whose committee decides. */
export const minuted = [
  'minuteIsNew',
  'decisionIsAsMinuted',
  'meetingWasQuorate',
  'votersDidNotAssess',
  'votersAreIndependent',
  'clinicalInputIsAcknowledged',
] as const;

/** The item has decided on this case, and cannot do so again. */
export const withMinute = (
  { minutes }: Context,
  { data: { meeting, item } }: FactOf<'DecisionMade'> | FactOf<'DecisionEscalated'>,
): Pick<Context, 'minutes'> => ({ minutes: [...minutes, { meeting, item }] });

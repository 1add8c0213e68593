/** What every decision rests on: the minute of one item of a quorate meeting. */
import { withChange } from '../../application/changes.js';
import type { Context, FactOf } from '../../application/words.js';

/** Rules of every decision, beside the one that says whose committee decides. */
export const minuted = [
  'minuteIsNew',
  'decisionIsAsMinuted',
  'voteIsOnWhatStands',
  'meetingWasQuorate',
  'nextIsAsMinuted',
  'votersDidNotAssess',
  'votersAreIndependent',
  'clinicalInputIsAcknowledged',
] as const;

/** The item has decided on this case, and cannot do so again; nor can another that was tabled before. */
export function withMinute(
  context: Context,
  event: FactOf<'DecisionMade'> | FactOf<'DecisionEscalated'>,
): Pick<Context, 'minutes' | 'changes'> {
  const { meeting, item } = event.data;
  const what = event.type === 'DecisionMade' ? 'another decision was recorded' : 'the decision was escalated';
  return { minutes: [...context.minutes, { meeting, item }], ...withChange(context, event, what) };
}

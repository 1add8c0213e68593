/** What changes the application that a committee decides on: a vote on an item that was tabled before decides nothing. */
import { dayInWords, isDayBefore, londonDay } from '../../../libs/workflow/london.js';
import type { Change, ChangingFact, Context } from '../../case/context.js';
import type { CaseFact } from '../../case/events.js';
import type { Minute } from '../../committee-meeting/minute.js';

/** What happened, as whoever records an earlier vote is told. */
export const changing = {
  ApplicationSubmitted: 'the application was submitted',
  RegionRecommended: 'the region recommended it',
  RegionNotRecommended: 'the region did not recommend it',
  ThresholdsReopened: 'the thresholds were reopened',
  ApprovalSuspended: 'the approval was suspended',
  DecisionMade: 'another decision was recorded',
  DecisionEscalated: 'the decision was escalated',
} as const satisfies Record<ChangingFact, string>;

/** What a committee decides on has changed by this fact. */
export const withChange = (
  { changes }: Context,
  { type, at }: Extract<CaseFact, { type: ChangingFact }>,
): Pick<Context, 'changes'> => ({ changes: [...changes, { type, at }] });

/**
 * What has changed since the committee had the case before it: after its item was tabled, or after the day of the meeting, as a meeting can
 * be recorded later than it was held.
 */
export const changedSince = ({ heldOn, put }: Minute, { changes }: Context): readonly Change[] =>
  changes.filter(({ at }, index) => index >= (put?.changes ?? changes.length) || isDayBefore(heldOn, londonDay(at)));

export const changesInWords = (changes: readonly Change[]): string =>
  changes.map(({ type, at }) => `${changing[type]} on ${dayInWords(londonDay(at))}`).join(', ');

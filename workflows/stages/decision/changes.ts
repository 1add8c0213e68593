/** What has changed on the application since a committee had it before it: a vote from before decides nothing. */
import { dayInWords, isDayBefore, londonDay } from '../../../libs/workflow/london.js';
import type { Change, Context } from '../../application/words.js';
import type { Minute } from '../../committee-meeting/minute.js';

/**
 * What has changed since the committee had the case before it: after its item was tabled, or after the day of the meeting, as a meeting can
 * be recorded later than it was held.
 */
export const changedSince = ({ heldOn, put }: Minute, { changes }: Context): readonly Change[] =>
  changes.filter(({ at }, index) => index >= (put?.changes ?? changes.length) || isDayBefore(heldOn, londonDay(at)));

export const changesInWords = (changes: readonly Change[]): string =>
  changes.map(({ what, at }) => `${what} on ${dayInWords(londonDay(at))}`).join(', ');

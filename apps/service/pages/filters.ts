/** What templates can say of a value. */
import { dayInWords, deadlineInWords, londonDay, momentInWords, startOfDay } from '../../../libs/workflow/london.js';
import { inWords } from '../../../libs/workflow/state.js';
import { roleTitle, waitedOn } from './words.js';

export const filters = {
  /** When something happened: `2015-01-09T12:00:00.000Z` → “noon on 9 January 2015”, at midnight “00:00 on 1 April 2015” */
  moment: (instant: string) => (isMidnight(instant) ? `00:00 on ${momentInWords(instant)}` : momentInWords(instant)),
  /** By when something is due; at midnight “the end of 31 March 2015” */
  deadline: (instant: string) => deadlineInWords(instant),
  /** `2015-01-09`, or an instant, → “Friday 9 January 2015” */
  day: (day: string) => dayInWords(day.includes('T') ? londonDay(day) : day),
  /** `BallotOpened` → “Ballot opened” */
  fact: (type: string) => sentence(inWords(type)),
  /** `notStarted` → “Not started” */
  sentence: (text: string) => sentence(inWords(text)),
  role: (role: string) => roleTitle(role),
  waitedOn: (role: string) => waitedOn(role),
  /** `2015-01-09T12:00:00.000Z` → “9 Jan 2015”, for narrow columns. */
  shortDay: (instant: string) => shortDay(instant),
  /** What is due at an instant, by the last day on which it is in time. */
  dueDay: (instant: string) => shortDay(new Date(Date.parse(instant) - 1).toISOString()),
  number: (value: number) => inNumbers(value),
} as const;

const isMidnight = (instant: string): boolean => startOfDay(londonDay(instant)) === new Date(instant).toISOString();
const figures = new Intl.NumberFormat('en-GB');
/** `1234` → “1,234” */
export const inNumbers = (value: number): string => figures.format(value);

const short = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' });

const shortDay = (day: string): string => short.format(Date.parse(day.includes('T') ? londonDay(day) : day));

const sentence = (text: string): string => {
  const trimmed = text.trim();
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
};

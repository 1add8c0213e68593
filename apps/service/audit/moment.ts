/** Moments of the whole register, as people say them: a day, an instant, or a place in the log. */
import { instant, isInstant, spelt } from '../../../libs/workflow/instant.js';
import { dayInWords, endOfDay, startOfDay } from '../../../libs/workflow/london.js';
import { filters } from '../pages/filters.js';

/** `said` is as it was said, in one spelling. */
export type MomentSaid =
  | { readonly kind: 'position'; readonly said: string; readonly position: number }
  /** All of a day in London. */
  | { readonly kind: 'day'; readonly said: string; readonly instant: string }
  | { readonly kind: 'instant'; readonly said: string; readonly instant: string };

export const howToSay =
  'a day as 2015-04-01, a moment in UTC as 2015-04-01T11:00:00Z, or a position of the log as a number';

const isDay = (text: string): boolean =>
  spelt.day.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

/** Undefined for what is none of these. */
export function momentSaid(text: string): MomentSaid | undefined {
  if (/^\d{1,15}$/.test(text)) return { kind: 'position', said: String(Number(text)), position: Number(text) };
  // The last instant of the day: what happened at midnight is of the next.
  if (isDay(text)) return { kind: 'day', said: text, instant: new Date(Date.parse(endOfDay(text)) - 1).toISOString() };
  if (spelt.instant.test(text) && isInstant(text))
    return { kind: 'instant', said: instant(text), instant: instant(text) };
  return undefined;
}

/** “the end of Wednesday 1 April 2015” */
export function momentSaidInWords(moment: MomentSaid): string {
  if (moment.kind === 'position') return `position ${new Intl.NumberFormat('en-GB').format(moment.position)}`;
  return moment.kind === 'day' ? `the end of ${dayInWords(moment.said)}` : filters.moment(moment.instant);
}

/** The bounds of a span that is said by days or instants: a day is all of it. */
export const fromOf = (said: string): string => (isDay(said) ? startOfDay(said) : said);
export const untilOf = (said: string): string => (isDay(said) ? endOfDay(said) : said);

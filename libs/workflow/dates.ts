import type { Dates } from './index.js';
import type { Instant } from './instant.js';

/** Stands for one of several dates of a kind that is settled. */
export const settled = 'settled';

/** The instant of a date; undefined where there is none, or none any more. */
export function dateIn(dates: Dates, name: string): Instant | undefined {
  const date = dates[name];
  return date === settled ? undefined : date;
}

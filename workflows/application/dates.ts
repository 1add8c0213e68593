/** Dates of a case that there can be several of, each under its number (`answerBy.1`). */
import type { Dates } from '../../libs/workflow/index.js';
import { earliestOf } from '../../libs/workflow/instant.js';
import type { DatesSet } from './words.js';

export const numbered = (dates: Readonly<Record<string, string>>, name: string): readonly string[] =>
  Object.keys(dates).filter((each) => each.startsWith(`${name}.`));

/**
 * Of several things that are due, each under its number (`answerBy.1`, empty once it is settled), the soonest stands under the name itself.
 * An empty one is kept, so that the next gets its own number.
 */
export function soonest(dates: Dates, name: string, changed: Readonly<Record<number, string | null>>): DatesSet {
  const set = Object.fromEntries(Object.entries(changed).map(([number, date]) => [`${name}.${number}`, date ?? '']));
  const all: Readonly<Record<string, string>> = { ...dates, ...set };
  const open = numbered(all, name).flatMap((each) => all[each] || []);
  return { ...set, [name]: earliestOf(open) ?? null };
}

/** A date and those under its numbers, taken away. */
export const forgotten = (dates: Dates, name: string): Record<string, null> =>
  Object.fromEntries([name, ...numbered(dates, name)].map((each) => [each, null]));

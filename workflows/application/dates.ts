/** Dates of a case that there can be several of, each under its number (`answerBy.1`). */
import { settled } from '../../libs/workflow/dates.js';
import type { Dates } from '../../libs/workflow/index.js';
import { earliestOf } from '../../libs/workflow/instant.js';

/** A date, and those under its numbers. */
type Several<Name extends string> = Readonly<Record<Name | `${Name}.${number}`, string | null>>;

export const numbered = (dates: Readonly<Record<string, string>>, name: string): readonly string[] =>
  Object.keys(dates).filter((each) => each.startsWith(`${name}.`));

/**
 * Of several things that are due, each under its number (`answerBy.1`), the soonest stands under the name itself. What is settled is kept,
 * so that the next gets its own number.
 */
export function soonest<Name extends string>(
  dates: Dates,
  name: Name,
  changed: Readonly<Record<string, string | null>>,
): Several<Name> {
  const set = Object.fromEntries(
    Object.entries(changed).map(([number, date]) => [`${name}.${number}`, date ?? settled]),
  );
  const all: Readonly<Record<string, string>> = { ...dates, ...set };
  const open = numbered(all, name).flatMap((each) => (all[each] === settled ? [] : (all[each] ?? [])));
  return { ...set, [name]: earliestOf(open) ?? null } as Several<Name>;
}

/** A date and those under its numbers, taken away. */
export const forgotten = <Name extends string>(dates: Dates, name: Name): Several<Name> =>
  Object.fromEntries([name, ...numbered(dates, name)].map((each) => [each, null])) as Several<Name>;

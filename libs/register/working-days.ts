/** Days on which offices in England are open: Monday to Friday without bank holidays. */
import { addDays, dayOrder, isDayBefore } from '../workflow/london.js';
import type { BankHolidaysAnnounced } from './facts.js';
import type { Day } from './model.js';

/**
 * The `count`-th working day after `day`, which itself does not count whatever it is; `day` for none.
 * @throws RangeError for a count that is not a whole number, and for what is no day
 */
export function addWorkingDays(day: Day, count: number, isHoliday: (day: Day) => boolean): Day {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError(`expected a whole number of working days, found ${count}`);
  let reached = day;
  for (let left = count; left > 0;) {
    reached = addDays(reached, 1);
    if (!isWeekend(reached) && !isHoliday(reached)) left -= 1;
  }
  return reached;
}

/** @throws RangeError for what is no day */
export function isWeekend(day: Day): boolean {
  const weekday = new Date(addDays(day, 0)).getUTCDay();
  return weekday === 0 || weekday === 6;
}

/** How far the bank holidays reach once these are announced. */
export function reachAfter(before: Day | undefined, { days, reachesTo }: BankHolidaysAnnounced): Day | undefined {
  return [before, reachesTo ?? days.toSorted(dayOrder).at(-1)]
    .filter((day) => day !== undefined)
    .toSorted(dayOrder)
    .at(-1);
}

/** A holiday that falls on a weekend is held on a working day instead, so none is announced for one. */
export function inHolidays(
  known: { isBankHoliday(day: Day): boolean },
  { days, insteadOf = [], reachesTo }: BankHolidaysAnnounced,
): string | undefined {
  const wrong = [...days, ...insteadOf, ...(reachesTo === undefined ? [] : [reachesTo])].find((day) => !isDay(day));
  if (wrong !== undefined) return `"${wrong}" is no day.`;
  const again = days.find((day, at) => known.isBankHoliday(day) || days.indexOf(day) !== at);
  if (again !== undefined) return `${again} is a bank holiday already.`;
  const weekend = days.find(isWeekend);
  if (weekend !== undefined) return `${weekend} is at a weekend, and no bank holiday.`;
  const beyond = days.find((day) => reachesTo !== undefined && isDayBefore(reachesTo, day));
  if (beyond !== undefined)
    return `${beyond} lies beyond ${reachesTo}, to which all bank holidays are said to be known.`;
  const ordinary = insteadOf.find((day) => !known.isBankHoliday(day));
  return ordinary && `${ordinary} is no bank holiday that could be moved.`;
}

function isDay(day: Day): boolean {
  try {
    return addDays(day, 0) === day;
  } catch {
    return false;
  }
}

import type { Day } from '../../libs/register/model.js';
import { addDays } from '../../libs/workflow/london.js';

/**
 * Bank holidays in England and Wales, 2014 to 2027, as published at https://www.gov.uk/bank-holidays and by royal proclamation. One at a
 * weekend stands on its substitute day.
 */
const published: readonly Day[] = [
  ...of(2014, '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26'),
  ...of(2015, '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28'),
  ...of(2016, '01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27'),
  ...of(2017, '01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26'),
  ...of(2018, '01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26'),
  ...of(2019, '01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26'),
  // The early May holiday was moved to the 75th anniversary of VE Day.
  ...of(2020, '01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28'),
  ...of(2021, '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28'),
  // The spring holiday was moved beside the Platinum Jubilee; 19 September was the state funeral of Elizabeth II.
  ...of(2022, '01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27'),
  // 8 May was for the coronation of Charles III.
  ...of(2023, '01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26'),
  ...of(2024, '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26'),
  ...of(2025, '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26'),
  ...of(2026, '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28'),
  ...of(2027, '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28'),
];

/** The last year whose holidays are published. */
const lastPublished = 2027;

/** All to the end of a year at least: those that are published, and after them what the law foresees. */
export function announcedBankHolidays(to: number): { readonly days: readonly Day[]; readonly reachesTo: Day } {
  const years = Array.from({ length: Math.max(0, to - lastPublished) }, (_, after) => lastPublished + 1 + after);
  return {
    days: [...published, ...years.flatMap(usualBankHolidays)],
    reachesTo: `${Math.max(to, lastPublished)}-12-31`,
  };
}

/** Of a year for which nothing else is proclaimed (Banking and Financial Dealings Act 1971, schedule 1). */
export function usualBankHolidays(year: number): readonly Day[] {
  const easter = easterOf(year);
  const christmas = `${year}-12-25`;
  const [first, second] = workingDaysFrom(christmas);
  const [newYear] = workingDaysFrom(`${year}-01-01`);
  const mondays = [mondayFrom(`${year}-05-01`), mondayFrom(`${year}-05-25`), mondayFrom(`${year}-08-25`)];

  return [newYear, addDays(easter, -2), addDays(easter, 1), ...mondays, ...[first, second].sort()];
}

/** 0 is a Sunday. */
const weekday = (day: Day): number => new Date(`${day}T12:00:00Z`).getUTCDay();

const mondayFrom = (day: Day): Day => addDays(day, (8 - weekday(day)) % 7);

/** The first two days from a day on that are not at a weekend. */
function workingDaysFrom(day: Day): readonly [Day, Day] {
  const [first = day, second = day] = [0, 1, 2, 3]
    .map((after) => addDays(day, after))
    .filter((each) => weekday(each) % 6 !== 0);
  return [first, second];
}

/** Easter Sunday in the Gregorian calendar (Anonymous algorithm, Nature, 20 April 1876). */
function easterOf(year: number): Day {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const l = (32 + 2 * e + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const days = h + l - 7 * m + 22; // of March, from its first
  return addDays(`${year}-03-01`, days - 1);
}

function of(year: number, days: string): Day[] {
  return days.split(' ').map((day) => `${year}-${day}`);
}

/** Round numbers and dates beside axes. */
import { addDays, type Day } from '../../../../../libs/workflow/london.js';

/** Round numbers from nought to the first that is not below `most`: four to ten steps of one, two or five. @param least no step is less: 1 for what is counted */
export function ticksTo(most: number, least = 0): readonly number[] {
  if (!(most > 0)) return [0, 1];
  const power = 10 ** Math.floor(Math.log10(most / 4));
  const found = [1, 2, 5, 10].map((factor) => factor * power).find((each) => most / each <= 6) ?? 10 * power;
  const step = Math.max(least, found);
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

export const inFigures = (value: number): string => value.toLocaleString('en-GB', { maximumFractionDigits: 3 });

export const dayNumber = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** Where days lie on a line from the beginning of the first to the end of the last, in per cent. */
export function alongDays(first: Day, last: Day): (day: Day) => number {
  const [start, end] = [dayNumber(first), dayNumber(addDays(last, 1))];
  return (day) => Math.min(100, Math.max(0, (100 * (dayNumber(day) - start)) / (end - start)));
}

export interface DayTick {
  readonly on: Day;
  readonly text: string;
}

/** Of months. */
const steps = [1, 2, 3, 6, 12, 24, 60, 120, 600] as const;

/** First days of months or years within a span; its ends where it holds fewer than two of them. @param most of them, at least 2 */
export function daysBetween(first: Day, last: Day, most = 5): readonly DayTick[] {
  const [from, to] = [monthOf(first), monthOf(last)];
  const step = steps.find((each) => (to - from) / each <= most - 1) ?? 1_200;
  const months = Array.from({ length: to - from + 1 }, (_, index) => from + index).filter(
    (month) => month % step === 0,
  );
  const ticks = months
    .map((month) => ({ on: firstOf(month), text: step >= 12 ? String(Math.floor(month / 12)) : words(firstOf(month)) }))
    .filter(({ on }) => dayNumber(on) >= dayNumber(first));
  return ticks.length >= 2
    ? ticks
    : [first, last].map((on) => ({ on, text: short.format(dayNumber(on) * 86_400_000) }));
}

const monthOf = (day: Day): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
const firstOf = (month: number): Day =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`;

const short = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' });
const monthly = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'short', year: 'numeric' });
const words = (day: Day): string => monthly.format(dayNumber(day) * 86_400_000);

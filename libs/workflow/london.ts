/** Days and clock times of Europe/London, with its clock changes, as instants. */
import { instantOf, type Instant } from './instant.js';

/** A calendar day in London, `2015-04-01`. */
export type Day = string;

// eslint-disable-next-line remit/no-text-order -- The one place that relies on it: days are all of one length and one spelling.
export const isDayBefore = (a: Day, b: Day): boolean => a < b;

/** For sorting, the earliest first. */
export const dayOrder = (a: Day, b: Day): number => Number(isDayBefore(b, a)) - Number(isDayBefore(a, b));

/** Whether on a day another one has come: that same day, or one before it. */
export const hasDayCome = (day: Day, on: Day): boolean => !isDayBefore(on, day);

/** Whether a day is one of those from the first to the last, both included; without a last one there is no end. */
export const isDayWithin = (on: Day, first: Day, last?: Day): boolean =>
  hasDayCome(first, on) && (last === undefined || hasDayCome(on, last));

const wallClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

const longDay = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });

const hour = 3_600_000;
const dayLength = 24 * hour;

/**
 * The instant at which London's clocks show `time` (`HH:MM`) on `day`. A time the clocks show twice is the first of the two; a time
 * they skip is as long after midnight as it says.
 * @throws RangeError for what is no day or time.
 */
export function londonInstant(day: Day, time = '00:00'): Instant {
  const wall = utcOf(day, time);
  // London is an hour ahead of UTC in summer and level with it in winter; the earlier instant is tried first.
  const summer = new Date(wall - hour);
  return instantOf(londonWall(summer).time === time ? summer : new Date(wall));
}

export function startOfDay(day: Day): Instant {
  return londonInstant(day);
}

/** The deadline of a day given without a time: the instant the next day begins. */
export function endOfDay(day: Day): Instant {
  return londonInstant(addDays(day, 1));
}

export function noonOn(day: Day): Instant {
  return londonInstant(day, '12:00');
}

/** By the hour of UTC, the day in London: clocks there are whole hours off, so a day begins with an hour. Some years of hours at most. */
const days = new Map<number, Day>();
const mostHours = 50_000;

/** The day it is in London at an instant. */
export function londonDay(instant: Date | string): Day {
  const date = new Date(instant);
  const asked = Math.floor(date.getTime() / hour);
  const known = days.get(asked);
  if (known !== undefined) return known;
  if (days.size === mostHours) days.clear();
  const { day } = londonWall(date);
  days.set(asked, day);
  return day;
}

/** The time that London's clocks show at an instant, `HH:MM`. */
export const londonTime = (instant: Date | string): string => londonWall(new Date(instant)).time;

/** The day `count` calendar days after `day`; before it when negative. */
export function addDays(day: Day, count: number): Day {
  return new Date(utcOf(day, '00:00') + count * dayLength).toISOString().slice(0, 10);
}

/** The same day so many years later, or earlier when negative; of 29 February the 28th where there is none. */
export function addYears(day: Day, count: number): Day {
  const year = `${Number(day.slice(0, 4)) + count}`.padStart(4, '0');
  return day.endsWith('-02-29') ? addDays(`${year}-03-01`, -1) : `${year}${day.slice(4)}`;
}

/** A deadline for people to read: `the end of 20 June 2014`, `noon on 9 January 2015`, `14:30 on 1 April 2015`. */
export function deadlineInWords(deadline: string): string {
  const { day, time } = londonWall(new Date(deadline));
  if (time === '00:00') return `the end of ${dayInWords(addDays(day, -1))}`;
  return `${time === '12:00' ? 'noon' : time} on ${dayInWords(day)}`;
}

/** A moment from which something holds, for people to read: `1 April 2015` at midnight, `14:30 on 1 April 2015` otherwise. */
export function momentInWords(moment: string): string {
  const { day, time } = londonWall(new Date(moment));
  return time === '00:00' ? dayInWords(day) : deadlineInWords(moment);
}

/** A day for people to read: `1 April 2015`. */
export function dayInWords(day: Day): string {
  return longDay.format(utcOf(day, '00:00'));
}

/** From a day on, or from one to another, for people to read. */
export const spanInWords = (from: Day, to: Day | undefined): string =>
  to === undefined ? `since ${dayInWords(from)}` : `from ${dayInWords(from)} to ${dayInWords(to)}`;

function utcOf(day: Day, time: string): number {
  const wall = Date.parse(`${day}T${time}:00.000Z`);
  // Date.parse takes 30 February for 1 March, and 24:00 for the next midnight.
  if (Number.isNaN(wall) || new Date(wall).toISOString() !== `${day}T${time}:00.000Z`) {
    throw new RangeError(`expected a day as YYYY-MM-DD and a time as HH:MM, found "${day}" "${time}"`);
  }
  return wall;
}

function londonWall(instant: Date): { day: Day; time: string } {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of wallClock.formatToParts(instant)) part[type] = value;
  return {
    day: `${part.year ?? ''}-${part.month ?? ''}-${part.day ?? ''}`,
    time: `${part.hour ?? ''}:${part.minute ?? ''}`,
  };
}

/**
 * Instants, in one spelling only: ISO 8601 in UTC with milliseconds, `2015-01-09T12:00:00.000Z`. They are parsed where they enter; inside they
 * are a type of their own, and compared as times, never as texts: "12:00:00Z" and "12:00:00.000Z" are one instant and two texts.
 */
declare const spelling: unique symbol;

export type Instant = string & { readonly [spelling]: 'instant' };

/** What an instant may be written like: ISO 8601 in UTC, to the minute, the second or a part of it, from 00:00 to 23:59. */
export const spellings = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?Z$/;

/** How days and instants are spelt, of the years that the service reckons with. */
export const spelt = {
  day: /^(19|2\d)\d{2}-\d{2}-\d{2}$/,
  instant: new RegExp(`^(?=19|2\\d)${spellings.source.slice(1)}`),
};

/** Whether a text is an instant that exists. */
export const isInstant = (text: string): boolean =>
  spellings.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text.slice(0, 16));

/** The instant that a text says. @throws RangeError for what is none */
export function instant(text: string): Instant {
  if (!isInstant(text)) throw new RangeError(`expected an instant as YYYY-MM-DDThh:mm:ss.sssZ, found "${text}"`);
  return instantOf(new Date(text));
}

export const instantOf = (date: Date): Instant => date.toISOString() as Instant; // the one spelling

/** Texts that were recorded or built before they were instants are taken for what they say. */
type Said = string;

/** Milliseconds since 1970. @throws RangeError for what is no instant */
export function timeOf(said: Said): number {
  const time = Date.parse(said);
  if (Number.isNaN(time)) throw new RangeError(`expected an instant, found "${said}"`);
  return time;
}

/** Whether it is that time already, or later. */
export const hasCome = (due: Said, at: Said): boolean => timeOf(at) >= timeOf(due);

export const isBefore = (a: Said, b: Said): boolean => timeOf(a) < timeOf(b);

/** For sorting, the earliest first. */
export const inOrder = (a: Said, b: Said): number => timeOf(a) - timeOf(b);

export const laterOf = <A extends Said, B extends Said>(a: A, b: B): A | B => (isBefore(a, b) ? b : a);

/** The earliest; undefined of none. */
export const earliestOf = <T extends Said>(all: readonly T[]): T | undefined => all.toSorted(inOrder)[0];

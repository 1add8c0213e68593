import type { RecordedEvent } from '../../libs/event-log/index.js';
import { endOfDay, isDayWithin } from '../../libs/workflow/london.js';

/** A point in a case's history. */
export interface Moment {
  /** Whether the moment is before this event happened. */
  isBefore(event: Pick<RecordedEvent, 'at' | 'revision'>): boolean;
  readonly revision?: number;
  readonly words: string;
}

const aDay = /^\d{4}-\d{2}-\d{2}$/;
const aTime = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The moment that was asked for; without either, the end. A day is London’s, to its end there.
 *
 * @throws Error that says what was expected and found
 */
export function momentIn({ asOf, revision }: { asOf?: string | undefined; revision?: string | undefined }): Moment {
  if (asOf !== undefined && revision !== undefined)
    throw new Error('Expected --as-of TIME or --revision N, found both: leave one out.');
  if (asOf !== undefined) {
    const last = lastOf(asOf);
    return { isBefore: ({ at }) => Date.parse(at) > last, words: `as of ${asOf}` };
  }
  if (revision === undefined) return { isBefore: () => false, words: 'at its end' };
  if (!/^\d{1,15}$/.test(revision)) throw new Error(`Expected --revision 0 or more, found "${revision}".`);
  const last = Number(revision);
  return { isBefore: (event) => event.revision > last, revision: last, words: `at revision ${last}` };
}

/** The last millisecond of it, since 1970. */
function lastOf(text: string): number {
  const day = aDay.test(text) ? text : aTime.exec(text)?.[1];
  const isReckoned = day !== undefined && exists(day) && isDayWithin(day, '1900-01-01', '2999-12-31');
  const last = !isReckoned ? NaN : aDay.test(text) ? Date.parse(endOfDay(text)) - 1 : Date.parse(text);
  if (Number.isNaN(last)) throw new Error(`Expected --as-of 2014-12-31 or 2014-12-31T12:00:00Z, found "${text}".`);
  return last;
}

/** JavaScript takes 30 February for 2 March. */
const exists = (day: string): boolean => {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
};

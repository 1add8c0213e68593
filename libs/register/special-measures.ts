/** The times a CCG was in special measures, oldest first. */
import { hasDayCome, isDayBefore } from '../workflow/london.js';
import type { SpecialMeasuresImposed, SpecialMeasuresLifted } from './facts.js';
import type { Ccg, Day, SpecialMeasures } from './model.js';
import { notOpen } from './open.js';

type Times = readonly SpecialMeasures[];

interface Known {
  ccg(code: string): Ccg | undefined;
  specialMeasuresOf(ccg: string): Times;
}

/** Those of a day; without a day, those that nobody has lifted. */
export function measuresOn(times: Times, on?: Day): SpecialMeasures | undefined {
  return times.findLast(({ since, until }) =>
    on === undefined ? until === undefined : hasDayCome(since, on) && (until === undefined || isDayBefore(on, until)),
  );
}

export function imposed(times: Times, { direction, on }: SpecialMeasuresImposed): Times {
  return [...times, { since: on, direction }];
}

export function lifted(times: Times, { on }: SpecialMeasuresLifted): Times {
  return times.map((time) => (time.until === undefined ? { ...time, until: on } : time));
}

export function inImposing(known: Known, { ccg, on }: SpecialMeasuresImposed): string | undefined {
  const closed = notOpen(known, ccg, on);
  if (closed !== undefined) return closed;
  const last = known.specialMeasuresOf(ccg).at(-1);
  if (last === undefined) return undefined;
  if (last.until === undefined) return `CCG ${ccg} is in special measures already, since ${last.since} (R-41).`;
  return isDayBefore(on, last.until) ? `CCG ${ccg} was in special measures until ${last.until} (R-41).` : undefined;
}

export function inLifting(known: Known, { ccg, on }: SpecialMeasuresLifted): string | undefined {
  if (!known.ccg(ccg)) return `CCG ${ccg} is not registered.`;
  const present = measuresOn(known.specialMeasuresOf(ccg));
  if (present === undefined) return `CCG ${ccg} is not in special measures (R-41).`;
  return isDayBefore(on, present.since)
    ? `CCG ${ccg} is in special measures only from ${present.since} (R-41).`
    : undefined;
}

import type { Ccg } from '../../../libs/register/model.js';
import type { HeldLevel } from '../../../libs/views/index.js';
import { earliestOf, isBefore } from '../../../libs/workflow/instant.js';
import { endOfDay, type Day } from '../../../libs/workflow/london.js';

/**
 * Of the levels that a CCG ever held, those of before the end of a day, as they stood then, oldest first. None goes on beyond the CCG's last
 * day, whatever ended it, and whenever the register learnt of that day. Every answer about a level asks here.
 */
export function levelsAsOf(on: Day, { closed }: Pick<Ccg, 'closed'>, ever: readonly HeldLevel[]): readonly HeldLevel[] {
  const end = endOfDay(on);
  const last = closed && endOfDay(closed);
  return ever
    .map(({ until, ...level }) => ({ level, ended: earliestOf([until, last].filter((each) => each !== undefined)) }))
    .filter(({ level: { from }, ended = end }) => isBefore(from, end) && isBefore(from, ended))
    .map(({ level, ended }) => ({ ...level, ...(ended !== undefined && isBefore(ended, end) && { until: ended }) }));
}

/** Of levels as of a day, the one that is held still; undefined where there is none. */
export const heldOf = (levels: readonly HeldLevel[]): HeldLevel | undefined =>
  levels.find(({ until }) => until === undefined);

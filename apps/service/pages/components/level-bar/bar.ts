/** What a CCG held over time, as spells on one line of time. */
import { addDays, dayInWords, isDayBefore, londonDay, type Day } from '../../../../../libs/workflow/london.js';

export interface Spell {
  /** `L1`, `L2`, `L3` */
  readonly level: string;
  /** Its name: “Joint commissioning”. */
  readonly text: string;
  /** Instants; without an end it is held still. */
  readonly from: string;
  readonly until?: string;
}

export interface LevelBar {
  readonly id: string;
  readonly label: string;
  /** First and last day of the line. */
  readonly first: Day;
  readonly last: Day;
  readonly spells: readonly Spell[];
}

interface Placed {
  readonly level: string;
  readonly x: string;
  readonly width: string;
  /** Whether there is room for its level within it, at any width of the page. */
  readonly isWide: boolean;
}

export interface DrawnLevels extends Pick<LevelBar, 'id' | 'label'> {
  readonly first: string;
  readonly last: string;
  readonly spells: readonly Placed[];
  readonly key: readonly { readonly level: string; readonly text: string }[];
}

const dayNumber = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
const written = (value: number): string => `${Number(value.toFixed(3))}%`;

/** Spells that lie outside the line are cut to it. */
export function drawnLevels({ id, label, first, last, spells }: LevelBar): DrawnLevels {
  const end = addDays(last, 1);
  const length = Math.max(1, dayNumber(end) - dayNumber(first));
  const placeOf = (day: Day): number =>
    Math.min(100, Math.max(0, (100 * (dayNumber(day) - dayNumber(first))) / length));
  const placed = spells.map(({ level, from, until }): Placed => {
    const x = placeOf(londonDay(from));
    const width = placeOf(until === undefined || isDayBefore(end, londonDay(until)) ? end : londonDay(until)) - x;
    return { level, x: written(x), width: written(width), isWide: width >= 12 };
  });
  const key = new Map(spells.map(({ level, text }) => [level, text]));
  return {
    id,
    label,
    first: dayInWords(first),
    last: dayInWords(last),
    spells: placed,
    key: [...key].map(([level, text]) => ({ level, text })),
  };
}

/** What CCGs held from day to day. */
import { isOpenOn } from '../../../libs/register/open.js';
import type { Ccg } from '../../../libs/register/model.js';
import type { HeldLevel } from '../../../libs/views/index.js';
import { addDays, dayOrder, londonDay, type Day } from '../../../libs/workflow/london.js';
import { heldOf, levelsAsOf } from '../arrangements/levels.js';

export const levels = ['L3', 'L2', 'L1'] as const;
export type Level = (typeof levels)[number];

/** A level, or none. */
export const standings = [...levels, 'none'] as const;
export type Standing = (typeof standings)[number];

/** From this day on a CCG stands so; undefined where there is no such CCG. */
export interface Spell {
  readonly from: Day;
  readonly held: Standing | undefined;
}

export const isLevel = (level: string | undefined): level is Level => levels.some((each) => each === level);

/** How a CCG stands at the end of a day; undefined where it is not open. */
export function standingOn(on: Day, ccg: Ccg, ever: readonly HeldLevel[]): Standing | undefined {
  if (!isOpenOn(ccg, on)) return undefined;
  const level = heldOf(levelsAsOf(on, ccg, ever))?.level;
  return isLevel(level) ? level : 'none';
}

/** All the ways in which a CCG stood and is known to stand, oldest first. */
export function spellsOf(ccg: Ccg, ever: readonly HeldLevel[]): readonly Spell[] {
  const { opened, closed } = ccg;
  const changes = ever.flatMap(({ from, until }) => [from, ...(until === undefined ? [] : [until])]);
  const days = [opened, ...(closed === undefined ? [] : [addDays(closed, 1)]), ...changes.map(londonDay)];
  const spells: Spell[] = [];
  for (const from of [...new Set(days)].toSorted(dayOrder)) {
    const held = standingOn(from, ccg, ever);
    if (held !== spells.at(-1)?.held) spells.push({ from, held });
  }
  return spells;
}

/** CCGs that hold each level, those that hold none, and all. */
export type Counts = Readonly<Record<Standing | 'ccgs', number>>;

export function countsOf(held: readonly (Standing | undefined)[]): Counts {
  const holding = (standing: Standing): number => held.filter((each) => each === standing).length;
  const [L3, L2, L1, none] = standings.map(holding) as [number, number, number, number]; // one for each
  return { L3, L2, L1, none, ccgs: L3 + L2 + L1 + none };
}

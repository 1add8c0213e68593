/** The field that values over time are drawn in: days across, values up from nought. */
import type { Day } from '../../../../../libs/workflow/london.js';
import { across, anchorAt, down, type DrawnPlot, type Mark, type Rule, type Words } from './marks.js';
import { alongDays, daysBetween, inFigures, ticksTo, type DayTick } from './scales.js';

export interface Span {
  readonly first: Day;
  /** The whole of it is shown. */
  readonly last: Day;
}

/** Of the field, in ems: what is above the highest value, what values have, and what dates have below. */
const above = 0.6;
const below = 1.8;

export interface Field {
  /** Where a day begins, in per cent. */
  readonly x: (day: Day) => number;
  /** Where a value lies, in ems from the top. */
  readonly y: (value: number) => number;
  readonly plotOf: (about: Pick<DrawnPlot, 'id' | 'title' | 'desc'>, marks: readonly Mark[]) => DrawnPlot;
}

/** @param most the highest value there is @param ems of the values alone @param dates that are named below, at most */
export function fieldOf({ first, last }: Span, most: number, ems: number, dates?: number): Field {
  const ticks = ticksTo(most, 1);
  const top = ticks.at(-1) ?? 1;
  const x = alongDays(first, last);
  const y = (value: number): number => above + ems * (1 - value / top);
  return {
    x,
    y,
    plotOf: (about, marks) => ({
      ...about,
      height: down(above + ems + below),
      axis: ticks.map((value) => words(across(100), y(value) + 0.35, inFigures(value), 'end')),
      marks: [
        ...ticks.map((value) => tickAt(y(value))),
        ...marks,
        ...datesOf(daysBetween(first, last, dates), last, x, above + ems),
      ],
    }),
  };
}

const tickAt = (at: number): Rule => level('tick', 0, 100, at);

function datesOf(ticks: readonly DayTick[], last: Day, x: Field['x'], bottom: number): readonly Mark[] {
  return ticks.flatMap(({ on, text }, index, all) => {
    const isLast = index === all.length - 1 && on === last;
    const at = isLast ? 100 : x(on);
    return [upright('edge', at, bottom, bottom + 0.35), words(across(at), bottom + 1.4, text, anchorAt(at))];
  });
}

export const words = (
  x: string,
  y: number,
  text: string,
  anchor: Words['anchor'],
  is: Words['is'] = 'tick',
): Words => ({
  kind: 'words',
  x,
  y: down(y),
  text,
  anchor,
  is,
});

/** A line across, from one share of the width to another. */
export const level = (is: Rule['is'], from: number, to: number, at: number): Rule => ({
  kind: 'rule',
  x1: across(from),
  x2: across(to),
  y1: down(at),
  y2: down(at),
  is,
});

/** A line down. */
export const upright = (is: Rule['is'], at: number, from: number, to: number): Rule => ({
  kind: 'rule',
  x1: across(at),
  x2: across(at),
  y1: down(from),
  y2: down(to),
  is,
});

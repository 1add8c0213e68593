/** Values over time as lines, each dashed in a way of its own and named where it ends. */
import type { Day } from '../../../../../libs/workflow/london.js';
import { across, cycled, down, strokes, type DrawnChart, type Mark, type Rule, type Stroke } from './marks.js';
import { fieldOf, words, type Span } from './plot.js';

export interface Series {
  readonly text: string;
  /** In the order of their days. */
  readonly points: readonly { readonly on: Day; readonly value: number }[];
}

export interface Lines extends Span {
  readonly id: string;
  readonly title: string;
  readonly desc: string;
  readonly series: readonly Series[];
}

/** A place on the field: per cent across, ems down. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export function linesOverTime({ id, title, desc, series, ...span }: Lines): DrawnChart {
  const most = Math.max(0, ...series.flatMap(({ points }) => points.map(({ value }) => value)));
  const { x, y, plotOf } = fieldOf(span, most, 14);
  const drawn = series.map(({ text, points }, index) => ({
    text,
    stroke: strokeOf(index),
    places: points.map(({ on, value }) => ({ x: x(on), y: y(value) })),
  }));
  const marks = drawn.flatMap(({ stroke, places }) => lineThrough(places, stroke));
  const key = drawn.map(({ text, stroke }) => ({ text, stroke }));
  return { id, title, desc, key, plots: [plotOf({ id: `${id}-1`, title, desc }, [...marks, ...namesOf(drawn)])] };
}

export const strokeOf = (index: number): Stroke => cycled(strokes, index);

/** From point to point; a dot where there is only one. */
export function lineThrough(places: readonly Place[], is: Stroke): readonly Mark[] {
  const [only] = places;
  if (places.length === 1 && only) return [{ kind: 'dot', x: across(only.x), y: down(only.y), is }];
  return places.slice(1).map((to, index): Rule => {
    const from = places[index] ?? to;
    return { kind: 'rule', x1: across(from.x), y1: down(from.y), x2: across(to.x), y2: down(to.y), is };
  });
}

/** Room that a name needs, in ems. */
const apart = 1.15;

/** Each beside the end of its line, none on another: those that end close together stand one above the other. */
function namesOf(lines: readonly { readonly text: string; readonly places: readonly Place[] }[]): readonly Mark[] {
  const ends = lines
    .flatMap(({ text, places }) => {
      const last = places.at(-1);
      return last === undefined ? [] : [{ text, x: last.x, y: last.y - 0.4 }];
    })
    .toSorted((a, b) => b.y - a.y);
  let lowest = Infinity;
  return ends.map(({ text, x, y }) => {
    lowest = Math.min(y, lowest - apart);
    return words(across(x), lowest, text, 'end', 'on-pattern');
  });
}

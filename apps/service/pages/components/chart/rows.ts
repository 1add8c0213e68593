/** Values of several things, a row each: its words, and a bar below. */
import {
  across,
  anchorAt,
  down,
  percent,
  type Bar,
  type DrawnChart,
  type Fill,
  type KeyEntry,
  type Mark,
} from './marks.js';
import { level, upright, words } from './plot.js';
import { ticksTo, inFigures } from './scales.js';

interface About {
  readonly id: string;
  readonly title: string;
  readonly desc: string;
}

export interface BarRow {
  readonly text: string;
  /** What stands beside it: “70 of 74”. */
  readonly value: string;
  readonly parts: readonly { readonly fill: Fill; readonly value: number }[];
}

export interface Bars extends About {
  readonly key?: readonly KeyEntry[];
  readonly rows: readonly BarRow[];
  /** What a whole bar stands for. */
  readonly whole: number;
}

/** In ems. */
const [top, thick] = [0.1, 1.4];

export function barsOf({ id, title, desc, key = [], rows, whole }: Bars): DrawnChart {
  return {
    id,
    title,
    desc,
    key,
    rows: rows.map(({ text, value, parts }) => ({ text, value, marks: partsOf(parts, whole) })),
  };
}

function partsOf(parts: BarRow['parts'], whole: number): readonly Mark[] {
  let before = 0;
  return parts.flatMap(({ fill, value }): Mark[] => {
    const from = percent(before, whole);
    before += value;
    return value === 0 ? [] : [barAt(fill, from, percent(value, whole)), ...outline(from, percent(before, whole))];
  });
}

const barAt = (fill: Fill, from: number, width: number): Bar => ({
  kind: 'bar',
  x: across(from),
  width: across(width),
  y: down(top),
  height: down(thick),
  fill,
});

const outline = (from: number, to: number): readonly Mark[] => [
  level('edge', from, to, top),
  level('edge', from, to, top + thick),
  upright('edge', from, top, top + thick),
  upright('edge', to, top, top + thick),
];

/** The quartiles and the most of some values. */
export interface Quartiles {
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
  readonly most: number;
}

export interface Strips extends About {
  /** What the values count: “days”. */
  readonly unit: string;
  readonly rows: readonly { readonly text: string; readonly value: string; readonly of?: Quartiles }[];
}

/** A bar for the middle half, a mark at the median, a line on to the most. */
export function stripsOf({ id, title, desc, unit, rows }: Strips): DrawnChart {
  const ticks = ticksTo(Math.max(0, ...rows.flatMap(({ of }) => of?.most ?? [])), 1);
  const end = ticks.at(-1) ?? 1;
  return {
    id,
    title,
    desc,
    key: [{ text: 'The middle half, with the median as a mark and a line to the longest', fill: 'stripes' }],
    rows: rows.map(({ text, value, of }) => ({ text, value, marks: of ? stripOf(of, end) : [] })),
    scale: ticks.map((value) => {
      const at = percent(value, end);
      return words(across(at), 1, value === end ? `${inFigures(value)} ${unit}` : inFigures(value), anchorAt(at));
    }),
  };
}

function stripOf({ lower, median, upper, most }: Quartiles, end: number): readonly Mark[] {
  const at = (value: number): number => percent(value, end);
  const middle = top + thick / 2;
  return [
    level('edge', at(upper), at(most), middle),
    upright('edge', at(most), top + 0.35, top + thick - 0.35),
    barAt('stripes', at(lower), at(upper) - at(lower)),
    ...outline(at(lower), at(upper)),
    upright('mark', at(median), top - 0.1, top + thick + 0.1),
  ];
}

/** How parts of a whole were from day to day, one above the other. */
import type { Day } from '../../../../../libs/workflow/london.js';
import { across, down, type DrawnChart, type DrawnPlot, type Fill, type Mark } from './marks.js';
import { fieldOf, level, upright, words, type Field, type Span } from './plot.js';

export interface Band {
  /** In the key. */
  readonly text: string;
  /** On the band itself, where there is room. */
  readonly label?: string;
  readonly fill: Fill;
}

/** From this day on these values hold, one for each band, the lowest first. */
export interface Step {
  readonly from: Day;
  readonly values: readonly number[];
}

export interface Stacked extends Span {
  readonly id: string;
  readonly title: string;
  readonly desc: string;
  readonly bands: readonly Band[];
  /** In order; the first holds from the first day on. */
  readonly steps: readonly Step[];
}

/** Of one scale, beside each other. */
export interface Multiples extends Span {
  readonly id: string;
  readonly title: string;
  readonly desc: string;
  readonly bands: readonly Band[];
  readonly parts: readonly Pick<Stacked, 'title' | 'desc' | 'steps'>[];
}

const keyOf = (bands: readonly Band[]): DrawnChart['key'] =>
  bands.toReversed().map(({ text, fill }) => ({ text, fill }));

export function stackedOverTime(stacked: Stacked): DrawnChart {
  const { id, title, desc, bands } = stacked;
  return { id, title, desc, key: keyOf(bands), plots: [plotOf(stacked, mostIn(stacked.steps), 14)] };
}

export function multiplesOverTime({ id, title, desc, parts, ...shared }: Multiples): DrawnChart {
  const most = mostIn(parts.flatMap(({ steps }) => steps));
  const plots = parts.map((part, index) => plotOf({ ...shared, ...part, id: `${id}-${index + 1}` }, most, 8, 2));
  return { id, title, desc, key: keyOf(shared.bands), plots };
}

const mostIn = (steps: readonly Step[]): number => Math.max(0, ...steps.map(({ values }) => sumOf(values)));
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** A band from one change of its own to the next. */
interface Run {
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly bottom: number;
}

function plotOf(
  { id, title, desc, bands, steps, ...span }: Stacked,
  most: number,
  ems: number,
  dates?: number,
): DrawnPlot {
  const field = fieldOf(span, most, ems, dates);
  const marks = bands.flatMap(({ fill, label }, index) => bandOf(runsOf(index, steps, field), fill, label));
  return field.plotOf({ id, title, desc }, marks);
}

function runsOf(band: number, steps: readonly Step[], { x, y }: Field): readonly Run[] {
  return steps.flatMap(({ from, values }, index) => {
    const next = steps[index + 1];
    const below = sumOf(values.slice(0, band));
    const run = {
      from: index === 0 ? 0 : x(from),
      to: next === undefined ? 100 : x(next.from),
      bottom: y(below),
      top: y(below + (values[band] ?? 0)),
    };
    return run.to > run.from ? [run] : [];
  });
}

function bandOf(runs: readonly Run[], fill: Fill, label: string | undefined): readonly Mark[] {
  const seen = runs.filter(({ top, bottom }) => bottom > top);
  const bars = seen.map(({ from, to, top, bottom }): Mark => ({
    kind: 'bar',
    x: across(from),
    width: across(to - from),
    y: down(top),
    height: down(bottom - top),
    fill,
  }));
  return [...bars, ...edgesOf(runs), ...(label === undefined ? [] : labelOn(seen, fill, label))];
}

/** The upper edge of a band, and its steps. */
const edgesOf = (runs: readonly Run[]): readonly Mark[] =>
  runs.flatMap(({ from, to, top, bottom }, index) => {
    const next = runs[index + 1];
    const seen = bottom > top ? [level('edge', from, to, top)] : [];
    return next === undefined || next.top === top || (bottom === top && next.bottom === next.top)
      ? seen
      : [...seen, upright('edge', to, Math.min(top, next.top), Math.max(top, next.top))];
  });

/** Where the band has most room. */
function labelOn(runs: readonly Run[], fill: Fill, label: string): readonly Mark[] {
  const room = ({ from, to, top, bottom }: Run): number => (to - from) * Math.min(3, bottom - top);
  const [widest] = runs
    .filter(({ from, to, top, bottom }) => to - from >= 14 && bottom - top >= 1.3)
    .toSorted((a, b) => room(b) - room(a));
  if (widest === undefined) return [];
  const { from, to, top, bottom } = widest;
  const is = fill === 'solid' ? 'on-solid' : 'on-pattern';
  return [words(across((from + to) / 2), (top + bottom) / 2 + 0.35, label, 'middle', is)];
}

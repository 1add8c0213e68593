/** One chart of lines as the text of an SVG file, drawn of the same marks as the charts on pages. */
import { strokeOf, lineThrough, type Place } from '../../apps/service/pages/components/chart/lines.js';
import { across, down, type Mark, type Stroke } from '../../apps/service/pages/components/chart/marks.js';
import { level, words } from '../../apps/service/pages/components/chart/plot.js';
import { inFigures, ticksTo } from '../../apps/service/pages/components/chart/scales.js';
import type { Renderer } from '../../apps/service/pages/renderer.js';

export interface Line {
  readonly name: string;
  readonly points: readonly Point[];
  /** A ceiling or a limit. */
  readonly isDashed?: boolean;
}

export interface Point {
  readonly at: number;
  readonly value: number;
}

export interface Chart {
  readonly title: string;
  /** What the sizes count, and what the values say, with their unit. */
  readonly sizes: string;
  readonly values: string;
  readonly lines: readonly Line[];
}

const [width, height] = [720, 400];
/** The corners of the field in which the lines are drawn; the names of the lines stand to its right. */
const field = { x: 84, y: 60, width: 426, height: 288 } as const;
/** Of the words, in pixels. */
const em = 13;
/** Of the field, in ems. */
const rise = field.height / em;

/** As those of pages, in a file that has no style sheet. */
const styles = `
text{fill:#212b32} .remit-chart__rule--tick{stroke:#d8dde0} .remit-chart__rule--whole,.remit-chart__rule--dashed,.remit-chart__rule--dotted,.remit-chart__rule--long{stroke:#005eb8;stroke-width:2.5;stroke-linecap:round}
.remit-chart__rule--dashed{stroke-dasharray:7 5} .remit-chart__rule--dotted{stroke-dasharray:1 5} .remit-chart__rule--long{stroke-dasharray:16 5} .remit-chart__dot{fill:#005eb8}`;

/** Values begin at nought; a few sizes that lie far apart stand at equal distances for equal factors, many (a course of time) do not. */
export function svgOf(renderer: Renderer, { title, sizes, values, lines }: Chart): string {
  const { x, least, most } = sizesAcross(lines);
  const ticks = ticksTo(Math.max(...lines.flatMap(({ points }) => points.map(({ value }) => value))));
  const y = (value: number): number => rise * (1 - value / (ticks.at(-1) ?? 1));
  const drawn = lines.map(
    (line, index) => ({ ...line, stroke: line.isDashed ? 'dashed' : strokeOf(index * 2) }) as const,
  );
  const named = sizesOf(lines, least, most).map((at) => words(across(x(at)), rise + 1.6, inFigures(at), 'middle'));
  const marks = [
    ...ticks.map((value) => level('tick', 0, 100, y(value))),
    ...drawn.flatMap(({ points, isDashed = false, stroke }) => {
      const places = points.map(({ at, value }): Place => ({ x: x(at), y: y(value) }));
      return [
        ...lineThrough(places, stroke),
        ...(isDashed || points.length < 2 || points.length > fewSizes ? [] : places.map(dotAt(stroke))),
      ];
    }),
    ...named,
    words('50%', rise + 3.4, sizes, 'middle'),
  ];
  const axis = ticks.map((value) => words('92%', y(value) + 0.3, inFigures(value), 'end'));
  const fields = [
    { ...field, marks },
    { ...field, x: 0, width: field.x, marks: axis },
    {
      x: field.x + field.width + 16,
      y: field.y,
      width: width - field.x - field.width - 16,
      height,
      marks: legend(drawn),
    },
  ];
  const desc = `${values} by ${sizes}: ${lines.map(({ name }) => name).join(', ')}.`;
  return renderer.draw('pages/components/chart/file', { title, desc, values, styles, width, height, fields });
}

function sizesAcross(lines: readonly Line[]) {
  const points = lines.flatMap((line) => line.points);
  const [least, most] = [Math.min(...points.map(({ at }) => at)), Math.max(...points.map(({ at }) => at))];
  const isFew = measuredIn(lines).length <= fewSizes;
  const scale = isFew && least > 0 && most / least >= 10 ? Math.log : (size: number): number => size;
  const x = (at: number): number =>
    most === least ? 50 : (100 * (scale(at) - scale(least))) / (scale(most) - scale(least));
  return { x, least, most };
}

const dotAt =
  (is: Stroke) =>
  ({ x, y }: Place): Mark => ({ kind: 'dot', x: across(x), y: down(y), is });

const legend = (lines: readonly { readonly name: string; readonly stroke: Stroke }[]): readonly Mark[] =>
  lines.flatMap(({ name, stroke }, index) => {
    const at = 1 + index * 1.8;
    return [level(stroke, 0, 14, at), words('17%', at + 0.35, name, 'start')];
  });

/** More sizes than these are not named one by one. */
const fewSizes = 6;

function sizesOf(lines: readonly Line[], least: number, most: number): readonly number[] {
  const measured = measuredIn(lines);
  return measured.length > fewSizes ? ticksTo(most).filter((at) => at >= least && at <= most) : measured;
}

const measuredIn = (lines: readonly Line[]): readonly number[] => [
  ...new Set(lines.flatMap(({ points }) => points.map(({ at }) => at))),
];

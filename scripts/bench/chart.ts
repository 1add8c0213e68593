/** One chart of lines as the text of an SVG file. */

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
const [left, right, top, bottom] = [84, 510, 52, 344];
/** Told apart by those who see no red or green as well (Okabe and Ito). */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7'];

/** Values begin at nought; a few sizes that lie far apart stand at equal distances for equal factors, many (a course of time) do not. */
export function svgOf({ title, sizes, values, lines }: Chart): string {
  const points = lines.flatMap((line) => line.points);
  const [least, most] = [Math.min(...points.map(({ at }) => at)), Math.max(...points.map(({ at }) => at))];
  const ticks = ticksTo(Math.max(...points.map(({ value }) => value)));
  const isFew = measuredIn(lines).length <= fewSizes;
  const scale = isFew && least > 0 && most / least >= 10 ? Math.log : (size: number): number => size;
  const x = (at: number): number =>
    left + (most === least ? 0.5 : (scale(at) - scale(least)) / (scale(most) - scale(least))) * (right - left);
  const y = (value: number): number => bottom - (value / (ticks.at(-1) ?? 1)) * (bottom - top);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}"` +
      ` font-family="sans-serif" font-size="13" fill="#212b32">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(left, 28, title, 'font-size="16" font-weight="bold"'),
    ...ticks.flatMap((value) => [
      `<path d="M${left} ${round(y(value))}H${right}" stroke="#d8dde0"/>`,
      text(left - 8, y(value) + 4, written(value), 'text-anchor="end"'),
    ]),
    ...sizesOf(lines, least, most).map((at) => text(x(at), bottom + 20, written(at), 'text-anchor="middle"')),
    text((left + right) / 2, bottom + 44, sizes, 'text-anchor="middle"'),
    text(0, 0, values, `text-anchor="middle" transform="translate(20 ${(top + bottom) / 2}) rotate(-90)"`),
    ...lines.flatMap((line, index) => drawn(line, colours[index % colours.length] ?? '', x, y)),
    ...legend(lines),
    '</svg>',
    '',
  ].join('\n');
}

function drawn(
  { points, isDashed = false }: Line,
  colour: string,
  x: (at: number) => number,
  y: (value: number) => number,
): readonly string[] {
  const path = points.map(({ at, value }) => `${round(x(at))} ${round(y(value))}`).join('L');
  const dashes = isDashed ? ' stroke-dasharray="7 5"' : '';
  return [
    `<path d="M${path}" fill="none" stroke="${colour}" stroke-width="2.5"${dashes}/>`,
    ...(isDashed || points.length > fewSizes
      ? []
      : points.map(({ at, value }) => `<circle cx="${round(x(at))}" cy="${round(y(value))}" r="4" fill="${colour}"/>`)),
  ];
}

const legend = (lines: readonly Line[]): readonly string[] =>
  lines.flatMap(({ name, isDashed = false }, index) => {
    const at = top + 12 + index * 24;
    const dashes = isDashed ? ' stroke-dasharray="7 5"' : '';
    return [
      `<path d="M${right + 16} ${at}h28" stroke="${colours[index % colours.length]}" stroke-width="2.5"${dashes}/>`,
      text(right + 50, at + 4, name, ''),
    ];
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

/** Round numbers from nought to the first that is not below `most`: four to ten steps of one, two or five. */
export function ticksTo(most: number): readonly number[] {
  if (!(most > 0)) return [0, 1];
  const power = 10 ** Math.floor(Math.log10(most / 4));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => most / each <= 6) ?? 10 * power;
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

const written = (value: number): string => value.toLocaleString('en-GB', { maximumFractionDigits: 3 });
const round = (value: number): string => value.toFixed(1);
const text = (x: number, y: number, said: string, more: string): string =>
  `<text x="${round(x)}" y="${round(y)}" ${more}>${escaped(said)}</text>`;
const escaped = (said: string): string =>
  said.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

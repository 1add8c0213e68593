/** What charts are drawn of: lengths across in per cent of the plot, lengths down in ems, so that a chart is as wide as its page and as high as its text asks. */

/** How a part is filled: each by a pattern of its own, so that none is told by colour alone. */
export const fills = ['solid', 'stripes', 'dots', 'blank', 'rows', 'grid'] as const;
export type Fill = (typeof fills)[number];

/** How a line is drawn: whole, or dashed in one of several ways. */
export const strokes = ['whole', 'dashed', 'dotted', 'long', 'mixed', 'sparse'] as const;
export type Stroke = (typeof strokes)[number];

export interface Bar {
  readonly kind: 'bar';
  readonly x: string;
  readonly width: string;
  readonly y: string;
  readonly height: string;
  readonly fill: Fill;
}

/** `is` says what it stands for: a line of the grid, the edge of a part, a mark on a bar, or a line of values by its stroke. */
export interface Rule {
  readonly kind: 'rule';
  readonly x1: string;
  readonly y1: string;
  readonly x2: string;
  readonly y2: string;
  readonly is: 'tick' | 'edge' | 'mark' | Stroke;
}

export interface Dot {
  readonly kind: 'dot';
  readonly x: string;
  readonly y: string;
  readonly is: Stroke;
}

export interface Words {
  readonly kind: 'words';
  readonly x: string;
  readonly y: string;
  readonly text: string;
  readonly anchor: 'start' | 'middle' | 'end';
  /** Beside an axis; on a part that is filled so; or at the end of a line. */
  readonly is: 'tick' | 'on-solid' | 'on-pattern';
}

export type Mark = Bar | Rule | Dot | Words;

/** One field with its axes. */
export interface DrawnPlot {
  readonly id: string;
  readonly title: string;
  /** The same in a sentence, for whoever does not see it. */
  readonly desc: string;
  readonly height: string;
  /** The values beside it, drawn in a narrow field to its left. */
  readonly axis: readonly Words[];
  readonly marks: readonly Mark[];
}

/** A line of words with a bar below. */
export interface DrawnRow {
  readonly text: string;
  readonly value: string;
  readonly marks: readonly Mark[];
}

export type KeyEntry = { readonly text: string } & ({ readonly fill: Fill } | { readonly stroke: Stroke });

/** As the macro draws it: one plot, several of one scale beside each other, or rows. */
export interface DrawnChart {
  readonly id: string;
  readonly title: string;
  readonly desc: string;
  readonly key: readonly KeyEntry[];
  readonly plots?: readonly DrawnPlot[];
  readonly rows?: readonly DrawnRow[];
  /** Below rows: what lengths mean. */
  readonly scale?: readonly Words[];
}

/** A share of a whole in per cent; of a whole of nothing, nought. */
export const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);

export const across = (share: number): string => `${Number(share.toFixed(3))}%`;
export const down = (ems: number): string => `${Number(ems.toFixed(3))}em`;

/** Words stay within the plot at its ends. */
export function anchorAt(share: number): Words['anchor'] {
  if (share < 8) return 'start';
  return share > 92 ? 'end' : 'middle';
}

/** What stands at this place of a list that begins again when it is through. */
export function cycled<T>(all: readonly [T, ...T[]], index: number): T {
  return all[index % all.length] ?? all[0];
}

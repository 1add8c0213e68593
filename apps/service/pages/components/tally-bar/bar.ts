/** How a vote stands, as parts of one whole with a mark on it. */

/** What a part of the bar is; each has its own pattern, so that none is told by colour alone. */
export type TallyKind = 'for' | 'against' | 'abstained' | 'voted' | 'not-voted';

export interface TallyPart {
  readonly kind: TallyKind;
  /** “8 practices for” */
  readonly text: string;
  readonly value: number;
}

export interface TallyBar {
  /** Unique on its page, for what refers to its patterns. */
  readonly id: string;
  /** All of it in one sentence, for whoever does not see it. */
  readonly label: string;
  readonly parts: readonly TallyPart[];
  /** What the bar as a whole stands for: the sum of its parts, or more. */
  readonly whole: number;
  readonly mark?: { readonly at: number; readonly text: string };
}

interface Placed {
  readonly kind: TallyKind;
  readonly text: string;
  /** In per cent of the bar, as SVG writes them. */
  readonly x: string;
  readonly width: string;
}

export interface DrawnTally extends Pick<TallyBar, 'id' | 'label'> {
  readonly parts: readonly Placed[];
  readonly mark?: { readonly x: string; readonly text: string; readonly anchor: 'start' | 'middle' | 'end' };
}

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);
const written = (value: number): string => `${Number(value.toFixed(3))}%`;

/** Where each part begins and ends. Of a whole of nothing nothing is drawn. */
export function drawnTally({ id, label, parts, whole, mark }: TallyBar): DrawnTally {
  let before = 0;
  const placed = parts.map(({ kind, text, value }): Placed => {
    const x = written(percent(before, whole));
    before += value;
    return { kind, text, x, width: written(percent(value, whole)) };
  });
  const at = mark && percent(mark.at, whole);
  return {
    id,
    label,
    parts: placed,
    ...(mark && at !== undefined && { mark: { x: written(at), text: mark.text, anchor: anchorAt(at) } }),
  };
}

/** The words of a mark stay within the bar. */
const anchorAt = (percentage: number): 'start' | 'middle' | 'end' => {
  if (percentage < 30) return 'start';
  return percentage > 70 ? 'end' : 'middle';
};

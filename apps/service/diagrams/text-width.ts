/** How wide text is, before anything draws it. */

/**
 * Advance widths of the printable ASCII characters from the space on, in thousandths of the size of the type: Helvetica, whose widths Arial and
 * Liberation Sans have too (Adobe Font Metrics, core 14 fonts).
 */
const widths = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
];
const others = 600;
/** Bold is wider, by some 7 in a hundred; other sans-serif types than these by no more than 12. */
const bold = 1.08;
const room = 1.12;

export interface Type {
  /** In pixels. */
  readonly size: number;
  readonly strong?: boolean;
}

/** In pixels, with room for whatever sans-serif type there is. */
export function widthOf(text: string, { size, strong = false }: Type): number {
  const units = [...text].reduce((sum, each) => sum + (widths[(each.codePointAt(0) ?? 0) - 32] ?? others), 0);
  return (units / 1000) * size * room * (strong ? bold : 1);
}

/** The words in lines, none wider than asked for unless it is one word. */
export function inLines(text: string, widest: number, type: Type): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line !== undefined && widthOf(`${line} ${word}`, type) <= widest) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

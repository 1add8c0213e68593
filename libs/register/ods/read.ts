/** Reads an ODS file line by line, of the kind that its shape tells or the caller does. */
import { linesOf, type Line, type RefusedLine } from './lines.js';
import {
  ccgRow,
  columnsOfOds,
  listSizeColumns,
  listSizeRow,
  practiceRow,
  type CcgRow,
  type LeftOutLine,
  type ListSizeColumns,
  type ListSizeRow,
  type PracticeRow,
} from './rows.js';

export const odsKinds = ['ccgs', 'practices', 'list-sizes'] as const;
export type OdsKind = (typeof odsKinds)[number];

interface Lines<K extends OdsKind, Row> {
  readonly kind: K;
  /** Lines that are not empty, without a header. */
  readonly lines: number;
  readonly rows: readonly Row[];
  readonly refused: readonly RefusedLine[];
  readonly leftOut: readonly LeftOutLine[];
}

export type OdsFile = Lines<'ccgs', CcgRow> | Lines<'practices', PracticeRow> | Lines<'list-sizes', ListSizeRow>;

/** A "no" for the whole file: it says nothing; its kind cannot be told; it is of another kind than was said; it is endless. */
export type OdsRead =
  | { readonly outcome: 'read'; readonly file: OdsFile }
  | { readonly outcome: 'empty' | 'unknown-kind' | 'too-many-lines' }
  | { readonly outcome: 'other-kind'; readonly kind: OdsKind };

/** Most lines of a file; the longest of ODS has some 13,000. */
export const mostLines = 200_000;

/** Lines looked at to tell the kind. */
const linesToTell = 500;

/** @throws what the source throws */
export async function readOds(source: AsyncIterable<Uint8Array>, told?: OdsKind): Promise<OdsRead> {
  const waiting: (Line | RefusedLine)[] = [];
  let reading: Reading | undefined;
  let lines = 0;
  for await (const batch of linesOf(source)) {
    lines += batch.length;
    if (lines > mostLines) return { outcome: 'too-many-lines' };
    waiting.push(...batch);
    if (reading === undefined) {
      const seen = waiting.flatMap((line) => ('fields' in line ? (kindOf(line) ?? []) : []));
      const kind = seen[0];
      if (told !== undefined && kind !== undefined && kind !== told) return { outcome: 'other-kind', kind };
      if (kind === undefined && waiting.length < linesToTell) continue;
      const known = kind ?? told;
      if (known === undefined) return { outcome: 'unknown-kind' };
      reading = new Reading(known);
    }
    for (const line of waiting.splice(0)) reading.take(line);
  }
  if (lines === 0) return { outcome: 'empty' };
  if (reading === undefined && told === undefined) return { outcome: 'unknown-kind' };
  reading ??= new Reading(told ?? 'ccgs');
  for (const line of waiting) reading.take(line);
  return { outcome: 'read', file: reading.file() };
}

/** What kind of file has such a line; undefined when that cannot be told. */
function kindOf(line: Line): OdsKind | undefined {
  if (listSizeColumns(line)) return 'list-sizes';
  if (line.fields.length !== columnsOfOds) return undefined;
  const code = (line.fields[0] ?? '').trim();
  if (/^[A-Z0-9]{3}$/.test(code)) return 'ccgs';
  return /^[A-Z0-9]{6}$/.test(code) ? 'practices' : undefined;
}

type AnyRow = CcgRow | PracticeRow | ListSizeRow;

class Reading {
  #lines = 0;
  #columns: ListSizeColumns | undefined;
  readonly #rows: AnyRow[] = [];
  readonly #refused: RefusedLine[] = [];
  readonly #leftOut: LeftOutLine[] = [];
  readonly #seen = new Map<string, number>();

  constructor(private readonly kind: OdsKind) {}

  take(line: Line | RefusedLine): void {
    const found = 'fields' in line ? this.rowOf(line) : line;
    if (found === undefined) return;
    this.#lines += 1;
    if ('because' in found) this.#refused.push(found);
    else if ('leftOut' in found) this.#leftOut.push(found);
    else this.keep(found);
  }

  file(): OdsFile {
    // Which rows there are follows from the kind, by `rowOf`.
    return {
      kind: this.kind,
      lines: this.#lines,
      rows: this.#rows,
      refused: this.#refused,
      leftOut: this.#leftOut,
    } as OdsFile;
  }

  /** Undefined for a header. */
  private rowOf(line: Line): AnyRow | RefusedLine | LeftOutLine | undefined {
    if (this.kind === 'ccgs') return ccgRow(line);
    if (this.kind === 'practices') return practiceRow(line);
    if (this.#columns !== undefined) return listSizeRow(line, this.#columns);
    this.#columns = listSizeColumns(line);
    if (this.#columns !== undefined) return undefined;
    const mend = 'Begin the file with the header that names “Practice Code” and the bands, such as “Male 0-4”.';
    return { line: line.line, code: null, because: 'No header has named the columns yet.', mend };
  }

  private keep(row: AnyRow): void {
    const { line, code } = row;
    const before = this.#seen.get(code);
    if (before === undefined) {
      this.#seen.set(code, line);
      this.#rows.push(row);
      return;
    }
    const because = `${code} stands on line ${before} already, which was taken.`;
    this.#refused.push({ line, code, because, mend: 'Leave one of the two lines out.' });
  }
}

/** Tables as comma-separated values (RFC 4180), for spreadsheets. */

type Cell = string | number | null | undefined;

/** Of what begins so, spreadsheets make a formula. */
const formula = /^[=+\-@\t\r]/;

/** A line of headings, then the rows. Text that a spreadsheet would take for a formula stays text. */
export const csvOf = (headings: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  csvLines([headings, ...rows]);

/** Rows alone, as they go on. */
export const csvLines = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(written).join(',')}\r\n`).join('');

function written(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  if (cell === null || cell === undefined) return '""';
  const text = formula.test(cell) ? `'${cell}` : cell;
  return `"${text.replaceAll('"', '""')}"`;
}

/** Tables as files that spreadsheets open (RFC 4180). */

/** Beginnings by which a spreadsheet takes a text for a formula. */
const formula = /^[=+\-@\t\r]/;

/** One cell: what a spreadsheet would run is led by an apostrophe, so that it is read as text. */
export function csvCell(value: string | number): string {
  const text = typeof value === 'string' && formula.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Lines end with CR LF; the first has the headings. Missing values are empty cells. */
export const csvOf = (
  headings: readonly string[],
  rows: readonly (readonly (string | number | undefined)[])[],
): string => [headings, ...rows].map((row) => `${row.map((each) => csvCell(each ?? noText)).join(',')}\r\n`).join('');

// eslint-disable-next-line empty/no-empty-for-none -- an empty cell
const noText = '';

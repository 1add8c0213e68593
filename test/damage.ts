/** Damage to the file of a log, as a disk does it; for specs. */
import { readFileSync, writeFileSync } from 'node:fs';

const pageSize = 4_096;
/** First byte of a leaf page: of an index, of a table (https://www.sqlite.org/fileformat.html, 1.6). */
const leafOf = { index: 0x0a, table: 0x0d } as const;

/** Writes junk over the page of an index, or of the table, that holds a text. The log is closed, and its write-ahead file folded in. */
export function spoilPage(file: string, of: keyof typeof leafOf, text: string): void {
  const bytes = readFileSync(file);
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) {
    const page = Math.floor(at / pageSize) * pageSize;
    if (page === 0 || bytes[page] !== leafOf[of]) continue;
    bytes.fill(0x5a, page + 8, page + pageSize);
    writeFileSync(file, bytes);
    return;
  }
  throw new Error(`expected ${text} in a page of an ${of}, found none`);
}

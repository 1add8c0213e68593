/** Files of however many rows, some at a time. */
import { csvLines, csvOf } from '../pages/csv.js';

type Cells = readonly (string | number | undefined)[];

/** The first page is there before anything is answered: what goes wrong with it can still be said. */
export async function linesOf<Row>(
  pages: AsyncGenerator<readonly Row[], void>,
  headings: readonly string[],
  cells: (row: Row) => Cells,
): Promise<AsyncIterable<string>> {
  const first = await pages.next();
  async function* lines(): AsyncGenerator<string, void> {
    yield csvOf(headings, (first.value ?? []).map(cells));
    for await (const page of pages) if (page.length > 0) yield csvLines(page.map(cells));
  }
  return lines();
}

/** Addresses of lists: path and query, in which filters, order and page stand. */

/** Rows of a page. */
export const pageLength = 50;

export type Query = Readonly<Record<string, string | number | undefined>>;

/** A path with what is asked for; what is undefined stands in none. @param path may have a query of its own */
export function addressOf(path: string, asked: Query): string {
  const [bare = path, query] = path.split('?');
  const all = new URLSearchParams(query);
  for (const [name, value] of Object.entries(asked)) if (value !== undefined) all.set(name, String(value));
  const text = all.toString();
  return text.length === 0 ? bare : `${bare}?${text}`;
}

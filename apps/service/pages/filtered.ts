/** Lists over several pages: what filters them, and the ways to the other pages. */
import { addressOf, pageLength, type Query } from './addresses.js';
import type { PageError } from './answered.js';

/** Rows of a file: what is beyond is told. */
export const mostInFile = 5_000;

/** What a query says of the list, and not of its page. */
export type Search<Asked> = {
  readonly [Name in keyof Asked as Exclude<Name, 'page'>]?: Exclude<Asked[Name], undefined>;
};

/** Fields of a query that were sent, but for the page. */
export const searchIn = <Asked extends object>(query: Asked): Search<Asked> =>
  Object.fromEntries(
    Object.entries(query).filter(([name, value]) => name !== 'page' && value !== undefined),
  ) as Search<Asked>; // of the same fields, without some

/** For the macro of nhsuk-frontend. */
export interface Pagination {
  readonly items: readonly ({ readonly number: number; readonly href: string; readonly current: boolean } | Ellipsis)[];
  readonly previous?: { readonly href: string };
  readonly next?: { readonly href: string };
}

interface Ellipsis {
  readonly ellipsis: true;
}

/** Undefined where all is on one page. @param page from 1 */
export function paginationOf(total: number, page: number, hrefOf: (page: number) => string): Pagination | undefined {
  const last = Math.ceil(total / pageLength);
  if (last <= 1) return undefined;
  const near = [...new Set([1, page - 1, page, page + 1, last])].filter((each) => each >= 1 && each <= last);
  const items = near
    .toSorted((a, b) => a - b)
    .flatMap((number, index, all): Pagination['items'] => {
      const item = { number, href: hrefOf(number), current: number === page };
      const before = all[index - 1];
      return before !== undefined && number - before > 1 ? [{ ellipsis: true }, item] : [item];
    });
  return {
    items,
    ...(page > 1 && { previous: { href: hrefOf(page - 1) } }),
    ...(page < last && { next: { href: hrefOf(page + 1) } }),
  };
}

export interface Choice {
  readonly value: string;
  readonly text: string;
}

/** A filter, as the panel shows it. */
export interface FilterField {
  readonly name: string;
  readonly label: string;
  readonly value?: string | undefined;
  readonly hint?: string;
  /** What can be chosen; absent where something is typed. */
  readonly choices?: readonly Choice[];
  /** The words of no choice. */
  readonly all?: string;
  /** What cannot be understood of what was typed. */
  readonly error?: string | undefined;
  /** For what is short: a day, a code. */
  readonly narrow?: true;
}

export interface FilterPanel {
  /** Where the form leads. */
  readonly action: string;
  readonly fields: readonly FilterField[];
  /** What stands in the address and in no field. */
  readonly kept: readonly { readonly name: string; readonly value: string }[];
  /** What is filtered by, each with the address without it. */
  readonly applied: readonly { readonly text: string; readonly href: string }[];
  readonly clear: string;
  /** What the panel is called, for whoever does not see it. */
  readonly title?: string;
}

/** What is wrong with a field of a query. */
export type QueryError = PageError & { readonly field: string };

/** The id of a filter's field, to which an error leads. */
export const filterId = (name: string): string => `filter-${name}`;

/** Words as choices, by their values. */
export const choicesOf = (words: Readonly<Record<string, string>>): readonly Choice[] =>
  Object.entries(words).map(([value, text]) => ({ value, text }));

/** A filter by region. */
export const regionFilter = (regions: readonly { readonly code: string; readonly name: string }[]): FilterField => ({
  name: 'region',
  label: 'Region',
  choices: regions.map(({ code, name }) => ({ value: code, text: name })),
});

interface PanelOptions {
  /** The names of what is no filter: the order, say. */
  readonly kept?: readonly string[];
  readonly errors?: readonly QueryError[];
  readonly title?: string;
}

/** A panel over a list at a path. The page begins anew with other filters. @param query as it was typed */
export function panelOf(
  path: string,
  query: Query,
  fields: readonly FilterField[],
  { kept = ['sort'], errors = [], title }: PanelOptions = {},
): FilterPanel {
  const held = kept.flatMap((name) => {
    const value = query[name];
    return value === undefined ? [] : [{ name, value: String(value) }];
  });
  const shown = fields.map((field) => ({
    ...field,
    value: asText(query[field.name]),
    error: errors.find((error) => error.field === field.name)?.text,
  }));
  const applied = shown.flatMap(({ name, label, value, choices }) => {
    if (value === undefined || errors.some(({ field }) => field === name)) return [];
    const text = choices?.find((choice) => choice.value === value)?.text ?? value;
    const href = addressOf(path, { ...query, page: undefined, [name]: undefined });
    return [{ text: `${label}: ${text}`, href }];
  });
  const clear = addressOf(path, Object.fromEntries(held.map(({ name, value }) => [name, value])));
  return { action: path, fields: shown, kept: held, applied, clear, ...(title !== undefined && { title }) };
}

const asText = (value: string | number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

/** Headings by which a list is sorted, as links. */
export const sortedBy =
  (path: string, query: Query, now: string) =>
  (sort: string): { readonly href: string; readonly current: boolean } => ({
    href: addressOf(path, { ...query, page: undefined, sort }),
    current: sort === now,
  });

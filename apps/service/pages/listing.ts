/** Lists as pages show them: tables of plain data, in pages of fifty, and what they are asked for. */
import { fieldsOf } from '../../../libs/forms/form.js';
import { isVisible } from '../../../libs/workflow/text.js';
import { hold, type Shape } from '../../../libs/workflow/shapes.js';
import { addressOf, pageLength } from './addresses.js';
import { csvOf } from './csv.js';
import { filterId, paginationOf, type Pagination, type QueryError } from './filtered.js';

/** What stands in a cell of a table; a text alone, or more. */
export type Cell =
  | string
  | {
      readonly text?: string;
      readonly href?: string;
      /** A second line, smaller. */
      readonly more?: string;
      readonly tags?: readonly Tag[];
      readonly numeric?: true;
      /** Of a figure, as a file has it. */
      readonly value?: number;
      readonly links?: readonly Link[];
    };

/** Red only for what is wrong. */
export interface Tag {
  readonly text: string;
  readonly colour?: 'red' | 'orange' | 'yellow' | 'green' | 'blue' | 'grey' | 'purple';
}

export interface Link {
  readonly text: string;
  readonly href: string;
  /** What it is about, for whoever hears the link alone. */
  readonly about?: string;
}

export interface Listing {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Said instead of a table without rows: what will appear, and when. */
  readonly empty?: string;
  readonly pages?: PagesOfList;
  /** The address of all its rows as a file. */
  readonly csv?: string;
}

export interface PagesOfList {
  readonly from: number;
  readonly to: number;
  readonly of: number;
  readonly around: Pagination;
}

/** One page of a list, or all of it for a file. @param at the address of the list without its page, as path and query */
export function pageOf<T>(
  all: readonly T[],
  { page, as }: { readonly page: number; readonly as?: 'csv' },
  at: string,
): { readonly rows: readonly T[]; readonly pages?: PagesOfList; readonly csv: string } {
  const csv = addressOf(at, { as: 'csv' });
  const last = Math.max(1, Math.ceil(all.length / pageLength));
  const current = Math.min(page, last);
  const around = paginationOf(all.length, current, (number) =>
    addressOf(at, { page: number === 1 ? undefined : number }),
  );
  if (as === 'csv' || around === undefined) return { rows: all, csv };
  const from = (current - 1) * pageLength;
  const rows = all.slice(from, from + pageLength);
  return { rows, pages: { from: from + 1, to: from + rows.length, of: all.length, around }, csv };
}

/** A list as a file, with what stands in its cells as text. */
export const listingAsCsv = ({ head, rows }: Listing): string =>
  csvOf(
    head,
    rows.map((row) => row.map(valueOf)),
  );

/** A figure, with the way to what it counts. */
export const numeric = (value: number, href?: string): Cell => ({
  text: value.toLocaleString('en-GB'),
  value,
  numeric: true,
  ...(href !== undefined && { href }),
});

const valueOf = (cell: Cell): string | number =>
  typeof cell !== 'string' && cell.value !== undefined ? cell.value : textOf(cell);

function textOf(cell: Cell): string {
  if (typeof cell === 'string') return cell;
  const { text, more, tags = [] } = cell;
  const said = [text, more, ...tags.map((tag) => tag.text)];
  return said.filter((each) => each !== undefined).join('; ');
}

/** What a list is asked for, and what of it cannot be understood; the rest holds. */
export interface AskedOfList<T> {
  readonly asked: T;
  readonly errors: readonly QueryError[];
  /** As it was typed, for the fields. */
  readonly typed: Readonly<Record<string, string>>;
}

/** Browsers send fields that were left empty; and people mend addresses by hand. */
export function askedOf<T extends object>(
  shape: new () => T,
  query: Readonly<Record<string, unknown>>,
): AskedOfList<T> {
  const typed = Object.fromEntries(
    fieldsOf(shape as Shape).flatMap(({ name }) => {
      const value = Object.hasOwn(query, name) ? query[name] : undefined;
      return typeof value === 'string' && isVisible(value) ? [[name, value.trim()] as const] : [];
    }),
  );
  const held = hold(shape, typed, { nulls: 'taken' });
  if (held.ok) return { asked: Object.assign(new shape(), held.value), errors: [], typed };
  const errors = held.fields.map(({ field, message }) => ({ field, text: message, href: `#${filterId(field)}` }));
  const wrong = new Set(held.fields.map(({ field }) => field));
  const rest = hold(shape, Object.fromEntries(Object.entries(typed).filter(([name]) => !wrong.has(name))), {
    nulls: 'taken',
  });
  return { asked: Object.assign(new shape(), rest.ok ? rest.value : {}), errors, typed };
}

/** Whether any of some texts holds what is looked for, in whatever case. */
export function holdsText(looked: string | undefined, ...texts: readonly (string | undefined)[]): boolean {
  if (looked === undefined) return true;
  const small = looked.toLowerCase();
  return texts.some((text) => text?.toLowerCase().includes(small) ?? false);
}

/** What a page asks of each field, as the macro `field` draws it: plain data. */
import type { Field, Option, Single } from '../../../libs/forms/field.js';
import type { FieldError } from '../../../libs/workflow/index.js';
import { wholeForm } from '../../../libs/workflow/unusable.js';
import type { PageError } from '../pages/answered.js';
import type { Typed } from '../session/posted-form.js';
import { boxesOf, hasRowsBelow, isTypedBelow, rowsTyped } from './read-typed.js';

/** What is offered to choose from where the field itself names none: by the field’s path, `*` for each of a list. */
export type Offers = Readonly<Record<string, readonly Option[]>>;

interface AskedBase {
  /** Its path, which is its name, and the id of what is to be looked at for a fault. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string;
  readonly optional: boolean;
}

export type Asked = AskedBase &
  (
    | {
        readonly as: 'text' | 'textarea' | 'number' | 'lines';
        readonly value: string;
        readonly width?: number;
        readonly longest?: number;
      }
    | {
        readonly as: 'date' | 'moment';
        readonly boxes: Readonly<Record<'day' | 'month' | 'year', Box>>;
        readonly time?: Box;
      }
    | { readonly as: 'radios' | 'select' | 'checkboxes'; readonly options: readonly AskedOption[] }
    | { readonly as: 'document'; readonly value: string; readonly fileName: string; readonly size: string }
    | { readonly as: 'group'; readonly fields: readonly Asked[]; readonly open: boolean }
    | { readonly as: 'list'; readonly each: string; readonly rows: readonly Row[]; readonly most: number }
  );

interface Box {
  readonly name: string;
  readonly value: string;
}

interface Row {
  readonly number: number;
  readonly title: string;
  readonly fields: readonly Asked[];
  /** As the button sends it. */
  readonly path: string;
}

interface AskedOption extends Option {
  readonly chosen: boolean;
}

interface Asking {
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
  readonly offers: Offers;
  readonly at: string;
}

/** From so many on, one chooses from a list that opens. */
const many = 8;

export const askedOf = (
  fields: readonly Field[],
  {
    typed,
    errors = [],
    offers = {},
  }: { readonly typed: Typed; readonly errors?: readonly FieldError[]; readonly offers?: Offers },
): readonly Asked[] => fieldsAsked(fields, { typed, errors, offers, at: wholeForm });

const fieldsAsked = (fields: readonly Field[], asking: Asking): readonly Asked[] =>
  fields.filter(({ kind }) => kind !== 'object' && kind !== 'cursor').map((field) => fieldAsked(field, asking));

function fieldAsked(field: Field, asking: Asking): Asked {
  const name = `${asking.at}${field.name}`;
  const error = asking.errors.find((each) => each.field === name)?.message;
  const hints = [field.hint, field.optional, whenOf(field), ...field.limits].filter(
    (sentence) => sentence !== undefined,
  );
  const base: AskedBase = {
    name,
    label: field.label,
    ...(hints.length > 0 && { hint: hints.join(' ') }),
    ...(error !== undefined && { error }),
    optional: field.optional !== undefined,
  };
  return { ...base, ...askedAs(field, name, asking) } as Asked; // the two halves of the union are made for each other
}

/** “a day from today to 1 year ahead” → “It is a day from today to 1 year ahead.” */
const whenOf = ({ when }: Field): string | undefined => (when === undefined ? undefined : `It must be ${when}.`);

function askedAs(field: Field, name: string, asking: Asking): object {
  const offered = offersFor(asking.offers, name);
  switch (field.kind) {
    case 'nested':
      return {
        as: 'group',
        fields: fieldsAsked(field.fields, { ...asking, at: `${name}.` }),
        // One that may be left out is out of the way until something of it is typed, or a row is added.
        open: field.optional === undefined || isTypedBelow(asking.typed, name) || hasRowsBelow(asking.typed, name),
      };
    case 'list':
      return { as: 'list', each: field.each, most: field.most, rows: rowsOf(field, name, asking) };
    case 'checkboxes':
      return { as: 'checkboxes', options: chosenIn(field.options, name, asking) };
    case 'several':
      if (offered) return { as: 'checkboxes', options: chosenIn(offered, name, asking) };
      return { as: 'lines', value: (asking.typed[name] ?? []).join('\n') };
    case 'object':
    case 'cursor':
      throw new Error(`${name} is no field that a person is asked for`);
    default:
      if (offered) return choiceOf(offered, name, asking);
      return singleAsked(field, name, asking);
  }
}

const choiceOf = (options: readonly Option[], name: string, asking: Asking): object => ({
  as: options.length > many ? 'select' : 'radios',
  options: chosenIn(options, name, asking),
});

const yesNo: readonly Option[] = [
  { value: 'yes', words: 'Yes' },
  { value: 'no', words: 'No' },
];

function singleAsked(field: Single, name: string, asking: Asking): object {
  const value = valueIn(asking.typed, name);
  switch (field.kind) {
    case 'text':
      return { as: 'text', value, ...(field.longest <= 100 && { width: 20 }) };
    case 'person':
      return { as: 'text', value };
    case 'textarea':
      return { as: 'textarea', value, longest: field.longest };
    case 'number':
      return { as: 'number', value, width: Math.max(2, field.width) };
    case 'code':
      return { as: 'text', value, width: Math.min(30, Math.max(3, field.width)) };
    case 'day':
      return { as: 'date', boxes: boxesAsked(name, asking) };
    case 'instant':
    case 'day-or-instant':
      return {
        as: 'moment',
        boxes: boxesAsked(name, asking),
        time: { name: `${name}-time`, value: valueIn(asking.typed, `${name}-time`) },
      };
    case 'yes-no':
      return { as: 'radios', options: chosenIn(yesNo, name, asking) };
    case 'radios':
      return choiceOf(field.options, name, asking);
    case 'document':
      return {
        as: 'document',
        value,
        fileName: valueIn(asking.typed, `${name}-name`),
        size: valueIn(asking.typed, `${name}-size`),
      };
  }
}

function boxesAsked(at: string, { typed }: Asking): Readonly<Record<'day' | 'month' | 'year', Box>> {
  const { day, month, year } = boxesOf(at);
  const box = (name: string): Box => ({ name, value: valueIn(typed, name) });
  return { day: box(day), month: box(month), year: box(year) };
}

function rowsOf(field: Field & { readonly kind: 'list' }, name: string, asking: Asking): readonly Row[] {
  const typed = rowsTyped(asking.typed, name);
  const rows = typed.length > 0 ? typed : field.optional === undefined && field.least > 0 ? [0] : [];
  return rows.map((row, index) => ({
    number: row,
    title: `${sentence(field.each)} ${index + 1}`,
    path: `${name}.${row}`,
    fields: fieldsAsked(field.fields, { ...asking, at: `${name}.${row}.` }),
  }));
}

const chosenIn = (options: readonly Option[], name: string, { typed }: Asking): readonly AskedOption[] =>
  options.map((option) => ({ ...option, chosen: (typed[name] ?? []).includes(option.value) }));

const offersFor = (offers: Offers, name: string): readonly Option[] | undefined =>
  offers[name.replaceAll(/\.\d+(?=\.|$)/g, '.*')];

const valueIn = (typed: Typed, name: string): string => (Object.hasOwn(typed, name) ? (typed[name]?.[0] ?? '') : '');

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** For the summary of errors: each leads to the field it is about. */
export const pageErrors = (errors: readonly FieldError[], asked: readonly Asked[]): readonly PageError[] =>
  errors.map(({ field, message }) =>
    field === wholeForm ? { text: message } : { text: message, href: `#${idFor(field, asked)}` },
  );

/** The id of what can take the focus. */
function idFor(field: string, asked: readonly Asked[]): string {
  const found = findAsked(field, asked);
  if (found === undefined) return field;
  if (found.as === 'date' || found.as === 'moment') return found.boxes.day.name;
  if (found.as === 'document') return `${field}-file`;
  if (found.as === 'group') return found.fields[0] ? idFor(found.fields[0].name, found.fields) : field;
  if (found.as === 'list') return `${field}-add`;
  return field;
}

function findAsked(name: string, asked: readonly Asked[]): Asked | undefined {
  for (const each of asked) {
    if (each.name === name) return each;
    const deeper =
      each.as === 'group' ? each.fields : each.as === 'list' ? each.rows.flatMap(({ fields }) => fields) : [];
    const found = findAsked(name, deeper);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a document is asked for anywhere: such a form is sent in parts. */
export const asksForDocument = (fields: readonly Field[]): boolean =>
  fields.some((field) => field.kind === 'document' || ('fields' in field && asksForDocument(field.fields)));

/**
 * The same list with one row more, or without one. The rows behind it keep their numbers: what was typed stays where it was.
 */
export function withRow(typed: Typed, fields: readonly Field[], list: string): Typed {
  const field = listAt(fields, list);
  if (field === undefined) return typed;
  const rows = rowsTyped(typed, list);
  // The row that is shown without having been sent.
  const shown = rows.length === 0 && field.optional === undefined && field.least > 0 ? [0] : rows;
  if (shown.length >= field.most) return typed;
  const next = (shown.at(-1) ?? -1) + 1;
  const first = field.fields[0]?.name ?? 'value';
  const blank = (row: number): Typed => ({ [`${list}.${row}.${first}`]: [''] });
  return { ...typed, ...(rows.length === 0 && shown.length > 0 && blank(0)), ...blank(next) };
}

export const withoutRow = (typed: Typed, row: string): Typed =>
  Object.fromEntries(
    Object.entries(typed).filter(([name]) => !name.startsWith(`${row}.`) && !name.startsWith(`${row}-`)),
  );

function listAt(fields: readonly Field[], path: string): (Field & { readonly kind: 'list' }) | undefined {
  const [step, ...rest] = path.split('.').filter((part) => !/^\d+$/.test(part));
  const field = fields.find(({ name }) => name === step);
  if (field === undefined) return undefined;
  if (rest.length === 0) return field.kind === 'list' ? field : undefined;
  return 'fields' in field ? listAt(field.fields, rest.join('.')) : undefined;
}

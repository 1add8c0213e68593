/**
 * From what a browser sends of a form to the data that is asked for, field by field. A field's name is its path, `conditions.0.due`. A day
 * has three boxes, `….day`, `….month` and `….year` with a `-` before, a moment one more for the time, in London.
 */
import type { Field, Single } from '../../../libs/forms/field.js';
import type { FieldError } from '../../../libs/workflow/index.js';
import { londonInstant } from '../../../libs/workflow/london.js';
import { wholeForm } from '../../../libs/workflow/unusable.js';
import { isVisible } from '../../../libs/workflow/text.js';
import type { Typed } from '../session/posted-form.js';

export interface ReadForm {
  /** As a program would send it; what was left empty is left out. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Of what cannot be data at all. What the data lacks is not told here: whoever takes it says so. */
  readonly errors: readonly FieldError[];
  /** The name of the field that a path of the data was read from: rows that were left empty are not in the data. */
  readonly nameOf: (path: string) => string;
}

export function readTyped(fields: readonly Field[], typed: Typed): ReadForm {
  const errors: FieldError[] = [];
  const rows = new Map<string, string>();
  const data = readFields(fields, { typed, at: wholeForm, errors, rows });
  const nameOf = (path: string): string =>
    path.split('.').reduce((named, step) => {
      const at = named === wholeForm ? step : `${named}.${step}`;
      return rows.get(at) ?? at;
    }, wholeForm);
  return { data, errors, nameOf };
}

interface Reading {
  readonly typed: Typed;
  /** Path of what the fields belong to, with its dot. */
  readonly at: string;
  readonly errors: FieldError[];
  /** By the name in the form of its list, with its number in the data: its own name in the form. */
  readonly rows: Map<string, string>;
}

function readFields(fields: readonly Field[], reading: Reading): Readonly<Record<string, unknown>> {
  const pairs = fields.flatMap((field) => {
    const value = readField(field, { ...reading, at: `${reading.at}${field.name}` });
    return value === undefined ? [] : [[field.name, value] as const];
  });
  return Object.fromEntries(pairs);
}

function readField(field: Field, reading: Reading): unknown {
  const { typed, at } = reading;
  switch (field.kind) {
    case 'nested': {
      // One that may be left out is left out where nothing is typed in it; else its own fields say what they lack.
      if (field.optional !== undefined && !isTypedBelow(typed, at)) return undefined;
      return readFields(field.fields, { ...reading, at: `${at}.` });
    }
    case 'list': {
      const rows = rowsTyped(typed, at).filter((row) => isTypedBelow(typed, `${at}.${row}`));
      const least = field.optional === undefined ? Math.min(field.least, 1) : 0;
      if (rows.length < least) return [readFields(field.fields, { ...reading, at: `${at}.0.` })];
      if (rows.length === 0) return field.optional === undefined ? [] : undefined;
      return rows.map((row, index) => {
        reading.rows.set(`${at}.${index}`, `${at}.${row}`);
        return readFields(field.fields, { ...reading, at: `${at}.${row}.` });
      });
    }
    case 'checkboxes': {
      const chosen = allOf(typed, at);
      return chosen.length === 0 ? undefined : chosen;
    }
    case 'several': {
      // A box each where there are things to choose from, otherwise a line each.
      const said = allOf(typed, at)
        .flatMap((each) => each.split(/[\n,]/))
        .map((each) => each.trim());
      const values = said.filter((each) => each !== '').map((each) => valueOf(field.each, each));
      if (values.length > 0) return values;
      return field.optional === undefined ? [] : undefined;
    }
    case 'object':
    case 'cursor':
      return undefined;
    default:
      return readSingle(field, reading);
  }
}

function readSingle(field: Field & Single, { typed, at, errors }: Reading): unknown {
  if (field.kind === 'day') return readDay(field.label, { typed, at, errors });
  if (field.kind === 'instant' || field.kind === 'day-or-instant')
    return readMoment(field.label, { typed, at, errors });
  const text = oneOf(typed, at);
  return text === undefined || text.trim() === '' ? undefined : valueOf(field, text);
}

/** As data has it; what does not fit stays the text it is, and is told of as such. */
function valueOf(single: Single, text: string): unknown {
  const trimmed = text.trim();
  switch (single.kind) {
    case 'number':
      return /^-?\d{1,15}$/.test(trimmed) ? Number(trimmed) : trimmed;
    case 'yes-no':
      return trimmed === 'yes' ? true : trimmed === 'no' ? false : trimmed;
    case 'code':
      return single.of === 'case' || single.of === 'name' || new RegExp(single.pattern).test(trimmed)
        ? trimmed
        : trimmed.toUpperCase();
    case 'textarea':
      return text.trim();
    default:
      return trimmed;
  }
}

type Box = Omit<Reading, 'rows'>;

const parts = ['day', 'month', 'year'] as const;

/** Names of the boxes of a day. */
export const boxesOf = (at: string): Readonly<Record<(typeof parts)[number], string>> => ({
  day: `${at}-day`,
  month: `${at}-month`,
  year: `${at}-year`,
});

function readDay(label: string, { typed, at, errors }: Box): string | undefined {
  const boxes = boxesOf(at);
  const said = parts.map((part) => [part, oneOf(typed, boxes[part])?.trim() ?? ''] as const);
  const missing = said.filter(([, text]) => text === '').map(([part]) => part);
  if (missing.length === parts.length) return undefined;
  if (missing.length > 0) {
    errors.push({ field: at, message: `${label} must include a ${missing.join(' and a ')}` });
    return undefined;
  }
  const [day = '', month = '', year = ''] = said.map(([, text]) => text);
  const spelled = `${year}-${monthOf(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (isRealDay(spelled)) return spelled;
  errors.push({ field: at, message: `${label} must be a real date, such as 27 3 2027` });
  return undefined;
}

/** “March” and “mar” are months too. */
function monthOf(text: string): string {
  const found = months.findIndex((name) => text.length >= 3 && name.startsWith(text.toLowerCase()));
  return found < 0 ? text : String(found + 1);
}

const months = Array.from({ length: 12 }, (_, month) =>
  new Date(Date.UTC(2000, month)).toLocaleString('en-GB', { month: 'long', timeZone: 'UTC' }).toLowerCase(),
);

const isRealDay = (day: string): boolean =>
  /^(19|2\d)\d{2}-\d{2}-\d{2}$/.test(day) &&
  !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) &&
  new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);

function readMoment(label: string, { typed, at, errors }: Box): string | undefined {
  const before = errors.length;
  const day = readDay(label, { typed, at, errors });
  const said = oneOf(typed, `${at}-time`)?.trim();
  if (day === undefined) {
    if (said && errors.length === before) errors.push({ field: at, message: `${label} must include a date` });
    return undefined;
  }
  const time = said ? timeOf(said) : undefined;
  if (time !== undefined) return londonInstant(day, time);
  errors.push({ field: at, message: `${label} must include a time, such as 9am, 12 noon or 17:30` });
  return undefined;
}

/** “9am”, “12 noon”, “5.30 pm” and “17:30” → `HH:MM`. */
export function timeOf(said: string): string | undefined {
  const text = said.toLowerCase().replaceAll(/\s+/g, '');
  if (/^(12)?noon$|^midday$/.test(text)) return '12:00';
  const [, hours = '', minutes = '00', half] = /^(\d{1,2})(?:[:.](\d{2}))?(am|pm)?$/.exec(text) ?? [];
  if (hours === '' || (half === undefined && !/[:.]/.test(text))) return undefined;
  const [hour, minute] = [Number(hours), Number(minutes)];
  if (minute > 59 || hour > (half === undefined ? 23 : 12) || (half !== undefined && hour === 0)) return undefined;
  const whole = half === undefined ? hour : (hour % 12) + (half === 'pm' ? 12 : 0);
  return `${String(whole).padStart(2, '0')}:${minutes}`;
}

/** Numbers of the rows of a list of which anything was sent, in order. */
export function rowsTyped(typed: Typed, at: string): readonly number[] {
  const rows = Object.keys(typed).flatMap((name) => {
    const [, row] = name.startsWith(`${at}.`) ? (/^(\d{1,3})[.-]/.exec(name.slice(at.length + 1)) ?? []) : [];
    return row === undefined ? [] : [Number(row)];
  });
  return [...new Set(rows)].toSorted((a, b) => a - b);
}

/** Whether something can be seen in any field below a path. */
export const isTypedBelow = (typed: Typed, at: string): boolean =>
  Object.entries(typed).some(
    ([name, values]) =>
      (name.startsWith(`${at}.`) || name.startsWith(`${at}-`)) && values.some((value) => isVisible(value)),
  );

/** Whether a list below a path has a row, were nothing typed in it yet. */
export const hasRowsBelow = (typed: Typed, at: string): boolean =>
  Object.keys(typed).some((name) => name.startsWith(`${at}.`) && /\.\d{1,3}[.-]/.test(name.slice(at.length)));

const oneOf = (typed: Typed, name: string): string | undefined => allOf(typed, name)[0];
const allOf = (typed: Typed, name: string): readonly string[] =>
  Object.hasOwn(typed, name) ? (typed[name] ?? []) : [];

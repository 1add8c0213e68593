/** The other way round from `read-typed.ts`: data that is known as a browser would send it, for a form that changes it. */
import type { Field } from '../../../libs/forms/field.js';
import { isRecord } from '../../../libs/workflow/well-formed.js';
import { londonDay, londonTime } from '../../../libs/workflow/london.js';
import type { Typed } from '../session/posted-form.js';
import { boxesOf } from './read-typed.js';

type Data = Readonly<Record<string, unknown>>;

/** What of data has no field is left out. */
export const typedOf = (fields: readonly Field[], data: Data, at = ''): Typed =>
  Object.assign({}, ...fields.map((field) => fieldTyped(field, data[field.name], `${at}${field.name}`))) as Typed;

function fieldTyped(field: Field, value: unknown, at: string): Typed {
  if (value === undefined || value === null) return {};
  switch (field.kind) {
    case 'nested':
      return isRecord(value) ? typedOf(field.fields, value, `${at}.`) : {};
    case 'list': {
      const rows = (Array.isArray(value) ? value : []).filter(isRecord);
      return Object.assign({}, ...rows.map((row, index) => typedOf(field.fields, row, `${at}.${index}.`))) as Typed;
    }
    case 'several':
    case 'checkboxes':
      // A line each, or chosen from boxes: both are read alike.
      return { [at]: textsOf(value) };
    case 'day':
      return dayTyped(textOf(value), at);
    case 'instant':
    case 'day-or-instant':
      return { ...dayTyped(londonDay(textOf(value)), at), [`${at}-time`]: [londonTime(textOf(value))] };
    case 'yes-no':
      return { [at]: [value === true ? 'yes' : 'no'] };
    case 'object':
    case 'cursor':
      return {};
    default:
      return { [at]: [textOf(value)] };
  }
}

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(textOf) : [textOf(value)]);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function dayTyped(day: string, at: string): Typed {
  const boxes = boxesOf(at);
  const [year = '', month = '', date = ''] = day.split('-');
  return { [boxes.day]: [String(Number(date))], [boxes.month]: [String(Number(month))], [boxes.year]: [year] };
}

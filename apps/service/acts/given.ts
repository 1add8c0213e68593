/** What a form holds before anybody types: what there is no choice about, and what the link to it said. */
import type { Field } from '../../../libs/forms/field.js';
import type { Offers } from '../forms/asked.js';
import type { Typed } from '../session/posted-form.js';

/** Where one thing alone is offered and one must be said, it is that. */
export function givenIn(fields: readonly Field[], offers: Offers): Typed {
  const given = fields.flatMap(({ name, kind, optional }) => {
    const [only, ...others] = offers[name] ?? [];
    const isSingle = kind !== 'several' && kind !== 'checkboxes' && optional === undefined;
    return only && others.length === 0 && isSingle ? [[name, [only.value]] as const] : [];
  });
  return Object.fromEntries(given);
}

/** Longest value that a link may give, in characters. */
const longest = 200;

/** A link may say what is meant: `?threshold=assurance`. Of fields that the form has, and each once. */
export function givenFrom(query: Readonly<Record<string, unknown>>, fields: readonly Field[]): Typed {
  const given = fields.flatMap(({ name }) => {
    const value = Object.hasOwn(query, name) ? query[name] : undefined;
    return typeof value === 'string' && value.length <= longest ? [[name, [value]] as const] : [];
  });
  return Object.fromEntries(given);
}

/** What a class with decorators says of data, held against data. class-validator and class-transformer define it, and word every fault. */
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { FieldError } from './index.js';
import {
  blanksIn,
  everyObjectsIn,
  marked,
  unknownField,
  unmarkedName,
  unusableIn,
  wholeForm,
  type Nulls,
} from './unusable.js';
import { isRecord, wellFormed, type Said, type Shape } from './well-formed.js';

/** `value` is plain: what was said and nothing more, but for what its class spells in another way (instants). */
export type Held =
  { readonly ok: true; readonly value: Said } | { readonly ok: false; readonly fields: readonly FieldError[] };

interface Holding {
  readonly nulls: Nulls;
  /** Fields that are held against a class of their own later. */
  readonly unread?: readonly string[];
}

/**
 * Holds data against a class, with one message for each field at fault. Fields the class does not know are refused, not dropped; names
 * that every object has are as unknown as any other. What a text may hold is checked here, whatever its class asks of it, so that no class
 * can forget it.
 */
export function hold(shape: Shape, said: Said, { nulls, unread = [] }: Holding = { nulls: 'refused' }): Held {
  const value = wellFormed(shape, said);
  if (value !== undefined) return { ok: true, value };
  const isUnread = ([name]: readonly [string, unknown]): boolean => unread.includes(name);
  const read = Object.fromEntries(Object.entries(said).filter((entry) => !isUnread(entry)));
  const unusable = unusableIn(read, nulls);
  if (unusable.length > 0) return { ok: false, fields: fewOf(unusable) };
  const held = holdAtLength(shape, said);
  if (!held.ok) return { ok: false, fields: fewOf(held.fields) };
  // Last, as the class has better words for what it needs.
  const late = [...everyObjectsIn(read), ...(nulls === 'refused' ? blanksIn(said) : [])];
  if (late.length > 0) return { ok: false, fields: fewOf(late) };
  return { ok: true, value: { ...held.value, ...Object.fromEntries(Object.entries(said).filter(isUnread)) } };
}

/** Faults that are told; the others are counted. */
const mostTold = 20;

function fewOf(fields: readonly FieldError[]): readonly FieldError[] {
  if (fields.length <= mostTold) return fields;
  const more = fields.length - mostTold;
  return [
    ...fields.slice(0, mostTold),
    { field: wholeForm, message: `Check the rest too: ${more} more are not right` },
  ];
}

/** By class-validator itself, however plain the case; for what holds nothing unusable. */
export function holdAtLength(shape: Shape, said: Said): Held {
  const instance = plainToInstance(shape, marked(said) as Said);
  // A class without fields is no unknown value: its fact says nothing but its name.
  const errors = validateSync(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: false,
    stopAtFirstError: true,
  });
  return errors.length > 0
    ? { ok: false, fields: errors.flatMap((error) => fieldErrors(error)) }
    : { ok: true, value: plainOf(instance, said) };
}

function plainOf<T extends object>(read: object, said: T): T {
  const entries = Object.entries(said).map(([key, value]: [string, unknown]) => {
    const own: unknown = Object.getOwnPropertyDescriptor(read, key)?.value;
    const isNested = typeof value === 'object' && value !== null && typeof own === 'object' && own !== null;
    return [key, isNested ? plainOf(own, value) : own] as const;
  });
  return (Array.isArray(said) ? entries.map(([, value]) => value) : Object.fromEntries(entries)) as T;
}

function fieldErrors(error: ValidationError, above = ''): readonly FieldError[] {
  const field = above + unmarkedName(error.property);
  const own = Object.entries(error.constraints ?? {}).map(([constraint, message]) =>
    constraint === 'whitelistValidation' ? unknownField(field) : { field, message },
  );
  return [...own, ...(error.children ?? []).flatMap((child) => fieldErrors(child, `${field}.`))];
}

export { isRecord, type Said, type Shape };

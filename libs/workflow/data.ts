import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { FieldError, Refusal, Workflow } from './index.js';
import './remembered.js';

type Checked =
  | { readonly ok: true; readonly data: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly refusal: Refusal };

/** How deep what a person says may be nested; facts need three levels. */
export const DEEPEST = 8;

/**
 * Whether what a person said fits the event's class, with one message for each field at fault. Properties the class does not know are
 * refused, not dropped; so are nulls: a field is said or left out.
 */
export function checkData(workflow: Workflow, type: string, data: unknown): Checked {
  const shape = Object.hasOwn(workflow.events, type) ? workflow.events[type] : undefined;
  if (shape === undefined) {
    return { ok: false, refusal: { because: 'unknown-event', type, known: Object.keys(workflow.events) } };
  }
  if (!isRecord(data)) return invalid([{ field: '', message: 'Enter the data as an object' }]);
  const unusable = unusableIn(data);
  if (unusable.length > 0) return invalid(unusable);
  const instance = plainToInstance(shape, data);
  // A class without fields is no unknown value: its fact says nothing but its name.
  const errors = validateSync(instance, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: false,
    stopAtFirstError: true,
  });
  return errors.length > 0
    ? invalid(errors.flatMap((error) => fieldErrors(error)))
    : { ok: true, data: plainOf(instance, data) };
}

/** The data as it was said, but for what its class spells in another way: instants. Plain, as the log has it. */
function plainOf<T extends object>(read: object, said: T): T {
  const entries = Object.entries(said).map(([key, value]: [string, unknown]) => {
    const own: unknown = Object.getOwnPropertyDescriptor(read, key)?.value;
    const isNested = typeof value === 'object' && value !== null && typeof own === 'object' && own !== null;
    return [key, isNested ? plainOf(own, value) : own] as const;
  });
  return (Array.isArray(said) ? entries.map(([, value]) => value) : Object.fromEntries(entries)) as T;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (fields: readonly FieldError[]): Checked => ({ ok: false, refusal: { because: 'invalid', fields } });

const unknownField = (field: string): FieldError => ({
  field,
  message: `Remove ${field}: nothing of that name is asked for`,
});

/** Names every object has: class-transformer and class-validator take them for known and would let them be recorded unchecked. */
const isEveryObjects = (name: string): boolean => Object.hasOwn(Object.prototype, name);

/** What no class could check: nulls, names that every object has, and what is nested too deep. */
function unusableIn(value: unknown, field = '', depth = 0): readonly FieldError[] {
  if (value === null) return [{ field, message: `Leave out ${field}, or enter a value` }];
  if (typeof value !== 'object') return [];
  if (depth === DEEPEST) return [{ field, message: `Remove what is nested more than ${DEEPEST} levels deep` }];
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = field === '' ? name : `${field}.${name}`;
    return isEveryObjects(name) ? [unknownField(path)] : unusableIn(inner, path, depth + 1);
  });
}

function fieldErrors(error: ValidationError, above = ''): readonly FieldError[] {
  const field = above + error.property;
  const own = Object.entries(error.constraints ?? {}).map(([constraint, message]) =>
    constraint === 'whitelistValidation' ? unknownField(field) : { field, message },
  );
  return [...own, ...(error.children ?? []).flatMap((child) => fieldErrors(child, `${field}.`))];
}

import type { FieldError } from './index.js';

/** How deep what a person says may be nested; facts need three levels. */
export const DEEPEST = 8;

export const unknownField = (field: string): FieldError => ({
  field,
  message: `Remove ${field}: nothing of that name is asked for`,
});

/** Names every object has: class-transformer and class-validator take them for known and would let them be recorded unchecked. */
const isEveryObjects = (name: string): boolean => Object.hasOwn(Object.prototype, name);

/** Whether a null may stand for what is not said. With facts it may not: a field is said or left out. */
export type Nulls = 'refused' | 'taken';

/** What no class could check: nulls, names that every object has, and what is nested too deep. */
export function unusableIn(value: unknown, nulls: Nulls, field = '', depth = 0): readonly FieldError[] {
  if (value === null) return nulls === 'taken' ? [] : [{ field, message: `Leave out ${field}, or enter a value` }];
  if (typeof value !== 'object') return [];
  if (depth === DEEPEST) return [{ field, message: `Remove what is nested more than ${DEEPEST} levels deep` }];
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = field === '' ? name : `${field}.${name}`;
    return isEveryObjects(name) ? [unknownField(path)] : unusableIn(inner, nulls, path, depth + 1);
  });
}

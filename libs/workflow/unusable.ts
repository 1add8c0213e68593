import type { FieldError } from './index.js';
import { isVisible, unfitIn } from './text.js';

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

/**
 * What no class should have to check: nulls, texts with characters that no text may hold, names that every object has, and what is nested
 * too deep.
 */
export function unusableIn(value: unknown, nulls: Nulls, field = '', depth = 0): readonly FieldError[] {
  if (typeof value === 'string') return unfitText(value, field);
  if (value === null) return nulls === 'taken' ? [] : [{ field, message: `Leave out ${field}, or enter a value` }];
  if (typeof value !== 'object') return [];
  if (depth === DEEPEST) return [{ field, message: `Remove what is nested more than ${DEEPEST} levels deep` }];
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = field === '' ? name : `${field}.${name}`;
    return isEveryObjects(name) ? [unknownField(path)] : unusableIn(inner, nulls, path, depth + 1);
  });
}

function unfitText(text: string, field: string): readonly FieldError[] {
  const unfit = unfitIn(text);
  return unfit === undefined ? [] : [{ field, message: `Remove ${unfit} from ${field}` }];
}

/** Texts in which nobody would see anything, for what holds nothing unusable: like a null, they say that nothing is said. */
export function blanksIn(value: unknown, field = ''): readonly FieldError[] {
  if (typeof value === 'string')
    return isVisible(value) ? [] : [{ field, message: `Enter ${field} as text that can be seen` }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => blanksIn(inner, field === '' ? name : `${field}.${name}`));
}

/** Whether a text is surely usable where facts are said. */
export const isUsableText = (text: string): boolean => isVisible(text) && unfitIn(text) === undefined;

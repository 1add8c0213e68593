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

/** No field of a class begins with it. */
const mark = '\u0000';

/** The same data with names that no object has by itself, so that those that every object has are unknown like all others. */
export function marked(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(marked);
  const members = Object.entries(value).map(([name, inner]) => [
    isEveryObjects(name) || name.startsWith(mark) ? mark + name : name,
    marked(inner),
  ]);
  return Object.fromEntries(members) as unknown;
}

/** The name as it was said. */
export const unmarkedName = (name: string): string => (name.startsWith(mark) ? name.slice(mark.length) : name);

/** In the place of a field, where a fault is one of the whole that was said. */
// eslint-disable-next-line empty/no-empty-for-none -- the contract spells it so
export const wholeForm = '';

/** Whether a null may stand for what is not said. With facts it may not: a field is said or left out. */
export type Nulls = 'refused' | 'taken';

/** What no class should have to check: nulls, texts with characters that no text may hold, and what is nested too deep. */
export function unusableIn(value: unknown, nulls: Nulls, field = wholeForm, depth = 0): readonly FieldError[] {
  if (typeof value === 'string') return unfitText(value, field);
  if (value === null) return nulls === 'taken' ? [] : [{ field, message: `Leave out ${field}, or enter a value` }];
  if (typeof value !== 'object') return [];
  if (depth === DEEPEST) return [{ field, message: `Remove what is nested more than ${DEEPEST} levels deep` }];
  return membersOf(value, field).flatMap(([path, , inner]) => unusableIn(inner, nulls, path, depth + 1));
}

/** Names that every object has, where no class says what is asked for: whoever reads them there could take them for something else. */
export function everyObjectsIn(value: unknown, field = wholeForm): readonly FieldError[] {
  if (typeof value !== 'object' || value === null) return [];
  return membersOf(value, field).flatMap(([path, name, inner]) =>
    isEveryObjects(name) ? [unknownField(path)] : everyObjectsIn(inner, path),
  );
}

const membersOf = (value: object, field: string): readonly (readonly [path: string, name: string, inner: unknown])[] =>
  Object.entries(value).map(([name, inner]) => [field === wholeForm ? name : `${field}.${name}`, name, inner]);

function unfitText(text: string, field: string): readonly FieldError[] {
  const unfit = unfitIn(text);
  return unfit === undefined ? [] : [{ field, message: `Remove ${unfit} from ${field}` }];
}

/** Texts in which nobody would see anything, for what holds nothing unusable: like a null, they say that nothing is said. */
export function blanksIn(value: unknown, field = wholeForm): readonly FieldError[] {
  if (typeof value === 'string')
    return isVisible(value) ? [] : [{ field, message: `Enter ${field} as text that can be seen` }];
  if (typeof value !== 'object' || value === null) return [];
  return membersOf(value, field).flatMap(([path, , inner]) => blanksIn(inner, path));
}

/** Whether a text is surely usable where facts are said. */
export const isUsableText = (text: string): boolean => isVisible(text) && unfitIn(text) === undefined;

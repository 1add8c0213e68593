import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from '../libs/forms/json-schema.js';

/** Whether a value fits a schema, as far as the schemas of forms go: a keyword that is not known here is a mistake, not a pass. */
export function fitsSchema(schema: JsonSchema, value: unknown): boolean {
  return Object.entries(schema).every(([keyword, said]) => {
    const fits = keywords[keyword];
    if (fits === undefined) throw new RangeError(`no schema of a form says ${keyword}`);
    return fits(said as never, value, schema);
  });
}

type Fits = (said: never, value: unknown, schema: JsonSchema) => boolean;

/** A keyword about texts says nothing of numbers, and so on (JSON Schema, section 7.6.1). */
const ofTexts =
  (fits: (said: never, text: string) => boolean): Fits =>
  (said, value) =>
    typeof value !== 'string' || fits(said, value);
const ofNumbers =
  (fits: (said: number, number: number) => boolean): Fits =>
  (said, value) =>
    typeof value !== 'number' || fits(said, value);
const ofLists =
  (fits: (said: never, list: readonly unknown[]) => boolean): Fits =>
  (said, value) =>
    !Array.isArray(value) || fits(said, value);
const ofObjects =
  (fits: (said: never, object: Readonly<Record<string, unknown>>, schema: JsonSchema) => boolean): Fits =>
  (said, value, schema) =>
    !isObject(value) || fits(said, value, schema);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOfType: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: isObject,
};

const keywords: Readonly<Record<string, Fits>> = {
  title: () => true,
  description: () => true,
  // An annotation, unless a validator is told otherwise.
  format: () => true,
  type: (said: string, value) => isOfType[said]?.(value) ?? false,
  enum: (said: readonly unknown[], value) => said.includes(value),
  const: (said: unknown, value) => said === value,
  oneOf: (said: readonly JsonSchema[], value) => said.filter((each) => fitsSchema(each, value)).length === 1,
  // The characters of a text are its code points.
  maxLength: ofTexts((said: number, text) => [...text].length <= said),
  pattern: ofTexts((said: string, text) => new RegExp(said, 'u').test(text)),
  minimum: ofNumbers((said, number) => number >= said),
  maximum: ofNumbers((said, number) => number <= said),
  items: ofLists((said: JsonSchema, list) => list.every((item) => fitsSchema(said, item))),
  minItems: ofLists((said: number, list) => list.length >= said),
  maxItems: ofLists((said: number, list) => list.length <= said),
  uniqueItems: ofLists((_, list) =>
    list.every((item, at) => !list.slice(0, at).some((other) => isDeepStrictEqual(item, other))),
  ),
  properties: ofObjects((said: Readonly<Record<string, JsonSchema>>, object) =>
    Object.entries(said).every(([name, each]) => !Object.hasOwn(object, name) || fitsSchema(each, object[name])),
  ),
  required: ofObjects((said: readonly string[], object) => said.every((name) => Object.hasOwn(object, name))),
  additionalProperties: ofObjects((_, object, { properties }) =>
    Object.keys(object).every((name) => Object.hasOwn(properties as object, name)),
  ),
};

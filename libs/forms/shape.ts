/**
 * Shapes of what is answered: a JSON Schema (2020-12), and for the compiler the type that it is true of. Where one literal says both, they
 * cannot differ; where a type was there before, `Shape<T>` and `Named<T>` take only a schema that is true of every `T`.
 */
import type { JsonSchema } from './json-schema.js';

declare const isTrueOf: unique symbol;

/** What is true of more is true of less: `Shape<object>` is a `Shape<Group>`. */
export type Shape<T> = JsonSchema & { readonly [isTrueOf]: (described: T) => void };

/** Stands in the document under its name; others refer to it. */
export interface Named<T> {
  readonly name: string;
  readonly schema: Shape<T>;
}

/** The type that a shape is true of. */
export type Said<S> = S extends Named<infer T> | Shape<infer T> ? T : never;

/** A schema that the compiler cannot read: it is true of `T`. */
export const shapeOf = <T>(schema: JsonSchema): Shape<T> => schema as Shape<T>; // the type is nowhere but here

export const text = shapeOf<string>({ type: 'string' });
export const whole = shapeOf<number>({ type: 'integer' });
export const truth = shapeOf<boolean>({ type: 'boolean' });
export const instant = shapeOf<string>({ ...text, format: 'date-time', description: 'ISO 8601, UTC' });
export const day = shapeOf<string>({ ...text, format: 'date' });
export const uuid = shapeOf<string>({ ...text, format: 'uuid' });
export const hash = shapeOf<string>({ ...text, pattern: '^[0-9a-f]{64}$', description: 'SHA-256, hex' });
/** An object of which no more is said. */
export const anything = shapeOf<object>({ type: 'object', additionalProperties: true });
/** Names and what stands under them, of which no more is said. */
export const record: Shape<Readonly<Record<string, unknown>>> = anything;

export const only = <const T extends string>(value: T): Shape<T> => shapeOf({ const: value });
export const oneOf = <const T extends string>(...values: readonly T[]): Shape<T> => shapeOf({ enum: values });
export const listOf = <T>(items: Shape<T>): Shape<readonly T[]> => shapeOf({ type: 'array', items });
/** By a name each. */
export const mapOf = <T>(each: Shape<T>): Shape<Readonly<Record<string, T>>> =>
  shapeOf({ type: 'object', additionalProperties: each });
export const orNull = <T>(shape: Shape<T>): Shape<T | null> => shapeOf({ ...shape, type: [shape['type'], 'null'] });
export const either = <A, B>(a: Shape<A>, b: Shape<B>): Shape<A | B> => shapeOf({ oneOf: [a, b] });

export const named = <T>(name: string, schema: Shape<T>): Named<T> => ({ name, schema });
export const refTo = <T>({ name }: Named<T>): Shape<T> => shapeOf(refToName(name));
export const refToName = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** The same shape with a word about it. */
export const told = <T>(shape: Shape<T>, description: string): Shape<T> => shapeOf({ ...shape, description });

type Properties = Readonly<Record<string, Shape<never>>>;
type Described<P extends Properties, O extends keyof P> = {
  readonly [K in Exclude<keyof P, O>]: Said<P[K]>;
} & { readonly [K in O]?: Said<P[K]> };

/** All properties are there but those named as optional. */
export function shape<P extends Properties, const O extends keyof P & string = never>(
  properties: P,
  ...optional: readonly O[]
): Shape<Described<P, NoInfer<O>>> {
  const names: readonly string[] = optional;
  const required = Object.keys(properties).filter((name) => !names.includes(name));
  return shapeOf({ type: 'object', properties, required });
}

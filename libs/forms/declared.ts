/** What the decorators said of the fields of a class: the one place where it is kept. */
import type { Shape } from '../workflow/shapes.js';
import { Holding, Within } from '../workflow/spans.js';
import type { Declaration } from './field.js';

interface Own {
  readonly said: Map<string, Declaration>;
  /** When each of those that may be left out is said. */
  readonly optional: Map<string, string>;
  /** Those that are asked after what a class that builds on this one adds. */
  readonly last: Set<string>;
}

/** By prototype, what its own fields say. */
const known = new WeakMap<object, Own>();

function ownOf(prototype: object): Own {
  const own: Own = known.get(prototype) ?? { said: new Map(), optional: new Map(), last: new Set() };
  known.set(prototype, own);
  return own;
}

/** Declares a field, its days and what is nested in it. `what` completes “Enter …” where a day does not fit. */
export function declareField(prototype: object, name: string, what: string, said: Declaration): void {
  ownOf(prototype).said.set(name, said);
  const single = said.kind === 'several' ? said.each : said;
  if ('span' in single) Within(said.kind === 'several' ? `each of ${what}` : what, single.span)(prototype, name);
  if ('of' in said && typeof said.of === 'function') Holding(said.of)(prototype, name);
}

export function declareOptional(prototype: object, name: string, sense: string): void {
  ownOf(prototype).optional.set(name, sense);
}

export function declareLast(prototype: object, name: string): void {
  ownOf(prototype).last.add(name);
}

export interface Declared {
  readonly name: string;
  readonly said: Declaration | undefined;
  readonly optional: string | undefined;
}

/** Of a class and those it builds on: theirs first, each as it stands there, and what is asked last at the end. */
export function declaredIn(shape: Shape): readonly Declared[] {
  const line: Own[] = [];
  for (let at: unknown = shape.prototype; typeof at === 'object' && at !== null; at = Object.getPrototypeOf(at))
    line.unshift(...(known.has(at) ? [ownOf(at)] : []));
  const said = new Map(line.flatMap((own) => [...own.said]));
  const optional = new Map(line.flatMap((own) => [...own.optional]));
  const last = new Set(line.flatMap((own) => [...own.last]));
  const names = [...new Set([...said.keys(), ...optional.keys()])].toSorted(
    (one, other) => Number(last.has(one)) - Number(last.has(other)),
  );
  return names.map((name) => ({ name, said: said.get(name), optional: optional.get(name) }));
}

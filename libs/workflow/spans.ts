/**
 * What the days and instants that people say may be, beside the day on which they say them: an engagement has been held, a condition is due
 * later, and nothing happens in 2099. Each field says it of itself, by a decorator; facts are held against it wherever they are decided
 * or replayed, requests where they come in.
 */
import type { FieldError } from './index.js';
import { isInstant } from './instant.js';
import { addDays, addYears, dayInWords, isDayWithin, londonDay, type Day } from './london.js';
import { isRecord, type Said, type Shape } from './well-formed.js';

/** In whole years, both ends included: how far before the day on which it is said, and how far after. 0 is that day itself. */
export interface Span {
  readonly back: number;
  readonly ahead: number;
  /** It begins the day after: that day itself is too soon. */
  readonly fromTomorrow?: true;
}

/** As far back as days are reckoned. */
const ever = 1_000;

/** It has been: that day, or one of the years before. */
export const past = (years = ever): Span => ({ back: years, ahead: 0 });
/** It is to come: that day, or one of the years after. */
export const ahead = (years: number): Span => ({ back: 0, ahead: years });
/** It is to come, and today is too soon: the day after, or one of the years after. */
export const toCome = (years: number): Span => ({ back: 0, ahead: years, fromTomorrow: true });
export const around = (back: number, after: number): Span => ({ back, ahead: after });

interface Spanned {
  /** Completes "Enter …". */
  readonly what: string;
  readonly span: Span;
}

interface Own {
  readonly spanned: Map<string, Spanned>;
  readonly nested: Map<string, () => Shape>;
}

/** By prototype, what its own fields say. */
const known = new WeakMap<object, Own>();

function ownOf(prototype: object): Own {
  const own = known.get(prototype) ?? { spanned: new Map<string, Spanned>(), nested: new Map<string, () => Shape>() };
  known.set(prototype, own);
  return own;
}

/** The day or the instant of this field, or each of a list, lies within a span. The decorators of `libs/forms` say so of their fields. */
export const Within =
  (what: string, span: Span): PropertyDecorator =>
  (target, key) => {
    ownOf(target).spanned.set(String(key), { what, span });
  };

/** One thing of this class, or a list of such, is said in this field. */
export const Holding =
  (kind: () => Shape): PropertyDecorator =>
  (target, key) => {
    ownOf(target).nested.set(String(key), kind);
  };

interface Plan {
  readonly spanned: readonly (readonly [field: string, Spanned])[];
  readonly nested: readonly (readonly [field: string, Shape])[];
}

const plans = new WeakMap<Shape, Plan>();

/** Of a class and those it builds on. What holds no day at any depth is left out, so that most facts cost nothing. */
function planOf(shape: Shape): Plan {
  const made = plans.get(shape);
  if (made) return made;
  const line: object[] = [];
  for (let at: unknown = shape.prototype; typeof at === 'object' && at !== null; at = Object.getPrototypeOf(at))
    line.unshift(at);
  const own = line.flatMap((prototype) => known.get(prototype) ?? []);
  const nested = own.flatMap((each) => [...each.nested].map(([field, kind]) => [field, kind()] as const));
  const plan: Plan = {
    spanned: own.flatMap((each) => [...each.spanned]),
    nested: nested.filter(([, kind]) => saysDays(planOf(kind))),
  };
  plans.set(shape, plan);
  return plan;
}

const saysDays = ({ spanned, nested }: Plan): boolean => spanned.length + nested.length > 0;

/** A span in words, whenever it is said: `a day from 5 years ago to today`. */
export const inSpan = (span: Span): string => spanInWords(span, yearsInWords);

/** The days of data that cannot be, where it is said on the day `today` of London; the data is otherwise what its class says. */
export function misfitsIn(shape: Shape, said: Said, today: Day, above = ''): readonly FieldError[] {
  const plan = planOf(shape);
  if (!saysDays(plan)) return [];
  const own = plan.spanned.flatMap(([field, spanned]) => {
    const value = said[field];
    const days: readonly unknown[] = Array.isArray(value) ? value : [value];
    const message = days.map((day) => misfitOf(day, spanned, today)).find((each) => each !== undefined);
    return message === undefined ? [] : [{ field: above + field, message }];
  });
  const deeper = plan.nested.flatMap(([field, kind]) => {
    const value = said[field];
    if (!Array.isArray(value)) return isRecord(value) ? misfitsIn(kind, value, today, `${above}${field}.`) : [];
    return value.flatMap((each: unknown, index) =>
      isRecord(each) ? misfitsIn(kind, each, today, `${above}${field}.${index}.`) : [],
    );
  });
  return [...own, ...deeper];
}

function misfitOf(value: unknown, { what, span }: Spanned, today: Day): string | undefined {
  if (typeof value !== 'string') return undefined;
  const first = span.fromTomorrow ? addDays(today, 1) : addYears(today, -span.back);
  const last = addYears(today, span.ahead);
  if (isDayWithin(isInstant(value) ? londonDay(value) : value, first, last)) return undefined;
  return `Enter ${what} as ${spanInWords(span, (years) => dayInWords(addYears(today, years)))}`;
}

/** `inWords` names the day that is so many years from today. */
function spanInWords({ back, ahead: after, fromTomorrow }: Span, inWords: (years: number) => string): string {
  if (back === ever && after === 0) return 'today or an earlier day';
  const [from, to] = [-back, after].map((years) => (years === 0 ? 'today' : inWords(years)));
  return `a day from ${fromTomorrow ? 'tomorrow' : (from ?? '')} to ${to ?? ''}`;
}

const yearsInWords = (years: number): string =>
  `${Math.abs(years)} ${Math.abs(years) === 1 ? 'year' : 'years'} ${years < 0 ? 'ago' : 'ahead'}`;

/** Days and instants that people say, as decorators. */
import { Transform } from 'class-transformer';
import { IsISO8601, Matches, type ValidationArguments } from 'class-validator';
import { instant, isInstant, spellings, spelt } from '../workflow/instant.js';
import type { Span } from '../workflow/spans.js';
import { asking, field, list, type Told } from './declaring.js';
import type { Size } from './field.js';

export { ahead, around, past, toCome } from '../workflow/spans.js';

/** What to tell of a day or an instant that is spelt well and lies in no year that the service reckons with. */
const inYears =
  (otherwise: string) =>
  ({ value }: ValidationArguments): string =>
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) && !/^(19|2\d)/.test(value)
      ? `${otherwise}, in a year from 1900 to 2999`
      : otherwise;

const time = (
  { what, spelling, told }: { readonly what: string; readonly spelling: RegExp; readonly told: Told },
  size: Size,
  [as, exists]: readonly [as: string, exists: string],
  ...more: readonly PropertyDecorator[]
): PropertyDecorator =>
  field(
    { what, asks: `Enter ${what} as ${exists}`, size, ...told },
    Matches(spelling, { message: asking(`Enter ${what}`, inYears(`Enter ${what} as ${as}`)) }),
    IsISO8601({ strict: true }, { message: asking(`Enter ${what}`, `Enter ${what} as ${exists}`) }),
    ...more,
  );

const dayWords = ['YYYY-MM-DD', 'a date that exists, YYYY-MM-DD'] as const;
const instantWords = ['YYYY-MM-DDThh:mm:ssZ', 'a time that exists, YYYY-MM-DDThh:mm:ssZ'] as const;

/** A calendar day, `2015-04-01`, of the years that the service reckons with; for what asks about a day. What people say of days is a `Day`. */
export const AnyDay = (what: string, told: Told = {}): PropertyDecorator =>
  time({ what, spelling: spelt.day, told }, { kind: 'day' }, dayWords);

/** A calendar day, and what it may be beside the day on which it is said: what was lies before, what is due ahead. */
export const Day = (what: string, span: Span, told: Told = {}): PropertyDecorator =>
  time({ what, spelling: spelt.day, told }, { kind: 'day', span }, dayWords);

const oneSpelling = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' && isInstant(value) ? instant(value) : value,
);

/**
 * An instant in UTC, `2015-01-09T12:00:00Z`; whatever the spelling, it is handed on in the one that instants have. For what asks about one.
 */
export const AnyInstant = (what: string, told: Told = {}): PropertyDecorator =>
  time({ what, spelling: spelt.instant, told }, { kind: 'instant' }, instantWords, oneSpelling);

/** An instant, and on what days it may lie beside the day on which it is said. */
export const InstantOf = (what: string, span: Span, told: Told = {}): PropertyDecorator =>
  time({ what, spelling: spelt.instant, told }, { kind: 'instant', span }, instantWords, oneSpelling);

/** How what may be a day or an instant is spelt. */
export const dayOrInstant = new RegExp(`^(?=19|2\\d)(\\d{4}-\\d{2}-\\d{2}$|${spellings.source.slice(1)})`);

/** A day or an instant, for what asks about either. */
export const DayOrInstant = (what: string, told: Told = {}): PropertyDecorator =>
  time({ what, spelling: dayOrInstant, told }, { kind: 'day-or-instant' }, [
    'YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ',
    'a date or a time that exists, YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ',
  ]);

/** A list of days. */
export const Days = (what: string, span: Span, most: number, told: Told = {}): PropertyDecorator =>
  field(
    {
      what,
      asks: `Enter ${what} as a list of days`,
      size: { kind: 'several', each: { kind: 'day', span }, most },
      ...told,
    },
    ...list(what, ' of days', most),
    Matches(spelt.day, { each: true, message: `Enter each of ${what} as YYYY-MM-DD` }),
    IsISO8601({ strict: true }, { each: true, message: `Enter each of ${what} as a date that exists, YYYY-MM-DD` }),
  );

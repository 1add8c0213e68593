/** The kinds of thing people say, as decorators: each checks one field and says how to mend it. */
// class-transformer keeps its types there; it must be loaded before the first decorator runs.
import 'reflect-metadata';
import { Transform, Type } from 'class-transformer';
import { instant, isInstant, spelt } from '../libs/workflow/instant.js';
import { Holding, Within, type Span } from '../libs/workflow/spans.js';
import { isVisible } from '../libs/workflow/text.js';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateNested,
  type ValidationArguments,
} from 'class-validator';

/** Longest text a field takes, in characters. */
export const LONGEST_TEXT = 4000;

const all =
  (...decorators: readonly PropertyDecorator[]): PropertyDecorator =>
  (target, key) =>
    decorators.forEach((decorate) => decorate(target, key));

const Visible = (message: string): PropertyDecorator =>
  ValidateBy(
    { name: 'isVisible', validator: { validate: (value) => typeof value === 'string' && isVisible(value) } },
    { message },
  );

/** Free text with something in it that can be seen. `what` completes "Enter …". */
export const Text = (what: string, longest = LONGEST_TEXT): PropertyDecorator =>
  all(
    IsString({ message: `Enter ${what}` }),
    Visible(`Enter ${what}`),
    MaxLength(longest, { message: `Shorten ${what} to ${longest} characters or fewer` }),
  );

export const OptionalText = (what: string, longest = LONGEST_TEXT): PropertyDecorator =>
  all(IsOptional(), Text(what, longest));

/** One of a list. */
export const OneOf = (what: string, values: readonly string[]): PropertyDecorator =>
  IsIn(values, { message: `Select ${what}: ${values.join(', ')}` });

/** At least one, each at most once, of a list. */
export const SomeOf = (what: string, values: readonly string[]): PropertyDecorator =>
  all(
    IsArray({ message: `Select ${what}` }),
    ArrayMinSize(1, { message: `Select ${what}` }),
    ArrayUnique({ message: `Select each of ${what} once` }),
    IsIn(values, { each: true, message: `Select ${what} from: ${values.join(', ')}` }),
  );

/** What to tell of a day or an instant that is spelt well and lies in no year that the service reckons with. */
const inYears =
  (otherwise: string) =>
  ({ value }: ValidationArguments): string =>
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) && !/^(19|2\d)/.test(value)
      ? `${otherwise}, in a year from 1900 to 2999`
      : otherwise;

/** A calendar day, `2015-04-01`, of the years that the service reckons with; for what asks about a day. What people say of days is a `Day`. */
export const AnyDay = (what: string): PropertyDecorator =>
  all(
    Matches(spelt.day, { message: inYears(`Enter ${what} as YYYY-MM-DD`) }),
    IsISO8601({ strict: true }, { message: `Enter ${what} as a date that exists, YYYY-MM-DD` }),
  );

/** A calendar day, and what it may be beside the day on which it is said: what was lies before, what is due ahead. */
export const Day = (what: string, span: Span): PropertyDecorator => all(AnyDay(what), Within(what, span));

/**
 * An instant in UTC, `2015-01-09T12:00:00Z`; whatever the spelling, it is handed on in the one that instants have. For what asks about one.
 */
export const AnyInstant = (what: string): PropertyDecorator =>
  all(
    Matches(spelt.instant, { message: inYears(`Enter ${what} as YYYY-MM-DDThh:mm:ssZ`) }),
    IsISO8601({ strict: true }, { message: `Enter ${what} as a time that exists, YYYY-MM-DDThh:mm:ssZ` }),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && isInstant(value) ? instant(value) : value,
    ),
  );

/** An instant, and on what days it may lie beside the day on which it is said. */
export const InstantOf = (what: string, span: Span): PropertyDecorator => all(AnyInstant(what), Within(what, span));

export { ahead, around, past, toCome } from '../libs/workflow/spans.js';

/** A whole number. Whoever asks for one says what it may be. */
export const Count = (what: string, least: number, most: number): PropertyDecorator =>
  all(
    IsInt({ message: `Enter ${what} as a whole number` }),
    Min(least, { message: `Enter ${what} as ${least} or more` }),
    Max(most, { message: `Enter ${what} as ${most} or less` }),
  );

export const YesNo = (what: string): PropertyDecorator => IsBoolean({ message: `Say true or false: ${what}` });

/** The SHA-256 of a document that was put into the service before. */
export const DocumentHash = (what: string): PropertyDecorator =>
  Matches(/^[0-9a-f]{64}$/, { message: `Enter the SHA-256 of ${what}, 64 hexadecimal characters` });

/** The id of a case or a meeting, a UUID. */
export const CaseId = (what: string): PropertyDecorator =>
  Matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, { message: `Enter the id of ${what}` });

/** The code of one CCG. */
export const CcgCode = (what: string): PropertyDecorator =>
  Matches(/^\d{2}[A-Z]$/, { message: `Enter ${what} as a CCG code such as 00C` });

/** The code of a CCG or of a practice. */
export const CcgOrPracticeCode = (what: string): PropertyDecorator =>
  Matches(/^(\d{2}[A-Z]|[A-Z]\d{5})$/, { message: `Enter ${what} as the code of a CCG or a practice` });

/** The code of a region. */
export const RegionCode = (what: string): PropertyDecorator =>
  Matches(/^Y\d{2}$/, { message: `Enter ${what} as a region code such as Y54` });

/** A list of CCG codes. */
export const CcgCodes = (what: string): PropertyDecorator =>
  all(
    IsArray({ message: `Enter ${what} as a list of CCG codes` }),
    ArrayMaxSize(20, { message: `Enter ${what}: 20 or fewer` }),
    Matches(/^\d{2}[A-Z]$/, { each: true, message: `Enter each of ${what} as a CCG code such as 00C` }),
  );

/** One nested thing. A nested validation alone would let a missing one pass. */
export const One = (kind: () => new () => object, what: string): PropertyDecorator =>
  all(Type(kind), Holding(kind), IsObject({ message: `Enter ${what}` }), ValidateNested({ message: `Enter ${what}` }));

/** A list of nested things. */
export const ListOf = (kind: () => new () => object, what: string, least = 0, most = 50): PropertyDecorator =>
  all(
    IsArray({ message: `Enter ${what} as a list` }),
    ArrayMinSize(least, { message: `Enter ${what}: ${least} or more` }),
    ArrayMaxSize(most, { message: `Enter ${what}: ${most} or fewer` }),
    Type(kind),
    Holding(kind),
    IsObject({ each: true, message: `Enter each of ${what} as an object` }),
    ValidateNested({ each: true, message: `Enter each of ${what} as an object` }),
  );

export { IsOptional as Optional };

export class Attachment {
  @Text('the title of the attachment', 200) title: string;
  @DocumentHash('the attachment') sha256: string;
}

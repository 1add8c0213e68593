/**
 * What people say, field by field, as decorators: each says once what the field is called, how it is asked for, what it may be and in what
 * words. Validation, JSON Schema, OpenAPI and pages read it from there.
 *
 * `what` completes “Enter …”, “Select …”. The label is made of it, without its article, unless another one is told.
 */
// class-transformer keeps its types there; it must be loaded before the first decorator runs.
import 'reflect-metadata';
import { Transform, Type } from 'class-transformer';
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
import { instant, isInstant, spellings, spelt } from '../workflow/instant.js';
import type { Shape } from '../workflow/shapes.js';
import type { Span } from '../workflow/spans.js';
import { isVisible } from '../workflow/text.js';
import { declareField, declareLast, declareOptional } from './declared.js';
import type { Option, CodeOf, Size } from './field.js';

export { ahead, around, past, toCome } from '../workflow/spans.js';

/** Longest text of several lines, in characters, unless a field says otherwise. */
export const LONGEST_TEXT = 4000;
/** Longest line, in characters, unless a field says otherwise. */
export const LONGEST_LINE = 200;

/** How a field is told where `what` does not say it all. `last`: it is asked after what a class that builds on this one adds. */
export interface Told {
  /** In sentence case, without a full stop. */
  readonly label?: string;
  /** In whole sentences. */
  readonly hint?: string;
  readonly last?: true;
}

/** Values by the words a person reads for each, in the order in which they are read. */
export type Words = Readonly<Record<string, string>>;

/** The values that have words, in their order. */
export const valuesOf = <Value extends string>(words: Readonly<Record<Value, string>>): readonly Value[] =>
  Object.keys(words) as Value[]; // the keys of a literal, which `keys` gives as strings

const optionsOf = (words: Words): readonly Option[] =>
  Object.entries(words).map(([value, told]) => ({ value, words: told }));

const labelOf = (what: string): string => {
  const bare = what.replace(/^(the|a|an) /, '');
  return bare.charAt(0).toUpperCase() + bare.slice(1);
};

interface Asked extends Told {
  readonly what: string;
  readonly asks: string;
  readonly size: Size;
}

const field =
  ({ what, asks, size, label = labelOf(what), hint, last }: Asked, ...checks: PropertyDecorator[]): PropertyDecorator =>
  (target, key) => {
    declareField(target, String(key), what, { label, ...(hint && { hint }), asks, ...size });
    if (last) declareLast(target, String(key));
    for (const check of checks) check(target, key);
  };

/** Where nothing was said it is asked for in plain words, as people leave fields empty; where something was, how it is spelt is told. */
const asking =
  (plain: string, otherwise: string | ((told: ValidationArguments) => string)) =>
  (told: ValidationArguments): string => {
    const isNothing = told.value === undefined || told.value === null || told.value === '';
    if (isNothing) return plain;
    return typeof otherwise === 'string' ? otherwise : otherwise(told);
  };

/** The field may be left out. `sense` says when it is not, in whole sentences: “Only for a merger.” */
export const Optional =
  (sense: string): PropertyDecorator =>
  (target, key) => {
    declareOptional(target, String(key), sense);
    IsOptional()(target, key);
  };

interface Sized extends Told {
  /** In characters. */
  readonly longest?: number;
}

const Visible = (message: string): PropertyDecorator =>
  ValidateBy(
    { name: 'isVisible', validator: { validate: (value) => typeof value === 'string' && isVisible(value) } },
    { message },
  );

const words = (kind: 'text' | 'textarea' | 'person', what: string, longest: number, told: Told): PropertyDecorator =>
  field(
    { what, asks: `Enter ${what}`, size: { kind, longest }, ...told },
    IsString({ message: `Enter ${what}` }),
    Visible(`Enter ${what}`),
    MaxLength(longest, { message: `Shorten ${what} to ${longest} characters or fewer` }),
  );

/** One line with something in it that can be seen. */
export const Line = (what: string, { longest = LONGEST_LINE, ...told }: Sized = {}): PropertyDecorator =>
  words('text', what, longest, told);

/** One line, or none at all: for what only asks. */
export const AnyLine = (what: string, longest: number, told: Told = {}): PropertyDecorator =>
  field(
    { what, asks: `Enter ${what}`, size: { kind: 'text', longest, blank: true }, ...told },
    IsString({ message: `Enter ${what}` }),
    MaxLength(longest, { message: `Shorten ${what} to ${longest} characters or fewer` }),
  );

/** Text of several lines with something in it that can be seen. */
export const Text = (what: string, { longest = LONGEST_TEXT, ...told }: Sized = {}): PropertyDecorator =>
  words('textarea', what, longest, told);

/** One of a list. */
export function OneOf(what: string, words: Words, told: Told = {}): PropertyDecorator {
  const asks = `Select ${what}: ${valuesOf(words).join(', ')}`;
  return field(
    { what, asks, size: { kind: 'radios', options: optionsOf(words) }, ...told },
    IsIn(valuesOf(words), { message: asking(`Select ${what}`, asks) }),
  );
}

/** At least one, each at most once, of a list. */
export const SomeOf = (what: string, words: Words, told: Told = {}): PropertyDecorator =>
  field(
    { what, asks: `Select ${what}`, size: { kind: 'checkboxes', options: optionsOf(words) }, ...told },
    IsArray({ message: `Select ${what}` }),
    ArrayMinSize(1, { message: `Select ${what}` }),
    ArrayUnique({ message: `Select each of ${what} once` }),
    IsIn(valuesOf(words), { each: true, message: `Select ${what} from: ${valuesOf(words).join(', ')}` }),
  );

/** A question that is answered with yes or no. `what` completes “Select yes if …”. */
export const YesNo = (label: string, what: string, told: Omit<Told, 'label'> = {}): PropertyDecorator =>
  field(
    { what, asks: `Say true or false: ${what}`, size: { kind: 'yes-no' }, ...told, label },
    IsBoolean({ message: asking(`Select yes if ${what}`, `Say true or false: ${what}`) }),
  );

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

/** A whole number. Whoever asks for one says what it may be. */
export const Count = (what: string, least: number, most: number, told: Told = {}): PropertyDecorator =>
  field(
    {
      what,
      asks: `Enter ${what} as a whole number`,
      size: { kind: 'number', least, most, width: String(most).length },
      ...told,
    },
    IsInt({ message: asking(`Enter ${what}`, `Enter ${what} as a whole number`) }),
    Min(least, { message: asking(`Enter ${what}`, `Enter ${what} as ${least} or more`) }),
    Max(most, { message: asking(`Enter ${what}`, `Enter ${what} as ${most} or less`) }),
  );

/** The SHA-256 of a document that was put into the service before. */
export function DocumentHash(what: string, told: Told = {}): PropertyDecorator {
  const asks = `Enter the SHA-256 of ${what}, 64 hexadecimal characters`;
  return field(
    { what, asks, size: { kind: 'document' }, ...told },
    Matches(/^[0-9a-f]{64}$/, { message: asking(`Upload ${what}`, asks) }),
  );
}

interface Spelling {
  readonly of: CodeOf;
  readonly is: RegExp;
  readonly width: number;
  /** Completes “Enter … as ”. */
  readonly as: string;
}

const coded = (what: string, { of, is, width, as }: Spelling, told: Told): PropertyDecorator =>
  field(
    { what, asks: `Enter ${what} as ${as}`, size: { kind: 'code', of, pattern: is.source, width }, ...told },
    Matches(is, { message: asking(`Enter ${what}`, `Enter ${what} as ${as}`) }),
  );

const spellingOf = {
  ccg: { of: 'ccg', is: /^\d{2}[A-Z]$/, width: 3, as: 'a CCG code such as 00C' },
  practice: { of: 'practice', is: /^[A-Z]\d{5}$/, width: 6, as: 'a practice code such as A81001' },
  region: { of: 'region', is: /^Y\d{2}$/, width: 3, as: 'a region code such as Y54' },
  ccgOrPractice: {
    of: 'organisation',
    is: /^(\d{2}[A-Z]|[A-Z]\d{5})$/,
    width: 6,
    as: 'the code of a CCG or a practice',
  },
} as const satisfies Record<string, Spelling>;

/** The code of one CCG. */
export const CcgCode = (what: string, told: Told = {}): PropertyDecorator => coded(what, spellingOf.ccg, told);

/** The ODS code of one practice. */
export const PracticeCode = (what: string, told: Told = {}): PropertyDecorator =>
  coded(what, spellingOf.practice, told);

/** The code of a CCG or of a practice. */
export const CcgOrPracticeCode = (what: string, told: Told = {}): PropertyDecorator =>
  coded(what, spellingOf.ccgOrPractice, told);

/** The code of a region. */
export const RegionCode = (what: string, told: Told = {}): PropertyDecorator => coded(what, spellingOf.region, told);

/** A code of an organisation, spelt as this field says. */
export const OrganisationCode = (what: string, spelling: Omit<Spelling, 'of'>, told: Told = {}): PropertyDecorator =>
  coded(what, { of: 'organisation', ...spelling }, told);

/** A short name by which something is known from now on, spelt as this field says. */
export const NameOf = (what: string, spelling: Omit<Spelling, 'of'>, told: Told = {}): PropertyDecorator =>
  coded(what, { of: 'name', ...spelling }, told);

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id of a case or a meeting, a UUID. */
export const CaseId = (what: string, told: Told = {}): PropertyDecorator =>
  field(
    {
      what,
      asks: `Enter the id of ${what}`,
      size: { kind: 'code', of: 'case', pattern: uuid.source, width: 36 },
      ...told,
    },
    Matches(uuid, { message: asking(`Enter ${what}`, `Enter the id of ${what}`) }),
  );

/** The id of somebody. */
export const Person = (what: string, told: Told = {}): PropertyDecorator =>
  words('person', `the id of ${what}`, LONGEST_LINE, { label: labelOf(what), ...told });

interface HowMany extends Told {
  readonly least?: number;
  readonly most?: number;
}

/** Ids of people, each once. */
export function People(what: string, { least = 0, most = 100, ...told }: HowMany = {}): PropertyDecorator {
  const each = { kind: 'person', longest: LONGEST_LINE } as const;
  return field(
    { what, asks: `Enter ${what} as a list of ids`, size: { kind: 'several', each, least, most, once: true }, ...told },
    IsArray({ message: asking(`Enter ${what}`, `Enter ${what} as a list of ids`) }),
    ArrayMinSize(least, { message: `Enter ${what}: ${least} or more` }),
    ArrayMaxSize(most, { message: `Enter ${what}: ${most} or fewer` }),
    ArrayUnique({ message: `Enter each of ${what} once` }),
    IsString({ each: true, message: `Enter each of ${what} as an id` }),
    MaxLength(LONGEST_LINE, {
      each: true,
      message: `Shorten each id of ${what} to ${LONGEST_LINE} characters or fewer`,
    }),
  );
}

const list = (what: string, as: string, most: number): readonly PropertyDecorator[] => [
  IsArray({ message: asking(`Enter ${what}`, `Enter ${what} as a list${as}`) }),
  ArrayMaxSize(most, { message: `Enter ${what}: ${most} or fewer` }),
];

const codeSize = ({ of, is, width }: Spelling) => ({ kind: 'code', of, pattern: is.source, width }) as const;

/** A list of CCG codes. */
export const CcgCodes = (what: string, told: Told = {}): PropertyDecorator =>
  field(
    {
      what,
      asks: `Enter ${what} as a list of CCG codes`,
      size: { kind: 'several', each: codeSize(spellingOf.ccg), most: 20 },
      ...told,
    },
    ...list(what, ' of CCG codes', 20),
    Matches(spellingOf.ccg.is, { each: true, message: `Enter each of ${what} as ${spellingOf.ccg.as}` }),
  );

/** One practice code or more, each once. */
export const PracticeCodes = (what: string, told: Told = {}): PropertyDecorator =>
  field(
    {
      what,
      asks: `Enter ${what} as a list of practice codes`,
      size: { kind: 'several', each: codeSize(spellingOf.practice), least: 1, most: 20, once: true },
      ...told,
    },
    ...list(what, ' of practice codes', 20),
    ArrayMinSize(1, { message: `Enter ${what}: 1 or more` }),
    ArrayUnique({ message: `Enter each of ${what} once` }),
    Matches(spellingOf.practice.is, { each: true, message: `Enter each of ${what} as ${spellingOf.practice.as}` }),
  );

/** Names of one spelling. `as` completes “Enter each of … ”. */
export const Names = (
  what: string,
  { is, width, as, most }: Omit<Spelling, 'of'> & { readonly most: number },
  told: Told = {},
): PropertyDecorator =>
  field(
    {
      what,
      asks: `Enter each of ${what} ${as}`,
      size: { kind: 'several', each: { kind: 'code', of: 'name', pattern: is.source, width }, most },
      ...told,
    },
    ...list(what, '', most),
    Matches(is, { each: true, message: `Enter each of ${what} ${as}` }),
  );

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

/** One nested thing. A nested validation alone would let a missing one pass. */
export const One = (kind: () => Shape, what: string, told: Told = {}): PropertyDecorator =>
  field(
    { what, asks: `Enter ${what}`, size: { kind: 'nested', of: kind }, ...told },
    Type(kind),
    IsObject({ message: `Enter ${what}` }),
    ValidateNested({ message: `Enter ${what}` }),
  );

interface ListTold extends HowMany {
  /** One of them, in words that complete “Add another …”. */
  readonly each: string;
}

/** A list of nested things. */
export const ListOf = (
  kind: () => Shape,
  what: string,
  { each, least = 0, most = 50, ...told }: ListTold,
): PropertyDecorator =>
  field(
    { what, asks: `Enter ${what} as a list`, size: { kind: 'list', of: kind, each, least, most }, ...told },
    IsArray({ message: asking(`Enter ${what}`, `Enter ${what} as a list`) }),
    ArrayMinSize(least, { message: `Enter ${what}: ${least} or more` }),
    ArrayMaxSize(most, { message: `Enter ${what}: ${most} or fewer` }),
    Type(kind),
    IsObject({ each: true, message: `Enter each of ${what} as an object` }),
    ValidateNested({ each: true, message: `Enter each of ${what} as an object` }),
  );

/** An object that is held against a class, or a reader, of its own. `as` completes “Enter … as ”. */
export const ObjectOf = (what: string, as: string, told: Told = {}): PropertyDecorator =>
  field(
    { what, asks: `Enter ${what} as ${as}`, size: { kind: 'object' }, ...told },
    IsObject({ message: asking(`Enter ${what}`, `Enter ${what} as ${as}`) }),
  );

/** Where a list is gone on with; `isOne` knows what the service handed out. */
export const CursorOf = (isOne: (text: string) => boolean): PropertyDecorator =>
  field(
    {
      what: 'the place to go on from',
      asks: 'Take the cursor from the link to the next page',
      size: { kind: 'cursor' },
    },
    ValidateBy(
      { name: 'cursor', validator: { validate: (value) => typeof value === 'string' && isOne(value) } },
      { message: 'Take the cursor from the link to the next page' },
    ),
  );

/** A document that goes with what is said. */
export class Attachment {
  @Line('the title of the attachment', { label: 'Title' }) title: string;
  @DocumentHash('the attachment', { label: 'File' }) sha256: string;
}

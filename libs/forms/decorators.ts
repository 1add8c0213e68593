/**
 * What people say, field by field, as decorators: each says once what the field is called, how it is asked for, what it may be and in what
 * words. Validation, JSON Schema, OpenAPI and pages read it from there. Days and instants are in `days.ts`, codes and documents in `codes.ts`.
 *
 * `what` completes “Enter …”, “Select …”. The label is made of it, without its article, unless another one is told.
 */
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateNested,
  type ValidationArguments,
} from 'class-validator';
import type { Shape } from '../workflow/shapes.js';
import { isVisible } from '../workflow/text.js';
import { declareOptional } from './declared.js';
import { asking, field, type HowMany, type Told } from './declaring.js';
import type { Option } from './field.js';

/** Longest text of several lines, in characters, unless a field says otherwise. */
export const LONGEST_TEXT = 4000;
/** Longest line, in characters, unless a field says otherwise. */
export const LONGEST_LINE = 200;

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

type Message = string | ((told: ValidationArguments) => string);

const Visible = (message: Message): PropertyDecorator =>
  ValidateBy(
    { name: 'isVisible', validator: { validate: (value) => typeof value === 'string' && isVisible(value) } },
    { message },
  );

const words = (kind: 'text' | 'textarea', what: string, longest: number, told: Told): PropertyDecorator =>
  field(
    { what, asks: `Enter ${what}`, size: { kind, longest }, ...told },
    IsString({ message: `Enter ${what}` }),
    Visible(`Enter ${what}`),
    MaxLength(longest, { message: `Shorten ${what} to ${longest} characters or fewer` }),
  );

/** People choose by name; programs send the id. */
function id(kind: 'text' | 'person', what: string, longest: number, told: Told): PropertyDecorator {
  const asks = `Enter the id of ${what}`;
  const message = asking(`Enter ${what}`, asks);
  return field(
    { what, asks, size: { kind, longest }, ...told },
    IsString({ message }),
    Visible(message),
    MaxLength(longest, { message: `Shorten the id of ${what} to ${longest} characters or fewer` }),
  );
}

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

/** The id of somebody. */
export const Person = (what: string, told: Told = {}): PropertyDecorator => id('person', what, LONGEST_LINE, told);

/** The id of something that the register, or the service, knows. */
export const IdOf = (what: string, { longest = LONGEST_LINE, ...told }: Sized = {}): PropertyDecorator =>
  id('text', what, longest, told);

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

/** Values by the words a person reads for each, in the order in which they are read. */
export type Words = Readonly<Record<string, string>>;

/** The values that have words, in their order. */
export const valuesOf = <Value extends string>(words: Readonly<Record<Value, string>>): readonly Value[] =>
  Object.keys(words) as Value[]; // the keys of a literal, which `keys` gives as strings

const optionsOf = (words: Words): readonly Option[] =>
  Object.entries(words).map(([value, told]) => ({ value, words: told }));

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

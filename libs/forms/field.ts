/** What a field is, as plain data: what validation, JSON Schema, OpenAPI and pages all read of it. */
import type { Shape } from '../workflow/shapes.js';
import type { Span } from '../workflow/spans.js';

/** One of a list, and the words a person reads for it. */
export interface Option {
  readonly value: string;
  readonly words: string;
}

/** A value by itself. Lengths and widths are in characters. */
export type Single =
  /** Text of one line. `blank`: it may hold nothing that can be seen. */
  | { readonly kind: 'text'; readonly longest: number; readonly blank?: true }
  /** Text of several lines. */
  | { readonly kind: 'textarea'; readonly longest: number }
  | { readonly kind: 'day'; readonly span?: Span }
  | { readonly kind: 'instant'; readonly span?: Span }
  | { readonly kind: 'day-or-instant' }
  | { readonly kind: 'number'; readonly least: number; readonly most: number; readonly width: number }
  | { readonly kind: 'yes-no' }
  | { readonly kind: 'radios'; readonly options: readonly Option[] }
  /** A document that was put into the service before, by its SHA-256. */
  | { readonly kind: 'document' }
  /** What the register, or the service, knows by a code. `pattern` is a regular expression. */
  | { readonly kind: 'code'; readonly of: CodeOf; readonly pattern: string; readonly width: number }
  /** The id of somebody. */
  | { readonly kind: 'person'; readonly longest: number };

export type CodeOf = 'ccg' | 'practice' | 'region' | 'organisation' | 'case' | 'name';

/** Several values, or what has fields of its own; `Nested` is how these are known: by their class, or by their fields. */
type Composed<Nested> =
  | { readonly kind: 'checkboxes'; readonly options: readonly Option[] }
  /** Values of one kind, such as codes. `once`: none of them twice. */
  | {
      readonly kind: 'several';
      readonly each: Single;
      readonly least?: number;
      readonly most: number;
      readonly once?: true;
    }
  | ({ readonly kind: 'nested' } & Nested)
  /** Things of one kind. `each` names one of them, as in “Add another condition”. */
  | ({ readonly kind: 'list'; readonly each: string; readonly least: number; readonly most: number } & Nested)
  /** An object that is held against a class or a reader of its own. */
  | { readonly kind: 'object' }
  /** Where a list is gone on with: handed out by the service, never entered. */
  | { readonly kind: 'cursor' };

/** As a decorator says it. A class of what is nested is read when it is asked for: it may be declared later. */
export type Size = Single | Composed<{ readonly of: () => Shape }>;

interface Words {
  readonly label: string;
  readonly hint?: string;
  /** What programs are told of the field: what to send, and how it is spelt. No full stop. */
  readonly asks: string;
}

/** What a decorator says of a field. */
export type Declaration = Words & Size;

/** A field as it is read. */
export type Field = Words & {
  readonly name: string;
  /** When a field that may be left out is said; absent where it never is left out. */
  readonly optional?: string;
  /** When a day or an instant may be: `a day from today to 1 year ahead`. */
  readonly when?: string;
  /** What the rules say of it, each a sentence. */
  readonly limits: readonly string[];
} & (Single | Composed<{ readonly fields: readonly Field[] }>);

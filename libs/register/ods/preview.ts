/** What an import would do to the register, line by line. */
import type { Day } from '../model.js';
import type { OrganisationFact } from '../organisations.js';
import type { RefusedLine } from './lines.js';
import type { OdsKind } from './read.js';
import type { LeftOutLine } from './rows.js';

/** What can become of an organisation. One line may bring about several, such as a move and a new name. */
export const changes = ['added', 'changed', 'moved', 'left', 'closed', 'reopened'] as const;
export type Change = (typeof changes)[number];

export interface AcceptedLine {
  readonly line: number;
  readonly code: string;
  readonly name: string;
  readonly what: readonly Change[];
  /** In words. */
  readonly detail: string;
  /** To be recorded, in this order. */
  readonly facts: readonly OrganisationFact[];
}

/** What a comparison makes of one row. */
export type Verdict = AcceptedLine | RefusedLine | LeftOutLine | 'unchanged';

export interface Preview {
  readonly kind: OdsKind;
  /** Lines read, a header and empty lines not counted: the sum of accepted, refused, left-out and unchanged ones. */
  readonly lines: number;
  readonly accepted: readonly AcceptedLine[];
  readonly refused: readonly RefusedLine[];
  readonly leftOut: readonly LeftOutLine[];
  readonly unchanged: number;
  /** Organisations of the register that the file does not name; nothing becomes of them. */
  readonly notInFile: number;
  /** What to do first, or look at. */
  readonly advice: readonly string[];
}

export interface Asked {
  /** What closed before it need not be registered. */
  readonly today: Day;
  /** Day on which list sizes were counted. */
  readonly on?: Day;
}

/** Every fact of an import, in the order to record it. */
export const factsOf = (preview: Preview): readonly OrganisationFact[] =>
  preview.accepted.flatMap(({ facts }) => facts);

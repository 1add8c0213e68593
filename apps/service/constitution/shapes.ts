/** A CCG's constitution, and what a case would make of it, as they are shown. */
import type { Move } from '../../../libs/workflow/decide.js';
import type { Amendment } from '../../../workflows/stages/constitution/amendment.js';
import type { CountingWords } from '../../../workflows/stages/constitution/counting-words.js';
import type { AboutCase, Act } from '../ballots/shapes.js';
import type { Differences } from './differences.js';

/** As the register has it. */
export interface ConstitutionInForce {
  readonly version: number;
  /** The first day it was in force. */
  readonly from: string;
  readonly ballotRequired: boolean;
  readonly providesForCommittee: boolean;
  readonly counting: CountingWords;
}

export interface Version {
  readonly version: number;
  readonly basedOn: number;
  readonly status: Amendment['status'];
  readonly material: boolean;
  /** In words. */
  readonly ground: string;
  /** What changes, clause by clause. */
  readonly clauses: string;
  /** SHA-256 of the text, where that was given as a document. */
  readonly document?: string;
  readonly ballotRequired?: boolean;
  readonly counting?: CountingWords;
  readonly proposed: Act;
  readonly decision?: Act & {
    readonly verdict: 'approved' | 'returned' | 'refused';
    readonly reasons: string;
    readonly changes?: string;
  };
  /** Versions that were proposed on this one. */
  readonly rests: readonly Version[];
}

/** The text of a version, wherever it was proposed. */
export interface VersionText {
  readonly version: number;
  readonly clauses: string;
  readonly document?: string;
  /** The earlier application by which it became the constitution; absent for one of this case. */
  readonly from?: string;
}

export interface Comparison {
  readonly before: VersionText;
  readonly after: VersionText;
  readonly differences: Differences;
}

export interface ConstitutionShown {
  readonly about: AboutCase;
  readonly inForce?: ConstitutionInForce;
  /** In the order they were proposed. */
  readonly versions: readonly Version[];
  /** The same as trees: those that rest on no other proposal of the case, each with those that rest on it. */
  readonly trees: readonly Version[];
  readonly notRequired?: Act & { readonly clause: string; readonly statement: string };
  /** Absent where there are no two texts to compare. */
  readonly comparison?: Comparison;
  readonly moves: readonly Pick<Move, 'type' | 'label' | 'meaning'>[];
}

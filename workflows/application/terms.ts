/** What the register says of a CCG and a round when a case begins, which the case keeps. */

/** The CCG as the register knows it. */
export interface CcgTerms {
  readonly code: string;
  readonly name: string;
  readonly region: string;
}

/** The round as it was announced when the case began; instants in UTC, null where the round has no such deadline. */
export interface RoundTerms {
  readonly id: string;
  readonly opens: string;
  readonly interestBy: string | null;
  readonly applicationBy: string | null;
  /** For joint commissioning; null where one may apply at any time. */
  readonly applicationByL2: string | null;
  readonly goLiveAt: string;
  readonly mandateBefore: 'submission' | 'signature';
  readonly levels: readonly string[];
  readonly variationWindows: readonly { readonly from: string; readonly to: string }[];
}

/** The constitution in force. */
export interface ConstitutionTerms {
  readonly version: number;
  readonly ballotRequired: boolean;
  readonly providesForCommittee: boolean;
}

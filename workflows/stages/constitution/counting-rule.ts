export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

/** How a constitution counts votes. */
export interface CountingRule {
  /** What one practice's vote weighs: one; its registered patients; or its thousands of patients, rounded. */
  readonly basis: 'practice' | 'patient' | 'thousand-patients';
  readonly rounding?: 'down' | 'nearest' | 'up';
  /** The whole of which the threshold is a part. */
  readonly denominator: 'members' | 'votes-cast' | 'votes-cast-without-abstentions';
  readonly threshold: Fraction & { readonly comparison: 'at-least' | 'more-than' };
  /** The part of the member practices, by number, that must take part; an abstention takes part. */
  readonly quorum: Fraction;
  /** What equal weights for and against amount to. A tie carries nothing that falls short of the threshold. */
  readonly tie: 'carried' | 'defeated';
}

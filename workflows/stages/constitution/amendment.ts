import type { CountingRule } from './counting-rule.js';
import type { grounds } from './events.js';

export interface Amendment {
  readonly version: number;
  readonly basedOn: number;
  readonly material: boolean;
  readonly ground: keyof typeof grounds;
  /** `replaced`: another version was approved that rests on it while it was pending, or that does not rest on it after it was approved. */
  readonly status: 'pending' | 'approved' | 'returned' | 'refused' | 'replaced';
  readonly proposedAt?: string;
  /** Since when it is no longer pending, or was replaced. */
  readonly settledAt?: string;
  /** What it says of ballots, where that is not as before. */
  readonly ballotRequired?: boolean;
  readonly countingRule?: CountingRule;
}

import type { CountingRule } from './model.js';

const half = { numerator: 1, denominator: 2 };

/** One practice, one vote; more than half of the votes cast, and half of the members as quorum. */
export const majorityOfVotes: CountingRule = {
  basis: 'practice',
  denominator: 'votes-cast',
  threshold: { comparison: 'more-than', ...half },
  quorum: half,
  tie: 'defeated',
};

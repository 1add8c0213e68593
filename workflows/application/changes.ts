import type { CaseFact, Context } from './words.js';

/** What a committee decides on has changed by this fact: a vote on an item that was tabled before decides nothing. */
export const withChange = ({ changes }: Context, { type, at }: CaseFact, what: string): Pick<Context, 'changes'> => ({
  changes: [...changes, { type, what, at }],
});

import type { CaseFact, Context } from './words.js';

/** What a committee decides on has changed by this fact: a vote on an item that was tabled before decides nothing. */
export const withChange = ({ changes }: Context, { at }: CaseFact, what: string): Pick<Context, 'changes'> => ({
  changes: [...changes, { what, at }],
});

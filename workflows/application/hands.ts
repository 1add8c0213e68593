/** Who had a hand in a case: the separation of duties, and interests. */
import type { Bars, Ground } from '../../libs/workflow/index.js';
import { handsIn, interestedIn } from './independence.js';
import type { Context } from './words.js';

/** The people who assessed, and this one. */
export const withAssessor = ({ assessors }: Context, id: string): readonly string[] =>
  assessors.includes(id) ? assessors : [...assessors, id];

/** Who may not act in a role: whoever has an interest, acts for the other side, or assessed what they would decide. */
export function barred(context: Context, role: string, bars: Partial<Bars> = {}): readonly string[] {
  const assessors = role === 'national-committee' ? context.assessors : [];
  return [...new Set([...interestedIn(context, bars), ...handsIn(context, bars), ...assessors])];
}

/** In what interests lie that bar from the case. */
export const liesIn = ({ ccg, interestsIn, recused }: Context): Ground => ({
  about: ccg === null ? [] : [ccg.code],
  declared: interestsIn,
  recused,
});

/** Who had a hand in a case: the separation of duties, and declared interests. */
import type { Context } from './words.js';

/** The people who assessed, and this one. */
export const withAssessor = ({ assessors }: Context, id: string): readonly string[] =>
  assessors.includes(id) ? assessors : [...assessors, id];

/** The people who drafted, and this one. */
export const withDrafter = ({ drafters }: Context, id: string): readonly string[] =>
  drafters.includes(id) ? drafters : [...drafters, id];

/** Who may not act in a role: whoever has an interest, drafted what they would assure, or assessed what they would decide. */
export function barred({ interested, drafters, assessors }: Context, role: string): readonly string[] {
  const hands = role === 'national-committee' ? [...drafters, ...assessors] : drafters;
  return [...new Set([...interested, ...hands])];
}

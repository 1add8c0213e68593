/** A “no” to an act, as a page. */
import type { Refusal } from '../../../libs/workflow/index.js';
import type { Draft } from '../drafts/drafts.js';
import { Shown, type View } from '../pages/answered.js';
import { problemFor } from '../problems/problem.js';
import { questionOf, type ActOf } from './asking.js';

const cannotNow = 'This cannot be done where the case stands.';

/** Why not, without the names that programs know facts by. */
export function wordsOf(refusal: Refusal | undefined): { readonly detail: string; readonly rule?: string } {
  if (refusal === undefined) return { detail: cannotNow };
  if (refusal.because === 'not-open-here')
    return { detail: refusal.meaning === undefined ? cannotNow : `${cannotNow} ${refusal.meaning}` };
  const { detail, rule } = problemFor(refusal).document;
  return { detail, ...(rule !== undefined && { rule }) };
}

/** What was typed is wrong, and is mended where it was typed; or a rule does not allow it. */
export function refusedPage(refusal: Refusal, view: View, act: ActOf, { typed }: Pick<Draft, 'typed'>): Shown {
  if (refusal.because === 'invalid' && act.fields.length > 0) {
    const question = questionOf(act, typed, refusal.fields);
    return new Shown('acts/question', { ...view, ...question, hasDraft: true }, 422);
  }
  const recorded = refusal.because !== 'invalid';
  return new Shown('acts/refused', { ...view, ...wordsOf(refusal), recorded }, problemFor(refusal).getStatus());
}

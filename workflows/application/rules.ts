import type { Limits, Rule } from '../../libs/workflow/index.js';
import { rulesOver } from '../../libs/workflow/model.js';
import type { CaseFacts, Context, FactOf, FactType } from './words.js';

export const caseRules = rulesOver<CaseFacts>();

/** A rule about what is said with one kind of fact; it holds for every other kind. */
export function about<Type extends FactType>(
  type: Type,
  rule: {
    readonly id?: Rule['id'];
    readonly meaning: string | ((event: FactOf<Type>, context: Context) => string);
    readonly limits?: Limits;
    readonly changedBy?: readonly FactType[];
    readonly holds: (event: FactOf<Type>, context: Context) => boolean;
  },
): Rule<CaseFacts> {
  // The comparison before the call is what the compiler cannot follow through a generic.
  const holds = ({ context, event }: CaseFacts): boolean =>
    event.type !== type || rule.holds(event as FactOf<Type>, context);
  const { id, meaning: words, limits, changedBy } = rule;
  const meaning =
    typeof words === 'string'
      ? words
      : ({ context, event }: CaseFacts) => (event.type === type ? words(event as FactOf<Type>, context) : '');
  return {
    ...(id && { id }),
    meaning,
    readsData: true,
    ...(limits && { limits }),
    ...(changedBy && { changedBy }),
    holds,
  };
}

import { soonest } from '../../application/dates.js';
import type { DatesOf, FactsOf, LookUpsOf, NamesOf, NamesSetBy, StageWords } from '../../application/words.js';
import type { Amendment } from './amendment.js';
import { constitutionBy } from './becomes.js';
import type { CountingRule } from './counting-rule.js';
import { events } from './events.js';
import { constitutionRules } from './rules.js';

interface Added {
  /** `reviewBy`: when the review is due by the service standard; null without one. */
  readonly AmendmentProposed: { readonly today: string; readonly reviewBy: string | null };
  /** `today`: the first day on which the version is in force; `counting`: how votes are counted until then. */
  readonly AmendmentApproved: { readonly today: string; readonly counting: CountingRule };
}

interface Remembers {
  readonly amendments: readonly Amendment[];
  /** The clause relied on, where no amendment is required. */
  readonly clauseReliedOn: string | null;
}

const dates = {
  AmendmentProposed: ({ data }, before) => soonest(before, 'amendmentReviewBy', { [data.version]: data.reviewBy }),
  AmendmentApproved: ({ data }, before) => soonest(before, 'amendmentReviewBy', { [data.version]: null }),
  AmendmentReturned: ({ data }, before) => soonest(before, 'amendmentReviewBy', { [data.version]: null }),
  AmendmentRefused: ({ data }, before) => soonest(before, 'amendmentReviewBy', { [data.version]: null }),
} satisfies DatesOf;

declare module '../../application/words.js' {
  interface FactTypes extends FactsOf<typeof events, Added> {}
  interface RuleNames extends NamesOf<typeof constitutionRules> {}
  interface Context extends Remembers {}
  interface DateNames extends NamesSetBy<typeof dates> {}
}

export const constitutionWords = {
  name: 'constitution',
  place: { name: 'constitution', title: 'Constitutional amendment', path: 'applying.underWay.constitution' },
  events,
  rules: constitutionRules,
  beginning: { amendments: [], clauseReliedOn: null } satisfies Remembers,
  lookUps: {
    AmendmentProposed: ['today', 'reviewBy'],
    AmendmentApproved: ['today', 'counting'],
  } satisfies LookUpsOf<Added>,
  registers: { AmendmentApproved: { rule: 'R-21', becomes: constitutionBy } },
  dates,
  tells: ({ amendments, clauseReliedOn }) => ({ amendments, clauseReliedOn }),
} as const satisfies StageWords;

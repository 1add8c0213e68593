import type { DatesOf, FactsOf, LookUpsOf, NamesOf, NamesSetBy, StageWords } from '../../application/words.js';
import { events } from './events.js';
import { noticeRules } from './rules.js';

interface Added {
  /** The instant at which the day named in the notice begins. */
  readonly NoticeGiven: { readonly endsAt: string };
}

interface Remembers {
  /** Notice to end the arrangement: the role that gave it, and the instant it ends. */
  readonly notice: { readonly by: string; readonly reasons: string; readonly endsAt: string } | null;
}

const dates = {
  NoticeGiven: ({ data }) => ({ noticeEnds: data.endsAt }),
  NoticeWithdrawn: () => ({ noticeEnds: null }),
} satisfies DatesOf;

declare module '../../application/words.js' {
  interface FactTypes extends FactsOf<typeof events, Added> {}
  interface RuleNames extends NamesOf<typeof noticeRules> {}
  interface Context extends Remembers {}
  interface DateNames extends NamesSetBy<typeof dates> {}
}

export const noticeWords = {
  name: 'notice',
  events,
  rules: noticeRules,
  beginning: { notice: null } satisfies Remembers,
  lookUps: { NoticeGiven: ['endsAt'] } satisfies LookUpsOf<Added>,
  dueAs: { ArrangementEnded: 'ending' },
  dates,
  tells: ({ notice }) => ({ notice }),
} as const satisfies StageWords;

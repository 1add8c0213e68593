import type { Choice } from '../../../libs/workflow/index.js';
import { endOfDay } from '../../../libs/workflow/london.js';
import { forgotten, numbered, soonest } from '../../application/dates.js';
import type { Context, DatesOf, FactsOf, LookUpsOf, NamesOf, NamesSetBy, StageWords } from '../../application/words.js';
import { events } from './events.js';
import { reviewRules } from './rules.js';

interface Added {
  /** When an answer is due by the service standard, where the region names no day. */
  readonly InformationRequested: { readonly answerDue: string | null };
}

interface Remembers {
  readonly questions: readonly {
    readonly question: string;
    readonly answered: boolean;
    readonly answeredAt?: string;
  }[];
  readonly recommended: boolean;
}

const dates = {
  ApplicationSubmitted: ({ data }) => ({ assessBy: data.assessBy }),
  InformationRequested: ({ data }, before) =>
    soonest(before, 'answerBy', {
      [numbered(before, 'answerBy').length + 1]: data.answerBy === undefined ? data.answerDue : endOfDay(data.answerBy),
    }),
  InformationProvided: ({ data }, before) => soonest(before, 'answerBy', { [data.question]: null }),
  // What was due is done; what is found anew later has no standard of its own.
  RegionRecommended: () => ({ assessBy: null }),
  RegionNotRecommended: () => ({ assessBy: null }),
  // The questions of what begins anew are counted anew.
  ThresholdsReopened: (_, before) => forgotten(before, 'answerBy'),
  ApprovalSuspended: (_, before) => forgotten(before, 'answerBy'),
} satisfies DatesOf;

declare module '../../application/words.js' {
  interface FactTypes extends FactsOf<typeof events, Added> {}
  interface RuleNames extends NamesOf<typeof reviewRules> {}
  interface Context extends Remembers {}
  interface DateNames extends NamesSetBy<typeof dates> {}
}

export const reviewWords = {
  name: 'review',
  events,
  rules: reviewRules,
  beginning: { questions: [], recommended: false } satisfies Remembers,
  offers: { InformationProvided: { question: openQuestions } },
  lookUps: { InformationRequested: ['answerDue'] } satisfies LookUpsOf<Added>,
  dates,
  tells: ({ questions }) => ({ questions }),
} as const satisfies StageWords;

function openQuestions({ questions }: Context): readonly Choice[] {
  return questions.flatMap(({ question, answered }, index) =>
    answered ? [] : [{ value: String(index + 1), words: `${index + 1}. ${question}` }],
  );
}

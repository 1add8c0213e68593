import { dateIn } from '../../../libs/workflow/dates.js';
import type { Dates } from '../../../libs/workflow/index.js';
import { hasCome } from '../../../libs/workflow/instant.js';
import { applicationDeadlineOf, interestByOf } from '../../application/round.js';
import type { CcgTerms, ConstitutionTerms, RoundTerms } from '../../application/terms.js';
import type { DatesOf, FactsOf, LookUpsOf, NamesOf, NamesSetBy, StageWords } from '../../application/words.js';
import { events } from './events.js';
import { interestRules } from './rules.js';

interface Added {
  /**
   * `openCcgs`: those of the group, or the one, that were open on the day. `groupId`: the same for all cases that one group began.
   * `interested`: ids of people whom the register of interests bars. `acknowledgeBy`: the region's service standard, an instant.
   * `inquorateBallots`: those of the CCG's earlier applications for this level in this round.
   */
  readonly InterestExpressed: {
    readonly ccg: CcgTerms;
    readonly round: RoundTerms;
    readonly constitution: ConstitutionTerms;
    readonly openCcgs: readonly string[];
    readonly groupId: string | null;
    readonly specialMeasures: boolean;
    readonly interested: readonly string[];
    readonly acknowledgeBy: string | null;
    readonly inquorateBallots?: number;
  };
  /** `mendBy`: until when it is to be mended where the round’s deadline has passed, an instant. */
  readonly InterestReturned: { readonly mendBy: string };
}

interface Remembers {
  readonly scope: readonly string[];
  /** Until when an interest that was returned after the deadline may be mended. */
  readonly mendBy: string | null;
  readonly readiness: string | null;
}

const dates = {
  InterestExpressed: ({ data }, before) => ({
    acknowledgeBy: data.acknowledgeBy,
    // Whoever mends an interest keeps the deadlines it began with: those brought forward hold for who begins after.
    ...(dateIn(before, 'goLive') === undefined && {
      interestBy: interestByOf(data.round, data.level),
      applicationBy: applicationDeadlineOf(data.round, data.level),
      goLive: data.round.goLiveAt,
    }),
  }),
  InterestReturned: ({ data, at }, before) => ({ interestBy: mendingBy(before, data.mendBy, at) }),
} satisfies DatesOf;

declare module '../../application/words.js' {
  interface FactTypes extends FactsOf<typeof events, Added> {}
  interface RuleNames extends NamesOf<typeof interestRules> {}
  interface Context extends Remembers {}
  interface DateNames extends NamesSetBy<typeof dates> {}
}

export const interestWords = {
  name: 'interest',
  place: { name: 'interest', title: 'Expression of interest', path: 'applying.interest' },
  events,
  rules: interestRules,
  beginning: { scope: [], mendBy: null, readiness: null } satisfies Remembers,
  lookUps: {
    InterestExpressed: [
      'ccg',
      'round',
      'constitution',
      'openCcgs',
      'groupId',
      'specialMeasures',
      'interested',
      'acknowledgeBy',
      'inquorateBallots',
    ],
    InterestReturned: ['mendBy'],
  } satisfies LookUpsOf<Added>,
  dates,
  tells: ({ scope, readiness }) => ({ scope, readiness }),
} as const satisfies StageWords;

/** What was in time and is returned after the deadline has a time of its own to be mended in. */
function mendingBy(dates: Dates, mendBy: string, at: string): string | null {
  const interestBy = dateIn(dates, 'interestBy');
  return interestBy && hasCome(interestBy, at) ? mendBy : (interestBy ?? null);
}

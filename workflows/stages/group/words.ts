import type { ConstitutionTerms } from '../../application/terms.js';
import type { DatesOf, FactsOf, LookUpsOf, NamesOf, NamesSetBy, StageWords } from '../../application/words.js';
import { events } from './events.js';
import { groupRules } from './rules.js';

interface Added {
  /** The constitution and the region's service standard of the day on which the CCG joins. */
  readonly GroupJoined: {
    readonly constitution: ConstitutionTerms;
    readonly acknowledgeBy: string | null;
    readonly inquorateBallots?: number;
  };
  /** Of the meeting, the CCGs that are open on the day, and those whose joint commissioning is in force. */
  readonly CommitteeInCommonRecorded: {
    readonly openCcgs: readonly string[];
    readonly jointCommittees: readonly string[];
  };
}

interface Remembers {
  /** CCGs of the group whose own application ended before it was in force. */
  readonly groupLeft: readonly { readonly ccg: string; readonly case: string; readonly outcome: string }[];
  /** Who has agreed to go on, since a member left last. */
  readonly continuation: { readonly ccg: boolean; readonly region: boolean };
  /** Committees that meet in common and never decide. */
  readonly committeesInCommon: readonly {
    readonly name: string;
    readonly ccgs: readonly string[];
    readonly purpose: string;
  }[];
}

const dates = { GroupJoined: ({ data }) => ({ acknowledgeBy: data.acknowledgeBy }) } satisfies DatesOf;

declare module '../../application/words.js' {
  interface FactTypes extends FactsOf<typeof events, Added> {}
  interface RuleNames extends NamesOf<typeof groupRules> {}
  interface Context extends Remembers {}
  interface DateNames extends NamesSetBy<typeof dates> {}
}

export const groupWords = {
  name: 'group',
  place: { name: 'group', title: 'Group', path: 'applying.underWay.group' },
  events,
  rules: groupRules,
  beginning: {
    groupLeft: [],
    continuation: { ccg: false, region: false },
    committeesInCommon: [],
  } satisfies Remembers,
  irreversible: {
    GroupDeclined: 'The CCG takes no part in the group’s application in this round.',
    GroupContinuationAgreed: 'NHS England may go on with those that are left.',
  },
  lookUps: {
    GroupJoined: ['constitution', 'acknowledgeBy', 'inquorateBallots'],
    CommitteeInCommonRecorded: ['openCcgs', 'jointCommittees'],
  } satisfies LookUpsOf<Added>,
  dates,
  tells: ({ groupLeft, continuation, committeesInCommon }) => ({
    groupLeft,
    continuation,
    // A committee-in-common is never a body that decides.
    committeesInCommon: committeesInCommon.map((each) => ({ ...each, deciding: false })),
  }),
} as const satisfies StageWords;

import { instant } from '../../../libs/workflow/instant.js';
import type { Context, DatesOf, FactsOf, LookUpsOf, NamesOf, NamesSetBy, StageWords } from '../../application/words.js';
import type { CountingRule } from '../constitution/counting-rule.js';
import type { Ballot } from './ballot.js';
import type { Member } from './counting.js';
import { events } from './events.js';
import { followsFrom } from './follows.js';
import { membersPart, openVotes } from './part.js';
import { placeOn } from './polls.js';
import { mandateRules } from './rules.js';

interface Added {
  readonly BallotOpened: { readonly roll: readonly Member[]; readonly counting: CountingRule };
  /** `ccgOpened`: the CCG's first day. */
  readonly EngagementRecorded: { readonly ccgOpened?: string };
  /**
   * `members`: how many practices could have voted on the day of the meeting. `ballotWasRequired`: whether the constitution asked for a
   * ballot on that day.
   */
  readonly AgreementOfMembersRecorded: { readonly members: number; readonly ballotWasRequired?: boolean };
}

interface Remembers {
  readonly engagements: number;
  readonly ballots: number;
  /** Inquorate ballots for this level in this round, those of the CCG’s earlier applications included. */
  readonly inquorateBallots: number;
  readonly ballot: Ballot | null;
  /** The material versions of the constitution that a carried ballot was also on. */
  readonly covered: readonly number[];
}

const dates = { BallotOpened: ({ data }) => ({ ballotCloses: instant(data.closesAt) }) } satisfies DatesOf;

declare module '../../application/words.js' {
  interface FactTypes extends FactsOf<typeof events, Added> {}
  interface RuleNames extends NamesOf<typeof mandateRules> {}
  interface Context extends Remembers {}
  interface DateNames extends NamesSetBy<typeof dates> {}
}

const toldOf = (context: Context) => {
  const { ballot, ballots: number } = context;
  if (ballot === null) return null;
  const { question, openedAt, closesAt, roll, voted, counting, tally } = ballot;
  const follows = followsFrom(context);
  return { number, question, openedAt, closesAt, members: roll.length, voted, counting, tally, follows };
};

export const mandateWords = {
  name: 'mandate',
  place: { name: 'mandate', title: 'Member mandate', path: 'applying.underWay.mandate' },
  events,
  rules: mandateRules,
  beginning: { engagements: 0, ballots: 0, inquorateBallots: 0, ballot: null, covered: [] } satisfies Remembers,
  lookUps: {
    BallotOpened: ['roll', 'counting'],
    EngagementRecorded: ['ccgOpened'],
    AgreementOfMembersRecorded: ['members', 'ballotWasRequired'],
  } satisfies LookUpsOf<Added>,
  irreversible: {
    BallotOpened:
      'The roll and the counting rule are frozen as they stand today. A ballot that is open cannot be called off or changed.',
    BallotClosed: 'No practice can vote or change its vote any more, and the votes are counted at once.',
    ResultVerified: 'The result takes effect. A result that is verified cannot be counted again.',
    AgreementOfMembersRecorded: 'The agreement stands as the members’ mandate.',
  },
  commuting: ['VoteCast', 'EngagementRecorded'],
  dueAs: { BallotClosed: 'ballot closing' },
  notes: { BallotOpened: (before) => ({ ...before, ballots: (before.ballots ?? 0) + 1 }) },
  dates,
  // Votes are shown once the polls are closed; until then only how many have voted.
  tells: (context) => ({ ballot: toldOf(context) }),
  members: {
    part: membersPart,
    confidential: openVotes,
    // Practices are concerned while they are on the roll of the latest ballot.
    concerns: ({ ballot }, organisation) => ballot !== null && placeOn(ballot.roll, organisation) !== undefined,
    names: (fact) => (fact.type === 'BallotOpened' ? fact.data.roll.map(({ practice }) => practice) : undefined),
  },
} as const satisfies StageWords;

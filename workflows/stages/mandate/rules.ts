import { hasCome, isBefore, timeOf } from '../../../libs/workflow/instant.js';
import { dayInWords, deadlineInWords, hasDayCome, londonDay, momentInWords } from '../../../libs/workflow/london.js';
import { about, caseRules } from '../../application/rules.js';
import type { Context, FactOf } from '../../application/words.js';
import { becameOf, materialIn, withProposal } from '../constitution/standing.js';
import type { CountingRule, Member } from './counting.js';
import { placeOn } from './polls.js';

const resultIs = (context: Context, result: string): boolean => context.ballot?.tally?.result === result;

/** Practices whose votes cannot be weighed as the rule asks, for want of a list size. */
export const unweighable = ({ basis }: Pick<CountingRule, 'basis'>, roll: readonly Member[]): readonly Member[] =>
  basis === 'practice' ? [] : roll.filter(({ patients }) => patients === null);

const withoutListSize = ({ counting, roll }: FactOf<'BallotOpened'>['data']): string =>
  unweighable(counting, roll)
    .map(({ practice }) => practice)
    .join(', ');

const closingOf = ({ ballot }: Context): string => (ballot ? deadlineInWords(ballot.closesAt) : '');

/** In milliseconds: so that every practice has a day to vote in. */
const shortestBallot = 24 * 3_600_000;

const closesInTime = 'The ballot must close before go-live';

export const mandateRules = caseRules({
  mandateIsCarried: {
    id: 'R-19',
    changedBy: ['AmendmentProposed', 'ConstitutionAmended'],
    meaning: 'The members’ mandate must be carried and verified first.',
    in: 'applying.underWay.mandate.given',
  },
  mandateMayFollow: {
    meaning: 'This round asks for the mandate before submission.',
    holds: ({ context }) => context.round?.mandateBefore === 'signature',
  },
  silenceHasAReason: about('EngagementRecorded', {
    id: 'R-10',
    meaning: 'Enter the reason why no engagement was held openly.',
    holds: ({ data }) => data.kind !== 'none-held-openly' || data.reason !== undefined,
  }),
  engagementIsOfTheCcg: about('EngagementRecorded', {
    id: 'R-10',
    limits: { fields: ['heldOn'], general: 'The CCG was open on that day.' },
    meaning: ({ data: { ccgOpened } }) =>
      `The CCG opened on ${dayInWords(ccgOpened ?? '')}, so it engaged no members before. Enter a day from then on.`,
    holds: ({ data: { ccgOpened, heldOn } }) => ccgOpened === undefined || hasDayCome(ccgOpened, heldOn),
  }),
  ballotGivesTime: about('BallotOpened', {
    id: 'R-14',
    limits: { fields: ['closesAt'] },
    meaning: 'The ballot must stay open for 24 hours or more. It closes earlier once every practice has voted.',
    holds: ({ data, at }) => timeOf(data.closesAt) - timeOf(at) >= shortestBallot,
  }),
  ballotClosesBeforeGoLive: about('BallotOpened', {
    id: 'R-14',
    limits: { fields: ['closesAt'], general: `${closesInTime}.` },
    meaning: (_, { round }) =>
      `${closesInTime}, which is on ${round ? dayInWords(londonDay(round.goLiveAt)) : ''}: after that it decides nothing.`,
    holds: ({ data }, { round }) => round === null || isBefore(data.closesAt, round.goLiveAt),
  }),
  listSizesAreKnown: about('BallotOpened', {
    id: 'R-14',
    meaning: ({ data }) =>
      `This CCG counts votes by registered patients, and the register has no list size of ${withoutListSize(data)}. Ask the registrar to import list sizes first.`,
    holds: ({ data }) => unweighable(data.counting, data.roll).length === 0,
  }),
  rollHasMembers: about('BallotOpened', {
    id: 'R-13',
    meaning: 'The CCG has no active GP practices that could vote.',
    holds: ({ data }) => data.roll.length > 0,
  }),
  practiceIsOnTheRoll: {
    id: 'R-13',
    meaning: 'Your practice is not on the roll of this ballot, which was frozen when it opened.',
    holds: ({ context, event }) =>
      context.ballot !== null && placeOn(context.ballot.roll, event.actor.organisation) !== undefined,
  },
  pollsAreOpen: {
    id: 'R-14',
    meaning: ({ context, event }) => {
      const { ballot } = context;
      if (ballot === null) return 'No ballot is open.';
      if (!isBefore(event.at, ballot.closesAt)) return `This ballot closed at ${closingOf(context)}.`;
      return ballot.closedAt === null
        ? `The application ended before this ballot closed, which was to be at ${closingOf(context)}.`
        : `This ballot closed at ${momentInWords(ballot.closedAt)}, when the last practice had voted.`;
    },
    holds: ({ context, event }) => context.ballot !== null && isBefore(event.at, context.ballot.closesAt),
  },
  pollsAreOver: {
    id: 'R-14',
    meaning: ({ context }) => `The ballot closes at ${closingOf(context)}, or earlier once every practice has voted.`,
    holds: ({ context, event }) => {
      const { ballot } = context;
      return ballot !== null && (hasCome(ballot.closesAt, event.at) || ballot.voted === ballot.roll.length);
    },
  },
  verifierDidNotCount: {
    id: 'R-46',
    meaning: 'Whoever voted in, opened or closed a ballot cannot verify it. Another verifier must.',
    holds: ({ context, event }) => !(context.ballot?.hands.includes(event.actor.id) ?? false),
  },
  ballotIsNotRequired: {
    id: 'R-12',
    changedBy: ['ConstitutionAmended'],
    meaning: ({ context: { amendments } }) => {
      const [material] = materialIn(amendments);
      return `A ballot is required: the constitution says so, or an amendment is material.${material === undefined ? '' : ` ${becameOf(amendments, material)} It is material.`}`;
    },
    holds: ({ context }) => !ballotIsRequired(context),
  },
  agreementIsToTheApplication: about('AgreementOfMembersRecorded', {
    id: 'R-12',
    limits: { fields: ['heldOn'], general: 'Members agree to an application once its interest was expressed.' },
    meaning: (_, { begunAt }) =>
      `The interest was expressed on ${dayInWords(londonDay(begunAt ?? ''))}, and before that there was nothing to agree to. Record a meeting of that day or later.`,
    holds: ({ data }, { begunAt }) => begunAt === null || hasDayCome(londonDay(begunAt), data.heldOn),
  }),
  agreementIsTheirLastWord: about('AgreementOfMembersRecorded', {
    id: 'R-16',
    meaning: (_, { ballot }) =>
      `The members were balloted since: the ballot closed on ${dayInWords(londonDay(ballot?.closesAt ?? ''))}. Record a meeting of that day or later.`,
    holds: ({ data }, { ballot }) => ballot === null || hasDayCome(londonDay(ballot.closesAt), data.heldOn),
  }),
  ballotWasNotRequired: about('AgreementOfMembersRecorded', {
    id: 'R-12',
    meaning: ({ data }) =>
      `On ${dayInWords(data.heldOn)} the constitution asked for a ballot, so an agreement of that day is not enough. Record a meeting held since it was amended, or open a ballot.`,
    holds: ({ data }) => data.ballotWasRequired !== true,
  }),
  membersAgreed: about('AgreementOfMembersRecorded', {
    id: 'R-12',
    limits: { fields: ['for', 'against'] },
    meaning: 'An agreement needs more practices for than against.',
    holds: ({ data }) => data.for > data.against,
  }),
  votesAreOfMembers: about('AgreementOfMembersRecorded', {
    id: 'R-12',
    limits: {
      fields: ['for', 'against', 'abstained'],
      general: 'No more practices can have said yes, no or nothing than were members on that day.',
    },
    meaning: ({ data }) =>
      `The CCG had ${data.members} member practices on that day, so no more can have said yes, no or nothing. Check the counts.`,
    holds: ({ data }) => !(data.for + data.against + data.abstained > data.members),
  }),
  resultIsCarried: { meaning: 'The ballot was not carried.', holds: ({ context }) => resultIs(context, 'carried') },
  resultIsDefeated: { meaning: 'The ballot was not defeated.', holds: ({ context }) => resultIs(context, 'defeated') },
  resultIsInquorate: { meaning: 'The ballot was quorate.', holds: ({ context }) => resultIs(context, 'inquorate') },
  firstBallot: {
    meaning: 'An inquorate ballot is repeated once only.',
    holds: ({ context }) => context.inquorateBallots < 2,
  },
  secondBallot: {
    meaning: 'An inquorate ballot is repeated once.',
    holds: ({ context }) => context.inquorateBallots >= 2,
  },
  membersMustVoteOnIt: about('AmendmentProposed', {
    meaning: 'The members have voted on all that is material in the amendment.',
    holds: ({ data, at }, { amendments, covered }) => uncovered(withProposal(amendments, data, at), covered).length > 0,
  }),
  mandateCoversWhatStands: {
    meaning: 'A material amendment stands that the members have not voted on.',
    holds: ({ context }) => uncovered(context.amendments, coveredBy(context)).length === 0,
  },
  mandateFallsShort: {
    meaning: 'The members have voted on every material amendment that stands.',
    holds: ({ context }) => uncovered(context.amendments, coveredBy(context)).length > 0,
  },
  applicationWasSubmitted: {
    meaning: 'Nothing was submitted yet.',
    holds: ({ context }) => context.governance !== null,
  },
  nothingWasSubmitted: {
    meaning: 'The application was submitted already.',
    holds: ({ context }) => context.governance === null,
  },
});

/** R-12. An amendment that was returned, refused or replaced asks for nothing. */
const ballotIsRequired = ({ constitution, amendments }: Context): boolean =>
  materialIn(amendments).length > 0 || (constitution?.ballotRequired ?? true);

/** Material versions that the members have not voted on (R-21). */
const uncovered = (amendments: Context['amendments'], covered: readonly number[]): readonly number[] =>
  materialIn(amendments).filter((version) => !covered.includes(version));

/** What the members have voted for, once the last ballot is verified if it was carried. */
export const coveredBy = ({ covered, ballot }: Pick<Context, 'covered' | 'ballot'>): readonly number[] =>
  ballot?.tally?.result === 'carried' ? [...new Set([...covered, ...ballot.covers])] : covered;

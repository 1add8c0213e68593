import { hasCome, isBefore } from '../../../libs/workflow/instant.js';
import { dayInWords, deadlineInWords, londonDay } from '../../../libs/workflow/london.js';
import { about, caseRules } from '../../case/context.js';
import type { Member } from './counting.js';
import { placeOn } from './polls.js';
import type { Context } from '../../case/context.js';

const resultIs = (context: Context, result: string): boolean => context.ballot?.tally?.result === result;

const withoutListSize = (roll: readonly Member[]): readonly string[] =>
  roll.filter(({ patients }) => patients === null).map(({ practice }) => practice);

const closingOf = ({ ballot }: Context): string => (ballot ? deadlineInWords(ballot.closesAt) : '');

export const mandateRules = caseRules({
  mandateIsCarried: {
    id: 'R-19',
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
  ballotClosesLater: about('BallotOpened', {
    id: 'R-14',
    meaning: 'The ballot must close after it opens.',
    holds: ({ data, at }) => isBefore(at, data.closesAt),
  }),
  ballotClosesBeforeGoLive: about('BallotOpened', {
    id: 'R-14',
    meaning: (_, { round }) =>
      `The ballot must close before go-live, which is on ${round ? dayInWords(londonDay(round.goLiveAt)) : ''}: after that it decides nothing.`,
    holds: ({ data }, { round }) => round === null || isBefore(data.closesAt, round.goLiveAt),
  }),
  listSizesAreKnown: about('BallotOpened', {
    id: 'R-14',
    meaning: ({ data }) =>
      `This CCG counts votes by registered patients, and the register has no list size of ${withoutListSize(data.roll).join(', ')}. Ask the registrar to import list sizes first.`,
    holds: ({ data }) => data.counting.basis === 'practice' || withoutListSize(data.roll).length === 0,
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
    meaning: ({ context, event }) =>
      context.ballot !== null && isBefore(event.at, context.ballot.closesAt)
        ? 'This ballot closed when the last practice had voted.'
        : `This ballot closed at ${closingOf(context)}.`,
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
    meaning: 'A ballot is required: the constitution says so, or an amendment is material.',
    holds: ({ context }) => !ballotIsRequired(context),
  },
  ballotIsRequired: {
    meaning: 'A material amendment needs the members’ vote.',
    holds: ({ context }) => ballotIsRequired(context),
  },
  membersAgreed: about('AgreementOfMembersRecorded', {
    id: 'R-12',
    meaning: 'An agreement needs more practices for than against.',
    holds: ({ data }) => data.for > data.against,
  }),
  votesAreOfMembers: about('AgreementOfMembersRecorded', {
    id: 'R-12',
    meaning: ({ data }) =>
      `The CCG had ${data.members} member practices on that day, so no more can have said yes, no or nothing. Check the counts.`,
    holds: ({ data }) => !(data.for + data.against + data.abstained > data.members),
  }),
  resultIsCarried: { meaning: 'The ballot was not carried.', holds: ({ context }) => resultIs(context, 'carried') },
  resultIsDefeated: { meaning: 'The ballot was not defeated.', holds: ({ context }) => resultIs(context, 'defeated') },
  resultIsInquorate: { meaning: 'The ballot was quorate.', holds: ({ context }) => resultIs(context, 'inquorate') },
  firstBallot: { meaning: 'An inquorate ballot is repeated once only.', holds: ({ context }) => context.ballots < 2 },
  secondBallot: { meaning: 'An inquorate ballot is repeated once.', holds: ({ context }) => context.ballots >= 2 },
  applicationWasSubmitted: {
    meaning: 'Nothing was submitted yet.',
    holds: ({ context }) => context.governance !== null,
  },
  nothingWasSubmitted: {
    meaning: 'The application was submitted already.',
    holds: ({ context }) => context.governance === null,
  },
});

/** An amendment that was refused no longer counts. */
function ballotIsRequired({ constitution, amendments }: Context): boolean {
  const material = amendments.some((each) => each.material && each.status !== 'refused');
  return material || (constitution?.ballotRequired ?? true);
}

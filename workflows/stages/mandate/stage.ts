import { assign } from 'xstate';
import { instant } from '../../../libs/workflow/instant.js';
import { proposable, proposing } from '../constitution/stage.js';
import { materialIn } from '../constitution/standing.js';
import type { Ballot } from './ballot.js';
import { votesByPractice, withHand, withVote } from './polls.js';
import { count } from './counting.js';
import { coveredBy } from './rules.js';
import { model, only } from '../../application/model.js';
import type { Context, FactOf } from '../../application/words.js';

const verify = {
  by: ['result-verifier'],
  label: 'Verify the result',
  rule: 'R-15',
} as const;

/** Where no ballot is open: the polls can open. */
const opensBallot = {
  BallotOpened: {
    target: 'balloting',
    guard: only('rollHasMembers', 'listSizesAreKnown', 'ballotGivesTime', 'ballotClosesBeforeGoLive'),
    description: 'The polls open. The roll and the counting rule of this day are frozen with it.',
    meta: { by: ['ccg-officer'], label: 'Open the ballot', rule: 'R-13' },
    actions: model.assign(({ context, event }) =>
      event.type === 'BallotOpened' ? { ballots: context.ballots + 1, ballot: opened(context, event) } : {},
    ),
  },
} as const;

const opened = ({ amendments }: Context, { data, actor, at }: FactOf<'BallotOpened'>): Ballot => ({
  question: data.question,
  openedAt: at,
  closesAt: instant(data.closesAt),
  roll: data.roll,
  counting: data.counting,
  votes: data.roll.map(() => null),
  voted: 0,
  hands: [actor.id],
  tally: null,
  closedAt: null,
  covers: materialIn(amendments),
});

/** The count stands from now on, whatever becomes of the case. */
function counted({ ballot, inquorateBallots }: Context, { actor, at }: FactOf<'BallotClosed'>): Partial<Context> {
  if (ballot === null) return {};
  const tally = count(ballot.counting, ballot.roll, votesByPractice(ballot));
  return {
    ballot: { ...ballot, hands: withHand(ballot.hands, actor.id), tally, closedAt: at },
    inquorateBallots: inquorateBallots + (tally.result === 'inquorate' ? 1 : 0),
  };
}

const given = model.assign(({ context }) => ({ covered: coveredBy(context) }));

/** A ballot from its opening to its verified result, for members who are asked first, and for those who are asked again. */
const ballot = {
  balloting: model.createStateConfig({
    description: 'Member practices vote. The roll was frozen when the ballot opened.',
    meta: {
      waitingOn: ['practice-representative', 'ccg-officer'],
      due: { date: 'ballotCloses', event: 'BallotClosed', early: 'pollsAreOver' },
    },
    on: {
      VoteCast: {
        guard: only('practiceIsOnTheRoll', 'pollsAreOpen'),
        description: 'A practice votes, or changes its vote. The last one counts.',
        meta: { by: ['practice-representative'], label: 'Vote', rule: 'R-13' },
        actions: assign({
          ballot: ({ context: { ballot }, event: { actor, data } }) =>
            ballot && {
              ...ballot,
              ...withVote(ballot, actor.organisation, data.choice),
              hands: withHand(ballot.hands, actor.id),
            },
        }),
      },
      BallotClosed: {
        target: 'counted',
        guard: only('pollsAreOver'),
        description: 'Closing time has come, or every practice has voted.',
        meta: { by: ['ccg-officer', 'clock'], label: 'Close the ballot', rule: 'R-14' },
        actions: assign(({ context, event }) => counted(context, event)),
      },
    },
  }),
  counted: model.createStateConfig({
    description: 'The ballot is counted. Its result takes effect when the lay chair or the LMC has verified it.',
    meta: { waitingOn: ['result-verifier'] },
    on: {
      ResultVerified: [
        {
          target: '#byBallot',
          guard: only('verifierDidNotCount', 'resultIsCarried', 'mandateCoversWhatStands'),
          description: 'The result is verified: carried.',
          meta: verify,
          actions: given,
        },
        {
          target: '#askedAgain',
          guard: only('verifierDidNotCount', 'resultIsCarried', 'mandateFallsShort'),
          description:
            'The result is verified: carried. A material amendment was proposed while the members voted, which needs their vote too.',
          meta: { ...verify, rule: 'R-15', also: ['R-21'] },
          actions: given,
        },
        {
          target: 'engaging',
          guard: only('verifierDidNotCount', 'resultIsInquorate', 'firstBallot'),
          description: 'The result is verified: inquorate. One more ballot is allowed.',
          meta: { ...verify, rule: 'R-15', also: ['R-16'] },
        },
        {
          target: '#inquorate',
          guard: only('verifierDidNotCount', 'resultIsInquorate', 'secondBallot'),
          description: 'The result is verified: inquorate a second time. The application ends for this round.',
          meta: { ...verify, rule: 'R-15', also: ['R-16'] },
        },
        {
          target: '#defeated',
          guard: only('verifierDidNotCount', 'resultIsDefeated', 'nothingWasSubmitted'),
          description: 'The result is verified: the members said no. The application ends for this round.',
          meta: { ...verify, rule: 'R-15', also: ['R-16'] },
        },
        {
          target: '#rescinded',
          guard: only('verifierDidNotCount', 'resultIsDefeated', 'applicationWasSubmitted'),
          description:
            'The result is verified: the members said no after the application was submitted, which rescinds it.',
          meta: { ...verify, rule: 'R-15', also: ['R-16', 'R-19'] },
        },
      ],
    },
  }),
} as const;

export const mandate = model.createStateConfig({
  description: 'The members of the CCG decide whether they want this.',
  initial: 'engaging',
  states: {
    engaging: {
      id: 'engaging',
      description:
        'The CCG engages its members and opens a ballot, or records their agreement where no ballot is required.',
      meta: { waitingOn: ['ccg-officer'] },
      on: {
        ...opensBallot,
        AgreementOfMembersRecorded: {
          target: 'given.byAgreement',
          guard: only(
            'ballotIsNotRequired',
            'agreementIsToTheApplication',
            'agreementIsTheirLastWord',
            'ballotWasNotRequired',
            'membersAgreed',
            'votesAreOfMembers',
          ),
          description: 'The members agreed at a meeting, which is enough where the constitution asks for no ballot.',
          meta: { by: ['ccg-officer'], label: 'Record the agreement of members', rule: 'R-12' },
        },
      },
    },
    ...ballot,
    given: {
      description: 'The members have given their mandate.',
      meta: { complete: true },
      initial: 'byBallot',
      states: {
        byBallot: {
          id: 'byBallot',
          description: 'A ballot was carried and verified.',
          on: {
            AmendmentProposed: {
              target: '#askedAgain',
              // Both this and the constitution take the proposal, or neither does.
              guard: only('membersMustVoteOnIt', ...proposable),
              description: 'The CCG proposes a material amendment after the ballot, which needs the members’ vote.',
              meta: proposing,
            },
          },
        },
        byAgreement: {
          description: 'The members agreed without a ballot.',
          always: {
            target: '#engaging',
            // Whether a ballot is needed was asked when they agreed: a constitution that is amended since asks for none.
            guard: only('mandateFallsShort'),
            description: 'A material amendment was proposed since, which needs the members’ vote.',
          },
        },
      },
    },
    again: {
      description:
        'The members gave their mandate, and are asked again: a material amendment stands that they have not voted on.',
      initial: 'engaging',
      states: {
        engaging: {
          id: 'askedAgain',
          description: 'The CCG opens a ballot on the amendment, or the amendment falls.',
          meta: {
            waitingOn: ['ccg-officer'],
            refuses: { AgreementOfMembersRecorded: 'ballotIsNotRequired' },
          },
          always: {
            target: '#byBallot',
            guard: only('mandateCoversWhatStands'),
            description:
              'What was material was returned, refused or replaced. It asks for nothing, and the mandate stands.',
          },
          on: opensBallot,
        },
        ...ballot,
      },
    },
  },
});

/** Whoever votes late hears when and why the ballot closed, wherever the case has gone since. */
export const refusesLateVotes = { refuses: { VoteCast: 'pollsAreOpen' } } as const;

/** What is recorded of the members and of whoever speaks for them, at any point of an application. */
export const membersAreHeard = {
  EngagementRecorded: {
    guard: only('silenceHasAReason', 'engagementIsOfTheCcg'),
    description: 'The CCG records an engagement with its members.',
    meta: { by: ['ccg-officer'], label: 'Record an engagement', rule: 'R-10' },
    actions: model.assign(({ context }) => ({ engagements: context.engagements + 1 })),
  },
  LocalMedicalCommitteeAdvised: {
    description: 'The position of the Local Medical Committee is recorded. It is advice, never a gate.',
    meta: { by: ['ccg-officer', 'result-verifier'], label: 'Record the LMC’s advice', rule: 'R-18' },
  },
} as const;

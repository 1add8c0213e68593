import { assign } from 'xstate';
import { instant } from '../../../libs/workflow/instant.js';
import { votesByPractice, withHand, withVote } from './polls.js';
import { count } from './counting.js';
import { model, only } from '../../case/model.js';

const verify = {
  by: ['result-verifier'],
  label: 'Verify the result',
  rule: 'R-15',
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
        BallotOpened: {
          target: 'balloting',
          guard: only('rollHasMembers', 'listSizesAreKnown', 'ballotClosesLater', 'ballotClosesBeforeGoLive'),
          description: 'The polls open. The roll and the counting rule of this day are frozen with it.',
          meta: { by: ['ccg-officer'], label: 'Open the ballot', rule: 'R-13' },
          actions: assign({
            ballots: ({ context }) => context.ballots + 1,
            ballot: ({ event: { data, actor, at } }) => ({
              question: data.question,
              openedAt: at,
              closesAt: instant(data.closesAt),
              roll: data.roll,
              counting: data.counting,
              votes: data.roll.map(() => null),
              voted: 0,
              hands: [actor.id],
              tally: null,
            }),
          }),
        },
        AgreementOfMembersRecorded: {
          target: 'given.byAgreement',
          guard: only('ballotIsNotRequired', 'membersAgreed', 'votesAreOfMembers'),
          description: 'The members agreed at a meeting, which is enough where the constitution asks for no ballot.',
          meta: { by: ['ccg-officer'], label: 'Record the agreement of members', rule: 'R-12' },
        },
      },
    },
    balloting: {
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
          actions: assign({
            ballot: ({ context: { ballot }, event: { actor } }) =>
              ballot && {
                ...ballot,
                hands: withHand(ballot.hands, actor.id),
                tally: count(ballot.counting, ballot.roll, votesByPractice(ballot)),
              },
          }),
        },
      },
    },
    counted: {
      description: 'The ballot is counted. Its result takes effect when the lay chair or the LMC has verified it.',
      // Whoever votes late hears when and why the ballot closed, not only that it is counted.
      meta: { waitingOn: ['result-verifier'], refuses: { VoteCast: 'pollsAreOpen' } },
      on: {
        ResultVerified: [
          {
            target: 'given.byBallot',
            guard: only('verifierDidNotCount', 'resultIsCarried'),
            description: 'The result is verified: carried.',
            meta: verify,
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
    },
    given: {
      description: 'The members have given their mandate.',
      meta: { complete: true },
      initial: 'byBallot',
      states: {
        byBallot: { description: 'A ballot was carried and verified.' },
        byAgreement: {
          description: 'The members agreed without a ballot.',
          always: {
            target: '#engaging',
            guard: only('ballotIsRequired'),
            description: 'A material amendment was proposed since, which needs the members’ vote.',
          },
        },
      },
    },
  },
});

/** What is recorded of the members and of whoever speaks for them, at any point of an application. */
export const membersAreHeard = {
  EngagementRecorded: {
    guard: only('silenceHasAReason'),
    description: 'The CCG records an engagement with its members.',
    meta: { by: ['ccg-officer'], label: 'Record an engagement', rule: 'R-10' },
    actions: model.assign(({ context }) => ({ engagements: context.engagements + 1 })),
  },
  LocalMedicalCommitteeAdvised: {
    description: 'The position of the Local Medical Committee is recorded. It is advice, never a gate.',
    meta: { by: ['ccg-officer', 'result-verifier'], label: 'Record the LMC’s advice', rule: 'R-18' },
  },
} as const;

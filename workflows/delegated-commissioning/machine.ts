/** The stages put together: where each leads, and what may be recorded wherever a case stands. */
import { assign } from 'xstate';
import { agreement } from './agreement/stage.js';
import { drafting } from './application/stage.js';
import { assurance } from './assurance/stage.js';
import { constitution } from '../stages/constitution/stage.js';
import { emptyContext } from '../case/context.js';
import { decision } from './decision/stage.js';
import { inForce } from './delegation/stage.js';
import { interest } from '../stages/interest/stage.js';
import { mandate } from '../stages/mandate/stage.js';
import { model, only } from '../case/model.js';
import { terms } from '../stages/terms-of-reference/stage.js';

const ended = (id: string, outcome: string, description: string) =>
  ({ id, type: 'final', description, meta: { outcome } }) as const;

const approvers = ['regional-assessor', 'constitution-reviewer', 'national-committee'] as const;

export const machine = model.createMachine({
  id: 'delegated-commissioning',
  context: emptyContext,
  initial: 'applying',
  on: {
    CaseClaimed: {
      guard: only('approverHasNoInterest', 'caseIsUnclaimed'),
      description: 'Somebody takes the case from a queue, so that others see it is in hand.',
      meta: { by: approvers, label: 'Claim the case', rules: ['R-47'] },
      actions: assign({
        claims: ({ context, event: { data, actor } }) => ({
          ...context.claims,
          [data.queue]: { id: actor.id, name: actor.name },
        }),
      }),
    },
    CaseReleased: {
      guard: only('claimIsYours'),
      description: 'Whoever claimed the case puts it back into the queue; the registrar does so when they cannot.',
      meta: { by: [...approvers, 'registrar'], label: 'Release the case' },
      actions: assign({
        claims: ({ context, event }) =>
          Object.fromEntries(Object.entries(context.claims).filter(([queue]) => queue !== event.data.queue)),
      }),
    },
    InterestDeclared: {
      description: 'An approver declares an interest in the CCG or a practice, which bars them from the case.',
      meta: { by: approvers, label: 'Declare an interest', rules: ['R-47'] },
      actions: assign({ interested: ({ context, event }) => [...context.interested, event.actor.id] }),
    },
    SpecialMeasuresImposed: {
      guard: only('ccgIsNotInSpecialMeasures'),
      description: 'The CCG was put in special measures.',
      meta: { by: ['registrar'], label: 'Impose special measures', rules: ['R-41'] },
      actions: assign({ specialMeasures: true }),
    },
    SpecialMeasuresLifted: {
      guard: only('ccgIsInSpecialMeasures'),
      description: 'The special measures were lifted.',
      meta: { by: ['registrar'], label: 'Lift special measures', rules: ['R-41'] },
      actions: assign({ specialMeasures: false }),
    },
    CcgClosed: {
      target: '.closed',
      description: 'The CCG merged or closed in the register. A successor must hold its own delegation.',
      meta: { by: ['registrar'], label: 'Record that the CCG closed', rules: ['R-66'] },
    },
  },
  states: {
    applying: {
      initial: 'interest',
      on: {
        ApplicationWithdrawn: {
          target: 'withdrawn',
          description: 'The CCG takes its application back, which it may at any point before go-live.',
          meta: { by: ['ccg-officer'], label: 'Withdraw the application', rules: ['R-55'] },
        },
        EngagementRecorded: {
          guard: only('silenceHasAReason'),
          description: 'The CCG records an engagement with its members.',
          meta: { by: ['ccg-officer'], label: 'Record an engagement', rules: ['R-10'] },
          actions: assign({ engagements: ({ context }) => context.engagements + 1 }),
        },
        LocalMedicalCommitteeAdvised: {
          description: 'The position of the Local Medical Committee is recorded. It is advice, never a gate.',
          meta: { by: ['ccg-officer', 'result-verifier'], label: 'Record the LMC’s advice', rules: ['R-18'] },
        },
      },
      states: {
        interest,
        underWay: {
          id: 'underWay',
          type: 'parallel',
          description: 'Mandate, constitution, terms of reference and application go on side by side.',
          meta: { due: { date: 'goLive', event: 'DeadlinePassed' } },
          on: {
            DeadlinePassed: {
              target: '#lapsed',
              guard: only('goLiveHasCome'),
              description: 'Go-live came and not everything was in place. The application ends for this round.',
              meta: { by: ['clock'], label: 'Let the application lapse', rules: ['R-06', 'R-50'] },
            },
          },
          states: {
            mandate,
            constitution,
            terms,
            application: { initial: 'drafting', states: { drafting, assurance, decision, agreement } },
          },
        },
      },
    },
    inForce,
    withdrawn: ended('withdrawn', 'withdrawn', 'The CCG withdrew.'),
    defeated: ended('defeated', 'defeated', 'The members said no.'),
    inquorate: ended('inquorate', 'inquorate', 'Two ballots were inquorate.'),
    rescinded: ended('rescinded', 'rescinded', 'The members said no after the application was submitted.'),
    rejected: ended('rejected', 'rejected', 'The national committee rejected the application.'),
    lapsed: {
      id: 'lapsed',
      type: 'final',
      description: 'A deadline of the round passed.',
      // Whoever comes late hears the deadline, not only that the case is over.
      meta: {
        outcome: 'lapsed',
        refuses: { ApplicationSubmitted: 'submissionIsInTime', InterestExpressed: 'interestIsInTime' },
      },
    },
    revoked: ended('revoked', 'revoked', 'NHS England revoked the delegation. The CCG holds no level by that.'),
    closed: ended('closed', 'closed', 'The CCG merged or closed.'),
  },
});

import { assign } from 'xstate';
import { reopened, reopenThresholds } from '../assurance/stage.js';
import { independent, model, only } from '../../application/model.js';
import type { Context, FactOf } from '../../application/words.js';
import { conditionReviewsBy } from '../decision/conditions.js';
import { suspendsApproval } from '../decision/stage.js';

/** The agreement can be signed once everything it rests on is there. */
const ready = [
  'groupGoesOn',
  'ccgIsNotInSpecialMeasures',
  'mandateIsCarried',
  'amendmentIsSettled',
  'termsAreSigned',
  'signatoryIsNew',
] as const;

const signed = (context: Context, { actor }: FactOf<'AgreementSigned'>): Partial<Context> => ({
  signatories: [...context.signatories, actor.id],
});

const ccgSigns = {
  guard: only('ccgSigns', ...ready),
  description: 'The CCG signs the delegation agreement.',
  meta: { by: ['ccg-officer'], label: 'Sign the agreement for the CCG', rule: 'R-50' },
} as const;

const nhsEnglandSigns = {
  guard: only('nhsEnglandSigns', ...independent, ...ready),
  description: 'NHS England signs the delegation agreement.',
  meta: { by: ['national-committee'], label: 'Sign the agreement for NHS England', rule: 'R-50' },
} as const;

export const agreement = model.createStateConfig({
  id: 'agreement',
  description:
    'The application is approved. Both parties sign the agreement, and the delegation takes effect at go-live.',
  initial: 'unsigned',
  meta: { due: { date: 'conditionsDue', by: ['national-committee'] } },
  on: {
    ...conditionReviewsBy('national-committee'),
    ThresholdsReopened: reopenThresholds,
    ...suspendsApproval(reopened),
  },
  states: {
    unsigned: {
      description: 'Neither party has signed.',
      meta: { waitingOn: ['ccg-officer', 'national-committee'] },
      on: {
        AgreementSigned: [
          { ...ccgSigns, target: 'signedByCcg', actions: assign(({ context, event }) => signed(context, event)) },
          {
            ...nhsEnglandSigns,
            target: 'signedByNhsEngland',
            actions: assign(({ context, event }) => signed(context, event)),
          },
        ],
      },
    },
    signedByCcg: {
      description: 'The CCG has signed.',
      meta: { waitingOn: ['national-committee'] },
      on: {
        AgreementSigned: {
          ...nhsEnglandSigns,
          target: 'signed',
          actions: assign(({ context, event }) => signed(context, event)),
        },
      },
    },
    signedByNhsEngland: {
      description: 'NHS England has signed.',
      meta: { waitingOn: ['ccg-officer'] },
      on: {
        AgreementSigned: {
          ...ccgSigns,
          target: 'signed',
          actions: assign(({ context, event }) => signed(context, event)),
        },
      },
    },
    signed: {
      description: 'Both have signed. The delegation takes effect at go-live.',
      meta: { due: { date: 'goLive', event: 'DelegationTookEffect' } },
      initial: 'conditional',
      states: {
        conditional: {
          description: 'A condition precedent is open: the committee reviews whether it is met.',
          meta: { waitingOn: ['national-committee'] },
          always: {
            target: 'ready',
            guard: only('conditionsPrecedentAreDischarged'),
            description: 'No condition precedent is open.',
          },
        },
        ready: { description: 'Nothing is left to do before go-live.', meta: { waitingOn: ['clock'] } },
      },
      on: {
        DelegationTookEffect: {
          target: '#inForce',
          // R-50, whole: asked for again at the very moment, whatever was true when each was given.
          guard: only(
            'goLiveHasCome',
            'applicationIsApproved',
            'thresholdsAreMet',
            'conditionsPrecedentAreDischarged',
            'mandateIsCarried',
            'amendmentIsSettled',
            'termsAreSigned',
            'bothPartiesSigned',
            'groupGoesOn',
            'ccgIsNotInSpecialMeasures',
          ),
          description: 'Go-live has come and everything is in place: the delegation is in force.',
          meta: {
            by: ['clock'],
            label: 'Let the delegation take effect',
            rule: 'R-50',
          },
          actions: assign(({ context }) => ({ functions: context.scope })),
        },
      },
    },
  },
});

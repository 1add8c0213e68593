import { independently, model, only } from '../../application/model.js';
import type { Context } from '../../application/words.js';
import { conditionReviewsBy } from '../decision/conditions.js';
import { suspendsApproval } from '../decision/stage.js';

/** What the committee, and later the arrangement, rests on. */
const inPlace = [
  'groupGoesOn',
  'ccgIsNotInSpecialMeasures',
  'mandateIsCarried',
  'amendmentIsSettled',
  'termsAreSigned',
  'conditionsPrecedentAreDischarged',
] as const;

const afresh: Partial<Context> = {
  questions: [],
  recommended: false,
  escalated: false,
  conditions: [],
  jointCommittee: null,
};

export const committee = model.createStateConfig({
  id: 'committee',
  description:
    'The application is approved. The joint committee is established, and the arrangement takes effect at go-live.',
  initial: 'establishing',
  meta: { due: { date: 'conditionsDue', by: ['regional-assessor'] } },
  on: { ...conditionReviewsBy('regional-assessor'), ...suspendsApproval(afresh) },
  states: {
    establishing: {
      description: 'The region and the CCG set up their committee.',
      meta: { waitingOn: ['regional-assessor'] },
      on: {
        JointCommitteeEstablished: {
          target: 'established',
          guard: independently(...inPlace),
          description: 'The joint committee is established, with its chair and its members from both parties.',
          meta: { by: ['regional-assessor'], label: 'Establish the joint committee', rule: 'R-50' },
          actions: model.assign(({ event }) =>
            event.type === 'JointCommitteeEstablished' ? { jointCommittee: event.data } : {},
          ),
        },
      },
    },
    established: {
      description: 'The committee stands. The arrangement takes effect at go-live.',
      meta: { waitingOn: ['clock'], due: { date: 'goLive', event: 'JointArrangementTookEffect' } },
      on: {
        JointArrangementTookEffect: {
          target: '#inForce',
          // Asked for again at the very moment, whatever was true when each was given.
          guard: only('goLiveHasCome', 'jointApplicationIsApproved', 'jointCommitteeIsEstablished', ...inPlace),
          description: 'Go-live has come and everything is in place: joint commissioning is in force.',
          meta: { by: ['clock'], label: 'Let the arrangement take effect', rule: 'R-50' },
        },
      },
    },
  },
});

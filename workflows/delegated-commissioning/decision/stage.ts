import { assign } from 'xstate';
import { reopenThresholds } from '../assurance/stage.js';
import { model, only } from '../../case/model.js';

const independent = ['approverHasNoInterest', 'deciderDidNotAssess'] as const;
const meta = {
  by: ['national-committee'],
  label: 'Decide',
  rules: ['R-45', 'R-40', 'R-41', 'R-43', 'R-44', 'R-46', 'R-47'],
} as const;

/** Only the national committee grants delegated commissioning. */
export const decision = model.createStateConfig({
  id: 'decision',
  description: 'The national committee decides: approve, approve with conditions, defer or reject.',
  initial: 'recommended',
  on: {
    DecisionMade: [
      {
        target: '#agreement',
        guard: only(
          ...independent,
          'ccgIsNotInSpecialMeasures',
          'regionRecommended',
          'thresholdsAreMet',
          'conditionsAreImposed',
          'conditionsGoWithTheDecision',
          'itIsAnApproval',
        ),
        description: 'The committee approves, with or without conditions.',
        meta,
        actions: assign(({ event }) => ({
          conditions: (event.data.conditions ?? []).map((each) => ({ ...each, discharged: false })),
          signatories: [],
        })),
      },
      {
        target: '.deferred',
        guard: only(...independent, 'conditionsGoWithTheDecision', 'itIsADeferral'),
        description: 'The committee defers its decision.',
        meta,
      },
      {
        target: '#rejected',
        guard: only(...independent, 'rejectionHasReasons', 'conditionsGoWithTheDecision', 'itIsARejection'),
        description: 'The committee rejects the application, with reasons.',
        meta,
      },
    ],
    ThresholdsReopened: reopenThresholds,
  },
  states: {
    recommended: { description: 'The region recommends approval.', meta: { waitingOn: ['national-committee'] } },
    notRecommended: {
      description: 'The region does not recommend approval.',
      meta: { waitingOn: ['national-committee'] },
    },
    deferred: { description: 'The decision was deferred.', meta: { waitingOn: ['national-committee'] } },
  },
});

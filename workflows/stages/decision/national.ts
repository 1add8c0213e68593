import { reopenThresholds } from '../assurance/stage.js';
import { model } from '../../application/model.js';
import { decisionsOf } from './stage.js';

/** Only the national committee grants delegated commissioning. Nobody stands above it, so nothing is escalated here. */
export const nationalDecision = model.createStateConfig({
  id: 'decision',
  description: 'The national committee decides: approve, approve with conditions, defer or reject.',
  initial: 'recommended',
  on: {
    DecisionMade: decisionsOf({
      by: 'national-committee',
      whose: ['committeeIsNational'],
      approval: ['regionRecommended', 'thresholdsAreMet', 'thresholdConditionsAreImposed'],
      approved: '#agreement',
      deferred: '.deferred',
    }),
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

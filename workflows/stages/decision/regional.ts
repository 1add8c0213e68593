import { independently, model } from '../../application/model.js';
import { decisionsOf } from './stage.js';
import { withMinute } from './minuted.js';
import { asking } from '../review/stage.js';

const approval = { approval: ['regionRecommended'], approved: '#committee' } as const;

/** The region decides joint commissioning; the national committee only where the region's meeting was inquorate. */
export const regionalDecision = model.createStateConfig({
  id: 'decision',
  description: 'The region’s committee decides: approve, approve with conditions, defer or reject.',
  initial: 'recommended',
  on: {
    DecisionMade: [
      ...decisionsOf({
        ...approval,
        by: 'regional-assessor',
        whose: ['decisionIsNotEscalated', 'committeeIsOfTheRegion'],
        deferred: '.deferred',
      }),
      ...decisionsOf({
        ...approval,
        by: 'national-committee',
        whose: ['decisionIsEscalated', 'committeeIsOfTheRegion'],
        deferred: '.escalated',
      }),
    ],
    DecisionEscalated: {
      target: '.escalated',
      guard: independently(
        'deciderDidNotAssess',
        'decisionIsNotEscalated',
        'committeeIsOfTheRegion',
        'minuteIsNew',
        'decisionIsAsMinuted',
        'voteIsOnWhatStands',
        'meetingWasInquorate',
        'nextIsAsMinuted',
      ),
      description: 'The region’s meeting was inquorate once interests were excluded. The national committee decides.',
      meta: { by: ['regional-assessor'], label: 'Escalate the decision', rule: 'R-47' },
      actions: model.assign(({ context, event }) =>
        event.type === 'DecisionEscalated' ? { ...withMinute(context, event), escalated: true } : {},
      ),
    },
    InformationRequested: asking('#review.awaitingInformation', 'decisionIsNotEscalated'),
  },
  states: {
    recommended: { description: 'The region’s reviewers recommend it.', meta: { waitingOn: ['regional-assessor'] } },
    notRecommended: {
      description: 'The region’s reviewers do not recommend it.',
      meta: { waitingOn: ['regional-assessor'] },
    },
    deferred: { description: 'The decision was deferred.', meta: { waitingOn: ['regional-assessor'] } },
    escalated: {
      description: 'The national committee decides in the region’s place.',
      meta: { waitingOn: ['national-committee'] },
    },
  },
});

import { about, caseRules } from '../../case/context.js';

export const decisionRules = caseRules({
  deciderDidNotAssess: {
    id: 'R-46',
    meaning:
      'You drafted this submission, or assessed, signed or recommended it for the region, so you cannot decide it. Another member must.',
    holds: ({ context, event }) => ![...context.assessors, ...context.drafters].includes(event.actor.id),
  },
  regionRecommended: {
    id: 'R-40',
    meaning: 'The region has not recommended this application, so it cannot be approved. Defer or reject it.',
    holds: ({ context }) => context.recommended,
  },
  rejectionHasReasons: about('DecisionMade', {
    id: 'R-43',
    meaning: 'Give at least one reason code with its text for a rejection.',
    holds: ({ data }) => data.decision !== 'reject' || (data.reasons?.length ?? 0) > 0,
  }),
  conditionsAreImposed: about('DecisionMade', {
    id: 'R-44',
    meaning: 'Name at least one condition: the unmet matter, its owner and the day it is due.',
    holds: ({ data }) => data.decision !== 'approve-with-conditions' || (data.conditions?.length ?? 0) > 0,
  }),
  conditionsGoWithTheDecision: about('DecisionMade', {
    id: 'R-44',
    meaning: 'Conditions go with the decision “approve-with-conditions” only. Choose it, or take the conditions out.',
    holds: ({ data }) => data.decision === 'approve-with-conditions' || data.conditions === undefined,
  }),
  itIsAnApproval: about('DecisionMade', {
    meaning: 'The decision is not an approval.',
    holds: ({ data }) => data.decision === 'approve' || data.decision === 'approve-with-conditions',
  }),
  itIsADeferral: about('DecisionMade', {
    meaning: 'The decision is no deferral.',
    holds: ({ data }) => data.decision === 'defer',
  }),
  itIsARejection: about('DecisionMade', {
    meaning: 'The decision is no rejection.',
    holds: ({ data }) => data.decision === 'reject',
  }),
  conditionIsOpen: {
    id: 'R-44',
    readsData: true,
    meaning: 'There is no open condition with that number.',
    holds: ({ context, event }) =>
      (event.type !== 'ConditionDischarged' && event.type !== 'ConditionUpheld') ||
      context.conditions[event.data.condition - 1]?.discharged === false,
  },
});

import { caseRules } from '../../case/context.js';

export const agreementRules = caseRules({
  applicationIsApproved: {
    id: 'R-50',
    meaning: 'The national committee must approve the application first.',
    in: 'applying.underWay.application.agreement',
  },
  bothPartiesSigned: {
    id: 'R-50',
    meaning: 'The CCG and NHS England must both sign the agreement first.',
    in: 'applying.underWay.application.agreement.signed',
  },
  conditionsPrecedentAreDischarged: {
    id: 'R-50',
    meaning: 'Every condition precedent must be discharged before the delegation takes effect.',
    holds: ({ context }) => context.conditions.every(({ precedent, discharged }) => discharged || !precedent),
  },
  goLiveHasCome: {
    id: 'R-06',
    meaning: ({ context }) => `Go-live has not come: it is at ${context.round?.goLiveAt ?? ''} (UTC).`,
    holds: ({ context, event }) => context.round !== null && event.at >= context.round.goLiveAt,
  },
  signatoryIsNew: {
    id: 'R-46',
    meaning: 'The two parties sign by two different people.',
    holds: ({ context, event }) => !context.signatories.includes(event.actor.id),
  },
  ccgSigns: { meaning: 'NHS England signs here.', holds: ({ event }) => event.actor.role === 'ccg-officer' },
  nhsEnglandSigns: { meaning: 'The CCG signs here.', holds: ({ event }) => event.actor.role === 'national-committee' },
});

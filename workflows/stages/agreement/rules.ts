import { caseRules } from '../../application/rules.js';

export const agreementRules = caseRules({
  applicationIsApproved: {
    id: 'R-50',
    changedBy: ['ApprovalSuspended', 'ThresholdsReopened'],
    meaning: 'The national committee must approve the application first.',
    in: 'applying.underWay.application.agreement',
  },
  bothPartiesSigned: {
    id: 'R-50',
    meaning: 'The CCG and NHS England must both sign the agreement first.',
    in: 'applying.underWay.application.agreement.signed',
  },
  signatoryIsNew: {
    id: 'R-46',
    changedBy: ['AgreementSigned'],
    meaning: 'The two parties sign by two different people.',
    holds: ({ context, event }) => !context.signatories.includes(event.actor.id),
  },
  ccgSigns: { meaning: 'NHS England signs here.', holds: ({ event }) => event.actor.role === 'ccg-officer' },
  nhsEnglandSigns: { meaning: 'The CCG signs here.', holds: ({ event }) => event.actor.role === 'national-committee' },
});

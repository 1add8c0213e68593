import { caseRules } from '../../application/rules.js';

export const committeeRules = caseRules({
  jointApplicationIsApproved: {
    id: 'R-45',
    meaning: 'The region must approve the application first.',
    in: 'applying.underWay.application.committee',
  },
  jointCommitteeIsEstablished: {
    id: 'R-20',
    meaning: 'The joint committee of the CCG and NHS England must be established first.',
    in: 'applying.underWay.application.committee.established',
  },
});

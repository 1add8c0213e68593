import { about, caseRules } from '../../application/rules.js';

export const delegationApplicationRules = caseRules({
  amendmentIsStated: {
    id: 'R-20',
    meaning:
      'The form contains the proposed amendment: propose one, or record that none is required, before you submit.',
    holds: ({ context }) =>
      context.clauseReliedOn !== null || context.amendments.some(({ status }) => status !== 'refused'),
  },
  delegationIsNotDouble: about('ApplicationSubmitted', {
    id: 'R-30',
    meaning:
      'NHS England delegates a function once, to one CCG. A joint committee of several CCGs cannot take the decisions.',
    holds: ({ data }) => data.governance.decidedBy !== 'joint-committee',
  }),
  governingBodyHasTheCommittee: about('ApplicationSubmitted', {
    id: 'R-34',
    meaning: 'The committee that decides must be a committee of the governing body.',
    holds: ({ data: { governance } }) => 'committeeOf' in governance && governance.committeeOf === 'governing-body',
  }),
});

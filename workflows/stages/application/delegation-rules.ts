import { about, caseRules } from '../../application/rules.js';
import { standing } from '../constitution/standing.js';

export const delegationApplicationRules = caseRules({
  amendmentIsStated: {
    id: 'R-20',
    meaning:
      'The form contains the proposed amendment: propose one, or record that none is required, before you submit. One that was returned or refused does not count.',
    holds: ({ context }) => context.clauseReliedOn !== null || standing(context.amendments).length > 0,
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

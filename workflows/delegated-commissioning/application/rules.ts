import { about, caseRules } from '../../case/context.js';

export const applicationRules = caseRules({
  submissionIsInTime: {
    id: 'R-04',
    meaning: ({ context }) => `Applications in this round closed at ${context.round?.applicationBy ?? ''} (UTC).`,
    holds: ({ context, event }) =>
      typeof context.round?.applicationBy !== 'string' || event.at < context.round.applicationBy,
  },
  applicationDeadlineHasPassed: {
    id: 'R-04',
    meaning: ({ context }) => `Applications in this round close at ${context.round?.applicationBy ?? ''} (UTC).`,
    holds: ({ context, event }) =>
      typeof context.round?.applicationBy === 'string' && event.at >= context.round.applicationBy,
  },
  membersWereEngaged: {
    id: 'R-10',
    meaning: 'Record at least one engagement with the members before you submit.',
    holds: ({ context }) => context.engagements > 0 || context.ballots > 0,
  },
  consultationIsExplained: about('ApplicationSubmitted', {
    id: 'R-11',
    meaning: 'Where the public was not consulted, give the reason.',
    holds: ({ data }) => data.consultation.held || data.consultation.reason !== undefined,
  }),
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
  committeeCanDecide: about('ApplicationSubmitted', {
    id: 'R-31',
    meaning: 'A committee-in-common meets but never decides: each decision belongs to one CCG’s own committee.',
    holds: ({ data }) => data.governance.decidedBy !== 'committee-in-common',
  }),
  governingBodyHasTheCommittee: about('ApplicationSubmitted', {
    id: 'R-34',
    meaning: 'The committee that decides must be a committee of the governing body.',
    holds: ({ data }) => data.governance.committeeOf === 'governing-body',
  }),
});

import { hasCome, isBefore } from '../../../libs/workflow/instant.js';
import { deadlineInWords } from '../../../libs/workflow/london.js';
import { about, caseRules } from '../../application/rules.js';
import type { Context } from '../../application/words.js';
import { applicationDeadlineOf } from '../../application/round.js';

const deadlineOf = ({ round, level }: Context): string | null => round && applicationDeadlineOf(round, level ?? 'L3');

export const applicationRules = caseRules({
  submissionIsInTime: {
    id: 'R-04',
    meaning: ({ context }) =>
      `Applications in this round closed at ${deadlineInWords(deadlineOf(context) ?? context.round?.goLiveAt ?? '')}.`,
    holds: ({ context, event }) => {
      const deadline = deadlineOf(context);
      return deadline === null || isBefore(event.at, deadline);
    },
  },
  applicationDeadlineHasPassed: {
    id: 'R-04',
    meaning: ({ context }) => {
      const deadline = deadlineOf(context);
      return deadline === null
        ? 'There is no deadline for applications.'
        : `Applications in this round close at ${deadlineInWords(deadline)}.`;
    },
    holds: ({ context, event }) => {
      const deadline = deadlineOf(context);
      return deadline !== null && hasCome(deadline, event.at);
    },
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
  committeeCanDecide: about('ApplicationSubmitted', {
    id: 'R-31',
    meaning: 'A committee in common meets but never decides: each decision belongs to one CCG’s own committee.',
    holds: ({ data }) => data.governance.decidedBy !== 'committee-in-common',
  }),
});

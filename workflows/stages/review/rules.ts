import { dayInWords, isDayBefore, londonDay } from '../../../libs/workflow/london.js';
import { about, caseRules } from '../../application/rules.js';

const answerWanted = 'The answer must be wanted before go-live';

export const reviewRules = caseRules({
  answerComesBeforeGoLive: about('InformationRequested', {
    id: 'R-06',
    limits: { fields: ['answerBy'], general: `${answerWanted}.` },
    meaning: (_, { round }) => `${answerWanted}, which is on ${round ? dayInWords(londonDay(round.goLiveAt)) : ''}.`,
    holds: ({ data }, { round }) =>
      data.answerBy === undefined || round === null || isDayBefore(data.answerBy, londonDay(round.goLiveAt)),
  }),
  questionIsOpen: about('InformationProvided', {
    id: 'R-40',
    limits: { fields: ['question'], general: 'Name an open question by its number.' },
    meaning: ({ data: { question } }, { questions }) => {
      const answeredAt = questions[question - 1]?.answeredAt;
      const open = questions.flatMap(({ answered }, index) => (answered ? [] : [index + 1]));
      const became =
        answeredAt === undefined
          ? `There is no question ${question}.`
          : `Question ${question} was answered on ${dayInWords(londonDay(answeredAt))}.`;
      return `${became} Open: ${open.join(', ') || 'none'}.`;
    },
    holds: ({ data }, { questions }) => questions[data.question - 1]?.answered === false,
  }),
  itIsTheLastQuestion: about('InformationProvided', {
    meaning: 'Other questions are open.',
    holds: (_, { questions }) => questions.filter(({ answered }) => !answered).length === 1,
  }),
  regionRecommended: {
    id: 'R-40',
    changedBy: ['ThresholdsReopened', 'ApprovalSuspended', 'ApplicationSubmitted'],
    meaning: 'The region has not recommended this application, so it cannot be approved. Defer or reject it.',
    holds: ({ context }) => context.recommended,
  },
});

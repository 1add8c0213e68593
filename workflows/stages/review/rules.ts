import { dayInWords, isDayBefore, londonDay } from '../../../libs/workflow/london.js';
import { about, caseRules } from '../../case/context.js';

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
    meaning: 'There is no open question with that number.',
    holds: ({ data }, { questions }) => questions[data.question - 1]?.answered === false,
  }),
  itIsTheLastQuestion: about('InformationProvided', {
    meaning: 'Other questions are open.',
    holds: (_, { questions }) => questions.filter(({ answered }) => !answered).length === 1,
  }),
  regionRecommended: {
    id: 'R-40',
    meaning: 'The region has not recommended this application, so it cannot be approved. Defer or reject it.',
    holds: ({ context }) => context.recommended,
  },
});

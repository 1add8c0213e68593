import { about, caseRules } from './context.js';

export const anywhereRules = caseRules({
  approverHasNoInterest: {
    id: 'R-47',
    meaning:
      'You declared an interest in this CCG or one of its practices, which bars you from this case. Someone else must take it.',
    holds: ({ context, event }) => !context.interested.includes(event.actor.id),
  },
  ccgIsNotInSpecialMeasures: {
    id: 'R-41',
    meaning: 'The CCG is in special measures. It cannot be recommended, approved or go live until they are lifted.',
    holds: ({ context }) => !context.specialMeasures,
  },
  ccgIsInSpecialMeasures: {
    id: 'R-41',
    meaning: 'The CCG is not in special measures.',
    holds: ({ context }) => context.specialMeasures,
  },
  caseIsUnclaimed: about('CaseClaimed', {
    meaning: 'Somebody else has claimed this case in that queue. Ask them to release it.',
    holds: ({ data, actor }, { claims }) => [undefined, actor.id].includes(claims[data.queue]?.id),
  }),
  claimIsYours: about('CaseReleased', {
    meaning: 'You have not claimed this case in that queue. Its claimant can release it, or the registrar.',
    holds: ({ data, actor }, { claims }) =>
      claims[data.queue] !== undefined && (actor.role === 'registrar' || claims[data.queue]?.id === actor.id),
  }),
});

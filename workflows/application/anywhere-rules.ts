import { hasCome } from '../../libs/workflow/instant.js';
import { dayInWords, londonDay } from '../../libs/workflow/london.js';
import { barred } from './hands.js';
import { approvers, handsIn, interestedIn } from './independence.js';
import { about, caseRules } from './rules.js';
import {
  applicationDeadlineOf,
  interestByOf,
  interestDeadlineIn,
  isHigher,
  laterThan,
  withLater,
  withLaterInTime,
  type Level,
} from './round.js';
import type { RoundTerms } from './terms.js';
import type { Context } from './words.js';

/** A queue is called what whoever claims a case in it calls it, and every object has some names of its own. */
const claimantOf = (claims: Context['claims'], queue: string): string | undefined =>
  Object.hasOwn(claims, queue) ? claims[queue]?.id : undefined;

const hasOtherDeadlines = (was: RoundTerms, then: RoundTerms, level: Level): boolean =>
  interestByOf(then, level) !== interestByOf(was, level) ||
  applicationDeadlineOf(then, level) !== applicationDeadlineOf(was, level);

export const anywhereRules = caseRules({
  approverHasNoInterest: {
    id: 'R-47',
    meaning:
      'You have an interest in this CCG or one of its practices, which bars you from this case. Someone else must take it.',
    holds: ({ context, event: { actor, data } }) =>
      !approvers.includes(actor.role) || !interestedIn(context, data).includes(actor.id),
  },
  approverIsNoHand: {
    id: 'R-46',
    meaning:
      'You act for this CCG or one of its practices, or did so on this case, so you cannot act on it for NHS England. Someone else must.',
    holds: ({ context, event: { actor, data } }) =>
      !approvers.includes(actor.role) || !handsIn(context, data).includes(actor.id),
  },
  anotherIsNamedByTheRegistrar: about('InterestDeclared', {
    id: 'R-47',
    meaning: 'You declare your own interests only. The registrar records those of others.',
    holds: ({ data, actor }) =>
      ['registrar', 'clock'].includes(actor.role) || [undefined, actor.id].includes(data.person),
  }),
  registrarNamesThePerson: about('InterestDeclared', {
    id: 'R-47',
    meaning: 'Enter the id of the person whose interest you record.',
    holds: ({ data, actor }) => actor.role !== 'registrar' || data.person !== undefined,
  }),
  interestIsNews: about('InterestDeclared', {
    meaning: 'The interest bars the person from this case already.',
    holds: ({ data, actor }, { interested }) =>
      actor.role !== 'clock' || data.person === undefined || !interested.includes(data.person),
  }),
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
  claimantIsNotBarred: about('CaseClaimed', {
    id: 'R-46',
    meaning: 'You had a hand in this application before, so you cannot take it here. Somebody else must.',
    holds: ({ actor, data }, context) => !barred(context, actor.role, data).includes(actor.id),
  }),
  caseIsUnclaimed: about('CaseClaimed', {
    meaning: 'Somebody else has claimed this case in that queue. Ask them to release it.',
    holds: ({ data, actor }, { claims }) => [undefined, actor.id].includes(claimantOf(claims, data.queue)),
  }),
  claimIsYours: about('CaseReleased', {
    meaning: 'You have not claimed this case in that queue. Its claimant can release it, or the registrar.',
    holds: ({ data, actor }, { claims }) => {
      const claimant = claimantOf(claims, data.queue);
      return claimant !== undefined && (actor.role === 'registrar' || claimant === actor.id);
    },
  }),
  constitutionIsNews: about('ConstitutionAmended', {
    id: 'R-21',
    meaning: 'The case rests on that version of the constitution already, or on a later one.',
    holds: ({ data }, { constitution }) => data.version > (constitution?.version ?? 0),
  }),
  goLiveHasCome: {
    id: 'R-06',
    meaning: ({ context: { round } }) =>
      `Go-live has not come: it is on ${round ? dayInWords(londonDay(round.goLiveAt)) : ''}.`,
    holds: ({ context, event }) => context.round !== null && hasCome(context.round.goLiveAt, event.at),
  },
  deadlineIsPutBack: about('DeadlinePutBack', {
    id: 'R-04',
    meaning: 'No deadline that this case has not missed is later now.',
    holds: ({ data, at }, { round, level }) =>
      round !== null && level !== null && hasOtherDeadlines(round, withLater(round, data, at), level),
  }),
  deadlineOfInterestIsPutBack: about('DeadlinePutBack', {
    id: 'R-04',
    meaning: 'No deadline is later now for this interest.',
    holds: ({ data }, { round, level, mendBy }) =>
      round !== null &&
      level !== null &&
      (hasOtherDeadlines(round, withLaterInTime(round, data), level) ||
        laterThan(mendBy, interestDeadlineIn(data, level)) !== mendBy),
  }),
  levelIsHigher: about('LevelSuperseded', {
    id: 'R-05',
    meaning: 'Only a higher level that took effect takes the place of this one.',
    holds: ({ data }, { level }) => level !== null && isHigher(data.level, level),
  }),
  levelIsAsHigh: about('LevelSuperseded', {
    id: 'R-05',
    meaning: 'Only this level or a higher one that took effect ends an application for it.',
    holds: ({ data }, { level }) => level !== null && !isHigher(level, data.level),
  }),
});

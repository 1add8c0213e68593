import type { Claim } from '../../libs/workflow/index.js';
import { hasCome } from '../../libs/workflow/instant.js';
import { dayInWords, londonDay, momentInWords } from '../../libs/workflow/london.js';
import { claimIn, endInWords } from './claims.js';
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
import type { Context, FactOf } from './words.js';

/** Who has the case in hand. Whoever the register bars by now has it no longer, whether or not the case was told. */
function holderOf({ claims }: Pick<Context, 'claims'>, { data }: FactOf<'CaseClaimed'>): Claim | undefined {
  const { interested = [], onBothSides = [] } = data;
  const claim = claimIn(claims, data.queue);
  return claim && [...interested, ...onBothSides].includes(claim.id) ? undefined : claim;
}

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
    holds: ({ data, actor }, { interested }) => actor.role !== 'clock' || !interested.includes(data.person ?? ''),
  }),
  ccgIsNotInSpecialMeasures: {
    id: 'R-41',
    changedBy: ['SpecialMeasuresImposed'],
    meaning: 'The CCG is in special measures. It cannot be recommended, approved or go live until they are lifted.',
    holds: ({ context }) => !context.specialMeasures,
  },
  ccgIsInSpecialMeasures: {
    id: 'R-41',
    changedBy: ['SpecialMeasuresLifted'],
    meaning: 'The CCG is not in special measures.',
    holds: ({ context }) => context.specialMeasures,
  },
  claimantIsNotBarred: about('CaseClaimed', {
    id: 'R-46',
    meaning: 'You had a hand in this application before, so you cannot take it here. Somebody else must.',
    holds: ({ actor, data }, context) => !barred(context, actor.role, data).includes(actor.id),
  }),
  caseIsUnclaimed: about('CaseClaimed', {
    meaning: (event, context) => {
      const { name, at } = holderOf(context, event) ?? { name: 'Nobody', at: event.at };
      return `${name} claimed this case in that queue at ${momentInWords(at)}. Ask them to release it.`;
    },
    holds: (event, context) => [undefined, event.actor.id].includes(holderOf(context, event)?.id),
  }),
  claimIsYours: about('CaseReleased', {
    meaning: ({ data }, { claims, claimed }) => {
      const [claim, last] = [claimIn(claims, data.queue), claimIn(claimed, data.queue)];
      if (claim)
        return `${claim.name} claimed this case in that queue at ${momentInWords(claim.at)}. They can release it, or the registrar.`;
      const before = last ? `${endInWords(last)} ` : '';
      return `${before}Nobody has claimed this case in that queue, so there is nothing to release.`;
    },
    holds: ({ data, actor }, { claims }) => {
      const claim = claimIn(claims, data.queue);
      return claim !== undefined && (actor.role === 'registrar' || claim.id === actor.id);
    },
  }),
  claimStands: about('ClaimEnded', {
    meaning: 'Nobody has claimed the case in that queue, or somebody else has.',
    holds: ({ data }, { claims }) => claimIn(claims, data.queue)?.id === data.person,
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

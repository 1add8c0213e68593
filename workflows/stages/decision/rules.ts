import { dayInWords, isDayBefore, londonDay } from '../../../libs/workflow/london.js';
import { handsIn, interestedIn } from '../../application/independence.js';
import { about, caseRules } from '../../application/rules.js';
import type { CaseFact, CaseFacts, Context, FactOf } from '../../application/words.js';
import { changedSince, changesInWords } from './changes.js';
import { comeDue, conditionsOf, isSame, unimposed } from './imposed.js';

type Minuted = FactOf<'DecisionMade'> | FactOf<'DecisionEscalated'>;

const isMinuted = (fact: CaseFact): fact is Minuted =>
  fact.type === 'DecisionMade' || fact.type === 'DecisionEscalated';

/** A rule about what was minuted; it holds for every fact that rests on no minute. */
const ofTheMinute = (holds: (fact: Minuted, context: Context) => boolean) => ({
  readsData: true as const,
  holds: ({ context, event }: CaseFacts): boolean => !isMinuted(event) || holds(event, context),
});

/** Whoever took part in the vote of the item, also by abstaining: they counted towards its quorum. */
const votersOf = ({ data: { minute } }: Minuted): readonly string[] => [
  ...minute.votes.for,
  ...minute.votes.against,
  ...minute.votes.abstained,
];

/** When an item decided or escalated the case: each minute stands beside the change that it made. */
function decidedOn({ minutes, changes }: Context, { data }: Minuted): string {
  const place = minutes.findIndex(({ meeting, item }) => meeting === data.meeting && item === data.item);
  const made = changes.filter(({ type }) => type === 'DecisionMade' || type === 'DecisionEscalated')[place];
  if (made === undefined) return '';
  const verb = made.type === 'DecisionMade' ? 'decided' : 'escalated';
  return `This case was ${verb} on that item already, on ${dayInWords(londonDay(made.at))}.`;
}

const precedentsAreDue = 'What must be discharged before go-live is due before it';

export const decisionRules = caseRules({
  deciderDidNotAssess: {
    id: 'R-46',
    meaning:
      'You assessed, signed or recommended this application for the region, so you cannot decide it. Another member must.',
    holds: ({ context, event }) => !context.assessors.includes(event.actor.id),
  },
  committeeIsNational: {
    id: 'R-45',
    meaning: 'Only the national committee grants this level. Record an item of one of its meetings.',
    ...ofTheMinute(({ data: { minute } }) => minute.committee.organisation === 'nhse'),
  },
  committeeIsOfTheRegion: {
    id: 'R-45',
    changedBy: ['DecisionEscalated', 'CcgDetailsChanged'],
    meaning: ({ context }) =>
      context.escalated
        ? 'The decision was escalated to the national committee. Record an item of one of its meetings.'
        : 'The region decides this level. Record an item of a meeting of its committee.',
    ...ofTheMinute(
      ({ data: { minute } }, { ccg, escalated }) =>
        minute.committee.organisation === (escalated ? 'nhse' : ccg?.region),
    ),
  },
  minuteIsNew: {
    id: 'R-47',
    meaning: ({ context, event }) =>
      `${isMinuted(event) ? decidedOn(context, event) : ''} A new decision needs a new item.`,
    ...ofTheMinute(
      ({ data }, { minutes }) => !minutes.some(({ meeting, item }) => meeting === data.meeting && item === data.item),
    ),
  },
  decisionIsAsMinuted: {
    id: 'R-47',
    meaning:
      'The minute of that item says otherwise. Record the meeting, the item and the decision as they were minuted.',
    ...ofTheMinute(({ type, data }) => {
      const { minute } = data;
      if (minute.meeting !== data.meeting || minute.item !== data.item) return false;
      // An inquorate meeting decides nothing, whatever was moved: its item is deferred or escalated.
      return type === 'DecisionEscalated' || minute.decision === data.decision || isDeferredForWantOfAQuorum(data);
    }),
  },
  nextIsAsMinuted: {
    id: 'R-47',
    meaning: ({ event }) =>
      isMinuted(event) && event.data.minute.next === 'escalate'
        ? 'The meeting was inquorate on that item and escalated it. Record the escalation, not a deferral.'
        : 'The meeting was inquorate on that item and deferred it. Record the deferral; to escalate, put the case to another meeting.',
    ...ofTheMinute(({ type, data: { minute } }) => {
      if (minute.outcome !== 'inquorate') return true;
      return minute.next !== (type === 'DecisionEscalated' ? 'defer' : 'escalate');
    }),
  },
  voteIsOnWhatStands: {
    id: 'R-44',
    readsData: true,
    meaning: ({ context, event }) =>
      `Since this case was put to that meeting, ${isMinuted(event) ? changesInWords(changedSince(event.data.minute, context)) : ''}. A vote from before decides nothing on it now: table the case again and vote on it as it stands.`,
    holds: ({ context, event }) => !isMinuted(event) || changedSince(event.data.minute, context).length === 0,
  },
  meetingWasQuorate: about('DecisionMade', {
    id: 'R-47',
    meaning:
      'No quorate meeting carried this decision on that item. Of an inquorate item only a deferral can be recorded here.',
    holds: ({ data }) => data.minute.outcome === 'carried' || isDeferredForWantOfAQuorum(data),
  }),
  meetingWasInquorate: about('DecisionEscalated', {
    id: 'R-47',
    meaning: 'Only an item on which the meeting was inquorate is escalated.',
    holds: ({ data }) => data.minute.outcome === 'inquorate',
  }),
  votersDidNotAssess: {
    id: 'R-46',
    meaning:
      'Somebody voted on that item who acts for this CCG or one of its practices, or assessed, signed or recommended the application for the region. Without them the item must be voted on anew.',
    ...ofTheMinute((fact, context) => {
      const hands = [...context.assessors, ...handsIn(context, fact.data)];
      return !votersOf(fact).some((id) => hands.includes(id));
    }),
  },
  votersAreIndependent: {
    id: 'R-47',
    meaning:
      'Somebody voted on that item who has an interest in this CCG or one of its practices. Without them the item must be voted on anew.',
    ...ofTheMinute((fact, context) => {
      const interested = interestedIn(context, fact.data);
      return !votersOf(fact).some((id) => interested.includes(id));
    }),
  },
  clinicalInputIsAcknowledged: about('DecisionMade', {
    id: 'R-48',
    meaning: 'No clinician was in the room for that item. The chair must acknowledge that there was no clinical input.',
    holds: ({ data }) =>
      data.minute.clinicalInput || data.minute.acknowledgedBy !== null || isDeferredForWantOfAQuorum(data),
  }),
  decisionIsEscalated: {
    id: 'R-47',
    meaning: 'The decision is still the region’s.',
    holds: ({ context }) => context.escalated,
  },
  decisionIsNotEscalated: {
    id: 'R-47',
    meaning: ({ context: { changes } }) => {
      const escalated = changes.findLast(({ type }) => type === 'DecisionEscalated');
      return `The decision was escalated to the national committee on ${escalated ? dayInWords(londonDay(escalated.at)) : 'an earlier day'}. That committee decides now.`;
    },
    holds: ({ context }) => !context.escalated,
  },
  rejectionHasReasons: about('DecisionMade', {
    id: 'R-43',
    meaning: 'Give at least one reason code with its text for a rejection.',
    holds: ({ data }) => data.decision !== 'reject' || (data.reasons?.length ?? 0) > 0,
  }),
  conditionsAreImposed: about('DecisionMade', {
    id: 'R-44',
    meaning:
      'Name at least one condition in the minute of the vote: the unmet matter, its owner and the day it is due.',
    holds: ({ data }) => data.decision !== 'approve-with-conditions' || conditionsOf(data).length > 0,
  }),
  conditionsAreAsMinuted: about('DecisionMade', {
    id: 'R-44',
    meaning:
      'The conditions are not those the committee voted on. Leave them out, which takes them from the minute, or enter them as minuted.',
    holds: ({ data }) => data.conditions === undefined || isSame(data.conditions, data.minute.conditions ?? []),
  }),
  thresholdConditionsAreImposed: {
    id: 'R-44',
    readsData: true,
    meaning: ({ context, event }) =>
      `The region found thresholds met with conditions, and an approval must impose these. Approve with conditions, and have the committee vote on one for each, with the assessor’s words as its matter and no others: ${
        event.type === 'DecisionMade' ? unimposed(event.data, context).join('; ') : ''
      }`,
    holds: ({ context, event }) => event.type !== 'DecisionMade' || unimposed(event.data, context).length === 0,
  },
  conditionsAreToCome: about('DecisionMade', {
    id: 'R-44',
    meaning: (event) =>
      `Conditions are due on a day to come. Of those that were voted on, the day has come of ${comeDue(event)
        .map(({ matter, due }) => `“${matter}”, ${dayInWords(due)}`)
        .join('; ')}. Table the case again, and vote on conditions with a later day.`,
    holds: (event) => comeDue(event).length === 0,
  }),
  precedentsAreDueBeforeGoLive: about('DecisionMade', {
    id: 'R-44',
    limits: { fields: ['conditions.*.due'], general: `${precedentsAreDue}.` },
    meaning: (_, { round }) =>
      `${precedentsAreDue}: on the day before ${round ? dayInWords(londonDay(round.goLiveAt)) : ''}, or earlier.`,
    holds: ({ data }, { round }) =>
      round === null ||
      conditionsOf(data).every(({ precedent, due }) => !precedent || isDayBefore(due, londonDay(round.goLiveAt))),
  }),
  conditionsGoWithTheDecision: about('DecisionMade', {
    id: 'R-44',
    meaning: 'Conditions go with the decision “approve with conditions” only. Choose it, or take the conditions out.',
    holds: ({ data }) => data.decision === 'approve-with-conditions' || data.conditions === undefined,
  }),
  itIsAnApproval: about('DecisionMade', {
    meaning: 'The decision is not an approval.',
    holds: ({ data }) => data.decision === 'approve' || data.decision === 'approve-with-conditions',
  }),
  itIsADeferral: about('DecisionMade', {
    meaning: 'The decision is no deferral.',
    holds: ({ data }) => data.decision === 'defer',
  }),
  itIsARejection: about('DecisionMade', {
    meaning: 'The decision is no rejection.',
    holds: ({ data }) => data.decision === 'reject',
  }),
  conditionsPrecedentAreDischarged: {
    id: 'R-50',
    meaning: 'Every condition precedent must be discharged first.',
    holds: ({ context }) => context.conditions.every(({ precedent, discharged }) => discharged || !precedent),
  },
  conditionIsOpen: {
    id: 'R-44',
    readsData: true,
    limits: { fields: ['condition'], general: 'Name an open condition by its number.' },
    meaning: ({ context: { conditions }, event }) => {
      const { condition } = event.data as { readonly condition: number };
      const dischargedAt = conditions[condition - 1]?.dischargedAt;
      const open = conditions.flatMap(({ discharged }, index) => (discharged ? [] : [index + 1]));
      const became =
        dischargedAt === undefined
          ? `There is no condition ${condition}.`
          : `Condition ${condition} was discharged on ${dayInWords(londonDay(dischargedAt))}.`;
      return `${became} Open: ${open.join(', ') || 'none'}.`;
    },
    holds: ({ context, event }) =>
      (event.type !== 'ConditionDischarged' && event.type !== 'ConditionUpheld') ||
      context.conditions[event.data.condition - 1]?.discharged === false,
  },
});

const isDeferredForWantOfAQuorum = ({ decision, minute }: FactOf<'DecisionMade'>['data']): boolean =>
  decision === 'defer' && minute.outcome === 'inquorate';

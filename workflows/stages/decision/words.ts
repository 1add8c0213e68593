import type { Choice, Noted, NotedCondition } from '../../../libs/workflow/index.js';
import { dayInWords, endOfDay } from '../../../libs/workflow/london.js';
import { forgotten, numbered, soonest } from '../../application/dates.js';
import type {
  Context,
  DatesOf,
  FactsOf,
  LookUpsOf,
  NamesOf,
  NamesSetBy,
  NotesOf,
  StageWords,
} from '../../application/words.js';
import type { Condition } from '../../committee-meeting/decisions.js';
import type { Minute } from '../../committee-meeting/minute.js';
import { events } from './events.js';
import { conditionsOf } from './imposed.js';
import { decisionRules } from './rules.js';

interface Added {
  readonly DecisionMade: { readonly minute: Minute };
  readonly DecisionEscalated: { readonly minute: Minute };
}

interface Remembers {
  /** The items of meetings that decided or escalated this case. */
  readonly minutes: readonly { readonly meeting: string; readonly item: number }[];
  /** The national committee decides in the region's place, whose meeting was inquorate. */
  readonly escalated: boolean;
  readonly conditions: readonly (Condition & { readonly discharged: boolean; readonly dischargedAt?: string })[];
}

const dates = {
  DecisionMade: ({ data }, before) => ({
    ...forgotten(before, 'conditionsDue'),
    ...soonest({}, 'conditionsDue', dueFrom(1, conditionsOf(data))),
  }),
  ConditionsImposed: ({ data }, before) =>
    soonest(before, 'conditionsDue', dueFrom(numbered(before, 'conditionsDue').length + 1, data.conditions)),
  ConditionDischarged: ({ data }, before) => soonest(before, 'conditionsDue', { [data.condition]: null }),
  // The conditions of a decision that falls go with it.
  ThresholdsReopened: (_, before) => forgotten(before, 'conditionsDue'),
  ApprovalSuspended: (_, before) => forgotten(before, 'conditionsDue'),
} satisfies DatesOf;

const standing = (conditions: readonly Condition[]): readonly NotedCondition[] =>
  conditions.map(({ matter, owner, due, precedent }) => ({ matter, owner, due, precedent, discharged: false }));

/** With the condition of this number changed, from 1. */
const reviewed = (before: Noted, number: number, change: Partial<NotedCondition>): Noted => ({
  ...before,
  conditions: (before.conditions ?? []).map((each, index) => (index === number - 1 ? { ...each, ...change } : each)),
});

const fallen = (before: Noted): Noted => ({ ...before, conditions: [] });

const notes = {
  DecisionMade: (before, { data }) => ({
    ...before,
    conditions: standing(conditionsOf(data)),
    ...(data.decision === 'reject' && { reasons: [...new Set(data.reasons?.map(({ code }) => code))] }),
  }),
  ConditionsImposed: (before, { data }) => ({
    ...before,
    conditions: [...(before.conditions ?? []), ...standing(data.conditions)],
  }),
  ConditionDischarged: (before, { data }) => reviewed(before, data.condition, { discharged: true }),
  ConditionUpheld: (before, { data, at }) => reviewed(before, data.condition, { upheldAt: at }),
  ThresholdsReopened: fallen,
  ApprovalSuspended: fallen,
} satisfies NotesOf;

declare module '../../application/words.js' {
  interface FactTypes extends FactsOf<typeof events, Added> {}
  interface RuleNames extends NamesOf<typeof decisionRules> {}
  interface Context extends Remembers {}
  interface DateNames extends NamesSetBy<typeof dates> {}
}

export const decisionWords = {
  name: 'decision',
  events,
  rules: decisionRules,
  beginning: { minutes: [], escalated: false, conditions: [] } satisfies Remembers,
  irreversible: {
    DecisionMade: 'The decision and its grounds stand in the record, and the CCG reads them at once.',
    ApprovalSuspended: 'The approval is suspended at once, and the CCG must rework its application.',
  },
  offers: { ConditionDischarged: { condition: openConditions }, ConditionUpheld: { condition: openConditions } },
  lookUps: { DecisionMade: ['minute'], DecisionEscalated: ['minute'] } satisfies LookUpsOf<Added>,
  dates,
  notes,
  tells: ({ minutes, escalated, conditions }) => ({ minutes, escalated, conditions }),
} as const satisfies StageWords;

/** When each of some conditions is due, under its number on the case. */
const dueFrom = (first: number, conditions: readonly Condition[]): Readonly<Record<number, string>> =>
  Object.fromEntries(conditions.map(({ due }, index) => [first + index, endOfDay(due)]));

function openConditions({ conditions }: Context): readonly Choice[] {
  return conditions.flatMap(({ matter, due, discharged }, index) =>
    discharged ? [] : [{ value: String(index + 1), words: `${index + 1}. ${matter} (due ${dayInWords(due)})` }],
  );
}

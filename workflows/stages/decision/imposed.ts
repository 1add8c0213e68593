/** The conditions of a decision are those its committee voted on. */
import { isDayBefore, londonDay } from '../../../libs/workflow/london.js';
import type { Context, FactOf } from '../../application/words.js';
import type { Condition } from '../../committee-meeting/decisions.js';

type Decision = Pick<FactOf<'DecisionMade'>['data'], 'conditions' | 'minute'>;

/** The conditions of a decision: those the committee voted on. */
export const conditionsOf = ({ minute }: Decision): readonly Condition[] => minute.conditions ?? [];

/** The conditions of an approval, none of them discharged yet. */
export const imposed = ({ data }: FactOf<'DecisionMade'>): Context['conditions'] =>
  conditionsOf(data).map((each) => ({ ...each, discharged: false }));

/** Of the conditions that were voted on, those whose day has come by the time at which the decision is recorded. */
export const comeDue = ({ data, at }: FactOf<'DecisionMade'>): readonly Condition[] =>
  conditionsOf(data).filter(({ due }) => !isDayBefore(londonDay(at), due));

const isAlike = (a: Condition, b: Condition | undefined): boolean =>
  a.matter === b?.matter && a.owner === b.owner && a.due === b.due && a.precedent === b.precedent;

/** Whether two lists name the same conditions, each under the same number. */
export const isSame = (some: readonly Condition[], others: readonly Condition[]): boolean =>
  some.length === others.length && some.every((each, index) => isAlike(each, others[index]));

/** What the region asks for under a threshold, and no condition of the decision is: to speak of it is not to impose it. */
export const unimposed = (decision: Decision, { thresholdConditions }: Context): readonly string[] =>
  Object.values(thresholdConditions).filter(
    (asked) => !conditionsOf(decision).some(({ matter }) => matter.trim() === asked.trim()),
  );

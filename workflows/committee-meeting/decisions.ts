/** What a committee can decide, and under which conditions. */
import { Day, toCome } from '../../libs/forms/days.js';
import { Line, Text, YesNo, valuesOf } from '../../libs/forms/decorators.js';

export const outcomeWords = {
  approve: 'Approve',
  'approve-with-conditions': 'Approve with conditions',
  defer: 'Defer',
  reject: 'Reject',
} as const;
export const outcomes = valuesOf(outcomeWords);
export type Outcome = keyof typeof outcomeWords;

/** What must still be met. */
export class Condition {
  @Text('the unmet matter', { label: 'What must still be met' }) matter: string;
  @Line('who must meet it') owner: string;
  @Day('the day it is due', toCome(5), { label: 'Date it is due' }) due: string;
  /** A condition precedent must be discharged before the delegation takes effect. */
  @YesNo('Must it be discharged before go-live?', 'it must be discharged before go-live') precedent: boolean;
}

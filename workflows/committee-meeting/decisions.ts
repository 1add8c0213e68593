/** What a committee can decide, and under which conditions. */
import { Day, Text, YesNo, toCome } from '../fields.js';

export const outcomes = ['approve', 'approve-with-conditions', 'defer', 'reject'] as const;

/** What must still be met. */
export class Condition {
  @Text('the unmet matter') matter: string;
  @Text('who must meet it', 200) owner: string;
  @Day('the day it is due', toCome(5)) due: string;
  /** A condition precedent must be discharged before the delegation takes effect. */
  @YesNo('it must be discharged before go-live') precedent: boolean;
}

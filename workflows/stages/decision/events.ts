import { Condition, outcomeWords, type Outcome } from '../../committee-meeting/decisions.js';
import { CaseId } from '../../../libs/forms/codes.js';
import { Count, ListOf, OneOf, Optional, Text } from '../../../libs/forms/decorators.js';
import { Reason } from '../review/events.js';

/** A committee decided at a meeting. The service adds the minute of the item. */
export class DecisionMade {
  @CaseId('the meeting') meeting: string;
  @Count('the number of the item', 1, 1000, { hint: 'The number on the agenda of the meeting.' }) item: number;
  @OneOf('a decision', outcomeWords) decision: Outcome;
  @Text('the grounds of the decision') grounds: string;
  /** */
  @Optional('Needed if the application is rejected.')
  @ListOf(() => Reason, 'the reasons', { each: 'reason', least: 1, most: 10 })
  reasons?: Reason[];
  /** */
  @Optional('Those the committee voted on. Leave them out and the minuted ones hold.')
  @ListOf(() => Condition, 'the conditions', { each: 'condition', least: 1, most: 20 })
  conditions?: Condition[];
}

/** A meeting was inquorate on the item, so that it decided nothing: the national committee decides instead. */
export class DecisionEscalated {
  @CaseId('the meeting') meeting: string;
  @Count('the number of the item', 1, 1000, { hint: 'The number on the agenda of the meeting.' }) item: number;
  @Text('the reasons') reasons: string;
}

class ConditionReview {
  @Count('the number of the condition', 1, 1000, { hint: 'The first condition is number 1.' }) condition: number;
  @Text('the evidence') evidence: string;
}

/** A condition was reviewed and is met. */
export class ConditionDischarged extends ConditionReview {}

/** A condition was reviewed and is not met yet. */
export class ConditionUpheld extends ConditionReview {}

/** The rules about who takes the decisions. */
const brokenRules = {
  'R-30': 'Functions are delegated twice (R-30)',
  'R-31': 'A committee in common takes decisions (R-31)',
  'R-32': 'A CCG that meets in common has no joint committee of its own with NHS England (R-32)',
  'R-33': 'A joint committee of CCGs was formed before CCGs could have one (R-33)',
  'R-34': 'The committee belongs to the wrong body, or accepts no directions (R-34)',
} as const;

/** A structural defect was found after approval. */
export class ApprovalSuspended {
  @OneOf('the rule that is broken', brokenRules)
  rule: keyof typeof brokenRules;
  @Text('the defect, and what must be reworked') defect: string;
}

export const events = {
  DecisionMade,
  DecisionEscalated,
  ConditionDischarged,
  ConditionUpheld,
  ApprovalSuspended,
} as const;

import { CaseId, Count, Day, ListOf, OneOf, Optional, Text, YesNo, toCome } from '../../fields.js';

/** Why not. */
export const reasonCodes = [
  'financial-recovery',
  'structural-burden',
  'nhse-cannot-resource',
  'thresholds-not-met',
  'other',
] as const;

export class Reason {
  @OneOf('a reason', reasonCodes) code: (typeof reasonCodes)[number];
  @Text('the reason in words') text: string;
}

export const outcomes = ['approve', 'approve-with-conditions', 'defer', 'reject'] as const;

/** What must still be met. */
export class Condition {
  @Text('the unmet matter') matter: string;
  @Text('who must meet it', 200) owner: string;
  @Day('the day it is due', toCome(5)) due: string;
  /** A condition precedent must be discharged before the delegation takes effect. */
  @YesNo('it must be discharged before go-live') precedent: boolean;
}

/** A committee decided at a meeting. The service adds the minute of the item. */
export class DecisionMade {
  /** Id of the meeting's own case. */
  @CaseId('the meeting') meeting: string;
  @Count('the number of the item', 1, 1000) item: number;
  @OneOf('a decision', outcomes) decision: (typeof outcomes)[number];
  @Text('the grounds of the decision') grounds: string;
  /** Needed to reject. */
  @Optional() @ListOf(() => Reason, 'the reasons', 1, 10) reasons?: Reason[];
  /** Those the committee voted on: as minuted, or left out. */
  @Optional() @ListOf(() => Condition, 'the conditions', 1, 20) conditions?: Condition[];
}

/** A meeting was inquorate on the item, so that it decided nothing: the national committee decides instead. */
export class DecisionEscalated {
  /** Id of the meeting's own case. */
  @CaseId('the meeting') meeting: string;
  @Count('the number of the item', 1, 1000) item: number;
  @Text('the reasons') reasons: string;
}

class ConditionReview {
  /** Number of the condition, from 1. */
  @Count('the number of the condition', 1, 1000) condition: number;
  @Text('the evidence') evidence: string;
}

/** A condition was reviewed and is met. */
export class ConditionDischarged extends ConditionReview {}

/** A condition was reviewed and is not met yet. */
export class ConditionUpheld extends ConditionReview {}

/** A structural defect was found after approval. */
export class ApprovalSuspended {
  @OneOf('the rule that is broken', ['R-30', 'R-31', 'R-32', 'R-33', 'R-34'])
  rule: 'R-30' | 'R-31' | 'R-32' | 'R-33' | 'R-34';
  @Text('the defect, and what must be reworked') defect: string;
}

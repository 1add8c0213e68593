import { Day, One, OneOf, Optional, Text, YesNo, past } from '../../fields.js';
import { Submission } from './events.js';

/** Who would take the decisions, and how they meet. */
export class JointGovernance {
  /** `joint-committee`: of this CCG and NHS England; `committee-in-common`: meets, cannot decide. */
  @OneOf('who decides', ['joint-committee', 'committee-in-common', 'joint-committee-of-ccgs'])
  decidedBy: 'joint-committee' | 'committee-in-common' | 'joint-committee-of-ccgs';
  @YesNo('the CCG has its own joint committee with NHS England') ownJointCommittee: boolean;
  /** The committee meets in common with those of other CCGs. */
  @Optional() @YesNo('the committee meets in common with those of other CCGs') meetsInCommon?: boolean;
  /** Needed for a joint committee of several CCGs. */
  @Optional() @Day('the day the committee was formed', past()) formedOn?: string;
  @Text('the structure in words') description: string;
}

/** The application form for joint commissioning. Its terms of reference and its amendment are stages of their own. */
export class ApplicationSubmitted extends Submission {
  @Text('the objectives') objectives: string;
  @Text('the scheme of delegation') schemeOfDelegation: string;
  @One(() => JointGovernance, 'the governance structure') governance: JointGovernance;
}

import { Day, past } from '../../../libs/forms/days.js';
import { One, OneOf, Optional, Text, YesNo } from '../../../libs/forms/decorators.js';
import { Submission } from './events.js';

/** Who would take the decisions, and how they meet. */
export class JointGovernance {
  /** A committee in common meets, and cannot decide. */
  @OneOf('who decides', {
    'joint-committee': 'A joint committee of this CCG and NHS England',
    'committee-in-common': 'A committee in common with other CCGs',
    'joint-committee-of-ccgs': 'A joint committee of several CCGs',
  })
  decidedBy: 'joint-committee' | 'committee-in-common' | 'joint-committee-of-ccgs';
  @YesNo(
    'Does the CCG have its own joint committee with NHS England?',
    'the CCG has its own joint committee with NHS England',
  )
  ownJointCommittee: boolean;
  @Optional('Only if it does.')
  @YesNo(
    'Does the committee meet in common with those of other CCGs?',
    'the committee meets in common with those of other CCGs',
  )
  meetsInCommon?: boolean;
  @Optional('Needed for a joint committee of several CCGs.')
  @Day('the day the committee was formed', past(), { label: 'Date the committee was formed' })
  formedOn?: string;
  @Text('the structure in words') description: string;
}

/** The application form for joint commissioning. Its terms of reference and its amendment are stages of their own. */
export class ApplicationSubmitted extends Submission {
  @Text('the objectives') objectives: string;
  @Text('the scheme of delegation') schemeOfDelegation: string;
  @One(() => JointGovernance, 'the governance structure') governance: JointGovernance;
}

import { One, OneOf, Text } from '../../../libs/forms/decorators.js';
import { Submission } from './events.js';

/** Who would take the decisions. */
export class GovernanceStructure {
  /** A joint committee of several CCGs is double delegation; one in common meets, and cannot decide. */
  @OneOf('who decides', {
    'ccg-committee': 'A committee of this CCG',
    'joint-committee': 'A joint committee of several CCGs',
    'committee-in-common': 'A committee in common with other CCGs',
  })
  decidedBy: 'ccg-committee' | 'joint-committee' | 'committee-in-common';
  @OneOf('whose committee it is', { 'governing-body': 'The governing body’s', members: 'The members’' })
  committeeOf: 'governing-body' | 'members';
  @Text('the structure in words') description: string;
}

/** The application form for delegated commissioning. */
export class ApplicationSubmitted extends Submission {
  @Text('the revised conflicts of interest policy') conflictsPolicy: string;
  @Text('the finance arrangements of the delegated budget') finance: string;
  @One(() => GovernanceStructure, 'the governance structure') governance: GovernanceStructure;
}

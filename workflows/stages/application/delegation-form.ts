import { One, OneOf, Text } from '../../fields.js';
import { Submission } from './events.js';

/** Who would take the decisions. */
export class GovernanceStructure {
  /** `ccg-committee`: the CCG's own; `joint-committee`: of several CCGs, which is double delegation; `committee-in-common`: meets, cannot decide. */
  @OneOf('who decides', ['ccg-committee', 'joint-committee', 'committee-in-common'])
  decidedBy: 'ccg-committee' | 'joint-committee' | 'committee-in-common';
  @OneOf('whose committee it is', ['governing-body', 'members']) committeeOf: 'governing-body' | 'members';
  @Text('the structure in words') description: string;
}

/** The application form for delegated commissioning. */
export class ApplicationSubmitted extends Submission {
  @Text('the revised conflicts of interest policy') conflictsPolicy: string;
  @Text('the finance arrangements of the delegated budget') finance: string;
  @One(() => GovernanceStructure, 'the governance structure') governance: GovernanceStructure;
}

import { Attachment, ListOf, One, OneOf, Optional, OptionalText, Text, YesNo } from '../../fields.js';

/** Who would take the decisions. */
export class GovernanceStructure {
  /** `ccg-committee`: the CCG's own; `joint-committee`: of several CCGs, which is double delegation; `committee-in-common`: meets, cannot decide. */
  @OneOf('who decides', ['ccg-committee', 'joint-committee', 'committee-in-common'])
  decidedBy: 'ccg-committee' | 'joint-committee' | 'committee-in-common';
  @OneOf('whose committee it is', ['governing-body', 'members']) committeeOf: 'governing-body' | 'members';
  @Text('the structure in words') description: string;
}

/** Whether the public was consulted, and if not, why. */
export class Consultation {
  @YesNo('the public was consulted') held: boolean;
  @Optional()
  @OneOf('why not', ['contracting-not-provision', 'no-time', 'decision-lies-with-members', 'other'])
  reason?: string;
  @OptionalText('what was done, or the reason in words') text?: string;
}

/** The signed declaration: the CCG's signature under the submission. */
export class Declaration {
  @Text('the name under the declaration', 200) signedBy: string;
  @Text('the office of the person who signs', 200) office: string;
}

/** The application form for delegated commissioning. */
export class ApplicationSubmitted {
  @Text('the revised conflicts of interest policy') conflictsPolicy: string;
  @Text('the intended benefits, particularly for patients') benefits: string;
  @Text('the finance arrangements of the delegated budget') finance: string;
  @One(() => GovernanceStructure, 'the governance structure') governance: GovernanceStructure;
  @One(() => Consultation, 'whether the public was consulted') consultation: Consultation;
  @One(() => Declaration, 'the signed declaration') declaration: Declaration;
  @Optional() @ListOf(() => Attachment, 'attachments') attachments?: Attachment[];
}

import { DocumentHash, OneOf, Optional, Text, YesNo } from '../../fields.js';

/** A draft of the committee's terms of reference. */
export class TermsOfReferenceDrafted {
  @OneOf('whose committee it is', ['governing-body', 'ccg-and-nhs-england', 'members', 'several-ccgs']) committeeOf:
    'governing-body' | 'ccg-and-nhs-england' | 'members' | 'several-ccgs';
  @YesNo('the terms accept directions by NHS England and the Secretary of State') acceptsDirections: boolean;
  @Text('what the draft provides, or what changed') summary: string;
  @Optional() @DocumentHash('the draft') document?: string;
}

export class TermsOfReferenceDisputed {
  @Text('the clause in dispute', 200) clause: string;
  @Text('what is disputed, and why') reasons: string;
}

export class TermsOfReferenceAgreed {
  @Text('what was agreed') statement: string;
}

export class TermsOfReferenceSigned {
  @Text('the office of the person who signs', 200) office: string;
}

export const events = {
  TermsOfReferenceDrafted,
  TermsOfReferenceDisputed,
  TermsOfReferenceAgreed,
  TermsOfReferenceSigned,
} as const;

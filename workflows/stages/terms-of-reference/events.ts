import { DocumentHash } from '../../../libs/forms/codes.js';
import { Line, OneOf, Optional, Text, YesNo } from '../../../libs/forms/decorators.js';

/** A draft of the committee's terms of reference. */
export class TermsOfReferenceDrafted {
  @OneOf('whose committee it is', {
    'governing-body': 'The governing body’s',
    'ccg-and-nhs-england': 'The CCG’s and NHS England’s',
    members: 'The members’',
    'several-ccgs': 'Of several CCGs',
  })
  committeeOf: 'governing-body' | 'ccg-and-nhs-england' | 'members' | 'several-ccgs';
  @YesNo(
    'Do the terms accept directions by NHS England and the Secretary of State?',
    'the terms accept directions by NHS England and the Secretary of State',
  )
  acceptsDirections: boolean;
  @Text('what the draft provides, or what changed') summary: string;
  @Optional('Add it if you have it as a file.') @DocumentHash('the draft') document?: string;
}

export class TermsOfReferenceDisputed {
  @Line('the clause in dispute') clause: string;
  @Text('what is disputed, and why') reasons: string;
}

export class TermsOfReferenceAgreed {
  @Text('what was agreed') statement: string;
}

export class TermsOfReferenceSigned {
  @Line('the office of the person who signs', {
    label: 'Your office',
    hint: 'For example, accountable officer or chair.',
  })
  office: string;
}

export const events = {
  TermsOfReferenceDrafted,
  TermsOfReferenceDisputed,
  TermsOfReferenceAgreed,
  TermsOfReferenceSigned,
} as const;

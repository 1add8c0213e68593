import { Attachment } from '../../../libs/forms/codes.js';
import { Line, ListOf, One, OneOf, Optional, Text, YesNo } from '../../../libs/forms/decorators.js';

/** Whether the public was consulted, and if not, why. */
export class Consultation {
  @YesNo('Was the public consulted?', 'the public was consulted') held: boolean;
  @Optional('Needed if the public was not consulted.')
  @OneOf(
    'why not',
    {
      'contracting-not-provision': 'It is about contracting, not about the services provided',
      'no-time': 'There was no time',
      'decision-lies-with-members': 'The decision lies with the members',
      other: 'Another reason',
    },
    { label: 'Why the public was not consulted' },
  )
  reason?: string;
  @Optional('Say how the public was consulted, or more about the reason.')
  @Text('what was done, or the reason in words')
  text?: string;
}

/** The signed declaration: the CCG's signature under the submission. */
export class Declaration {
  @Line('the name under the declaration', { label: 'Name of the person who signs' }) signedBy: string;
  @Line('the office of the person who signs', { hint: 'For example, accountable officer or chair.' }) office: string;
}

/** What the application forms of all levels ask for. Each level's own form adds to it, and a governance structure of its kind. */
export class Submission {
  @Text('the intended benefits, particularly for patients') benefits: string;
  @One(() => Consultation, 'whether the public was consulted', { label: 'Public consultation' })
  consultation: Consultation;
  @Optional('Add documents that support the application.')
  @ListOf(() => Attachment, 'attachments', { each: 'attachment', last: true })
  attachments?: Attachment[];
  @One(() => Declaration, 'the signed declaration', { last: true }) declaration: Declaration;
}

export const events = { ApplicationSubmitted: Submission } as const;

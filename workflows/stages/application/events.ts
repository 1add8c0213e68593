import { Attachment, ListOf, One, OneOf, Optional, OptionalText, Text, YesNo } from '../../fields.js';

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

/** What the application forms of all levels ask for. Each level's own form adds to it, and a governance structure of its kind. */
export class Submission {
  @Text('the intended benefits, particularly for patients') benefits: string;
  @One(() => Consultation, 'whether the public was consulted') consultation: Consultation;
  @One(() => Declaration, 'the signed declaration') declaration: Declaration;
  @Optional() @ListOf(() => Attachment, 'attachments') attachments?: Attachment[];
}

export const events = { ApplicationSubmitted: Submission } as const;

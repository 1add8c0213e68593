import { Attachment, CcgCodes, Day, ListOf, OneOf, Optional, SomeOf, Text, ahead } from '../../fields.js';

/** What a CCG may ask to commission: the eight activities of the 2014 invitation. */
export const activities = [
  'assessing-needs',
  'negotiating-local-contracts',
  'discretionary-payments',
  'managing-financial-resources',
  'monitoring-contractual-performance',
  'contractual-sanctions',
  'new-providers-and-procurement',
  'practice-mergers',
] as const;

/** Asked for at times, never delegated: it can be named, so that the refusal can name the rule. */
export const reservedScope = 'individual-performance';

/** An expression of interest: the eight items of R-01. */
export class InterestExpressed {
  @OneOf('who applies', ['one', 'group']) applicants: 'one' | 'group';
  /** For a group: the codes of all its CCGs, this one among them. */
  @Optional() @CcgCodes('the CCGs of the group') group?: string[];
  @Text('how this fits with the five-year plan') fit: string;
  @SomeOf('the activities in scope', [...activities, reservedScope]) scope: string[];
  @OneOf('the level applied for', ['L1', 'L2', 'L3']) level: 'L1' | 'L2' | 'L3';
  @Day('the day the arrangement should begin', ahead(5)) timescale: string;
  @Text('the proposed governance') governance: string;
  @Text('how members and local stakeholders are engaged') engagement: string;
  @Text('how impact will be monitored and evaluated') evaluation: string;
  @Optional() @ListOf(() => Attachment, 'attachments') attachments?: Attachment[];
}

/** The region has read the interest. For delegated commissioning it says how ready the CCG is. */
export class InterestAcknowledged {
  /** Needed for delegated commissioning. */
  @Optional()
  @OneOf('how ready the CCG is', ['ready', 'ready-soon', 'not-ready'])
  readiness?: 'ready' | 'ready-soon' | 'not-ready';
  @Text('what the acknowledgement rests on') grounds: string;
}

/** The region sends the interest back, with what is missing. */
export class InterestReturned {
  @Text('what is missing, and how to mend it') missing: string;
}

export const events = { InterestExpressed, InterestAcknowledged, InterestReturned } as const;

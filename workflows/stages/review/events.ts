import { Attachment, Count, Day, ListOf, OneOf, Optional, Text, ahead } from '../../fields.js';

/** Why not. */
export const reasonCodes = [
  'financial-recovery',
  'structural-burden',
  'nhse-cannot-resource',
  'thresholds-not-met',
  'other',
] as const;

export class Reason {
  @OneOf('a reason', reasonCodes) code: (typeof reasonCodes)[number];
  @Text('the reason in words') text: string;
}

/** The region asks; the case waits on the CCG. */
export class InformationRequested {
  @Text('the question') question: string;
  @Optional() @Day('the day an answer is needed by', ahead(1)) answerBy?: string;
}

export class InformationProvided {
  /** Number of the question, from 1, in the order they were asked. */
  @Count('the number of the question', 1, 1000) question: number;
  @Text('the answer') answer: string;
  @Optional() @ListOf(() => Attachment, 'attachments') attachments?: Attachment[];
}

/** The region's reviewers recommend approval to whoever decides. */
export class RegionRecommended {
  @Text('the grounds of the recommendation') grounds: string;
}

/** They do not, with reasons. */
export class RegionNotRecommended {
  @ListOf(() => Reason, 'the reasons', 1, 10) reasons: Reason[];
}

export const events = { InformationRequested, InformationProvided, RegionRecommended, RegionNotRecommended } as const;

import { Attachment } from '../../../libs/forms/codes.js';
import { Day, ahead } from '../../../libs/forms/days.js';
import { Count, ListOf, OneOf, Optional, Text } from '../../../libs/forms/decorators.js';

/** Why not. */
export const reasonCodes = {
  'financial-recovery': 'The CCG is in financial recovery',
  'structural-burden': 'The structure would be a burden',
  'nhse-cannot-resource': 'NHS England cannot resource it',
  'thresholds-not-met': 'Thresholds are not met',
  other: 'Another reason',
} as const;

export class Reason {
  @OneOf('a reason', reasonCodes) code: keyof typeof reasonCodes;
  @Text('the reason in words', { label: 'More about the reason' }) text: string;
}

/** The region asks; the case waits on the CCG. */
export class InformationRequested {
  @Text('the question') question: string;
  @Optional('Leave it out and the service standard holds.')
  @Day('the day an answer is needed by', ahead(1), { label: 'Date an answer is needed by' })
  answerBy?: string;
}

export class InformationProvided {
  @Count('the number of the question', 1, 1000, {
    hint: 'Questions are numbered from 1, in the order they were asked.',
  })
  question: number;
  @Text('the answer') answer: string;
  @Optional('Add documents that support the answer.')
  @ListOf(() => Attachment, 'attachments', { each: 'attachment' })
  attachments?: Attachment[];
}

/** The region's reviewers recommend approval to whoever decides. */
export class RegionRecommended {
  @Text('the grounds of the recommendation') grounds: string;
}

/** They do not, with reasons. */
export class RegionNotRecommended {
  @ListOf(() => Reason, 'the reasons', { each: 'reason', least: 1, most: 10 }) reasons: Reason[];
}

export const events = { InformationRequested, InformationProvided, RegionRecommended, RegionNotRecommended } as const;

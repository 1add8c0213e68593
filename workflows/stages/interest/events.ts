import { Attachment, CcgCodes } from '../../../libs/forms/codes.js';
import { Day, ahead } from '../../../libs/forms/days.js';
import { ListOf, OneOf, Optional, SomeOf, Text } from '../../../libs/forms/decorators.js';
import { levels, type LevelName } from '../../application/levels.js';

/** What a CCG may ask to commission: the eight activities of the 2014 invitation. */
export const activities = {
  'assessing-needs': 'Assessing needs and setting priorities, with the public and Health and Wellbeing Boards',
  'negotiating-local-contracts': 'Designing and negotiating local contracts, such as PMS, APMS and enhanced services',
  'discretionary-payments': 'Approving discretionary payments',
  'managing-financial-resources': 'Managing financial resources within the resource available',
  'monitoring-contractual-performance': 'Monitoring contractual performance',
  'contractual-sanctions': 'Applying contractual sanctions',
  'new-providers-and-procurement': 'Bringing in new providers and their procurements',
  'practice-mergers': 'Deciding on practice mergers',
} as const;

/** Asked for at times, never delegated: it can be named, so that the refusal can name the rule. */
export const reservedScope = 'individual-performance';

const inWords: Readonly<Record<string, string>> = activities;

/** What people read of a function, whether or not it is among the activities. */
export const functionInWords = (name: string): string => inWords[name] ?? name;

/** The activities, and what is reserved. */
export const scopes = {
  ...activities,
  [reservedScope]: 'Performance of individual GPs, which NHS England always keeps',
} as const;

/** An expression of interest: the eight items of R-01. */
export class InterestExpressed {
  @OneOf('who applies', { one: 'This CCG alone', group: 'A group of CCGs' }) applicants: 'one' | 'group';
  @Optional('Only if you apply as a group.')
  @CcgCodes('the CCGs of the group', { hint: 'Include your own CCG.' })
  group?: string[];
  @Text('how this fits with the five-year plan') fit: string;
  @SomeOf('the activities in scope', scopes) scope: string[];
  @OneOf('the level applied for', levels) level: LevelName;
  @Day('the day the arrangement should begin', ahead(5), { label: 'Date the arrangement should begin' })
  timescale: string;
  @Text('the proposed governance') governance: string;
  @Text('how members and local stakeholders are engaged') engagement: string;
  @Text('how impact will be monitored and evaluated') evaluation: string;
  @Optional('Add documents that support the interest.')
  @ListOf(() => Attachment, 'attachments', { each: 'attachment' })
  attachments?: Attachment[];
}

/** The region has read the interest. For delegated commissioning it says how ready the CCG is. */
export class InterestAcknowledged {
  @Optional('Needed for delegated commissioning.')
  @OneOf('how ready the CCG is', { ready: 'Ready', 'ready-soon': 'Ready soon', 'not-ready': 'Not ready' })
  readiness?: 'ready' | 'ready-soon' | 'not-ready';
  @Text('what the acknowledgement rests on') grounds: string;
}

/** The region sends the interest back, with what is missing. */
export class InterestReturned {
  @Text('what is missing, and how to mend it') missing: string;
}

export const events = { InterestExpressed, InterestAcknowledged, InterestReturned } as const;

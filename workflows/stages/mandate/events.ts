import { Count, Day, DocumentHash, InstantOf, OneOf, Optional, OptionalText, Text, ahead, past } from '../../fields.js';

/** How members can be engaged; the last only with a reason. */
export const engagementKinds = [
  'vote',
  'referendum',
  'email-ballot',
  'survey',
  'practice-discussions',
  'council-of-members',
  'locality-groups',
  'governing-body',
  'none-held-openly',
] as const;

/** Members were engaged. */
export class EngagementRecorded {
  @OneOf('how members were engaged', engagementKinds) kind: (typeof engagementKinds)[number];
  @Day('the day it was held', past(5)) heldOn: string;
  @Text('what was discussed and what came of it') summary: string;
  /** Needed when none was held openly. */
  @OptionalText('why none was held openly') reason?: string;
}

/** The polls open. The register adds the roll and the counting rule of that day. */
export class BallotOpened {
  @Text('the question put to the members') question: string;
  @InstantOf('when the ballot closes', ahead(1)) closesAt: string;
}

export const choices = ['for', 'against', 'abstain'] as const;
export type Choice = (typeof choices)[number];

/** A practice votes, or changes its vote; the last one counts. The practice is the actor's organisation. */
export class VoteCast {
  @OneOf('a vote', choices) choice: Choice;
}

/** The polls close. */
export class BallotClosed {}

/** The lay chair or the LMC confirms the count. */
export class ResultVerified {
  @OneOf('who verifies', ['lay-chair', 'lmc']) as: 'lay-chair' | 'lmc';
  @Text('what was checked') statement: string;
}

/** The members agreed without a ballot, where their constitution allows it. */
export class AgreementOfMembersRecorded {
  @Text('the meeting', 200) meeting: string;
  @Day('the day of the meeting', past(5)) heldOn: string;
  @Count('the practices for', 0, 1000) for: number;
  @Count('the practices against', 0, 1000) against: number;
  @Count('the practices abstaining', 0, 1000) abstained: number;
  @Optional() @DocumentHash('the minutes') minutes?: string;
}

/** What the Local Medical Committee thinks: recorded advice, never a gate. */
export class LocalMedicalCommitteeAdvised {
  @OneOf('its position', ['supports', 'neutral', 'opposes']) position: 'supports' | 'neutral' | 'opposes';
  @Text('its advice') advice: string;
}

export const events = {
  EngagementRecorded,
  BallotOpened,
  VoteCast,
  BallotClosed,
  ResultVerified,
  AgreementOfMembersRecorded,
  LocalMedicalCommitteeAdvised,
} as const;

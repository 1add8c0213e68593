import { Attachment, DocumentHash } from '../../../libs/forms/codes.js';
import { Day, InstantOf, ahead, past } from '../../../libs/forms/days.js';
import { Count, Line, ListOf, OneOf, Optional, Text, valuesOf } from '../../../libs/forms/decorators.js';

/** How members can be engaged; the last only with a reason. */
export const engagementKinds = {
  vote: 'A vote',
  referendum: 'A referendum',
  'email-ballot': 'A ballot by email',
  survey: 'A survey',
  'practice-discussions': 'Discussions with practices',
  'council-of-members': 'A council of members',
  'locality-groups': 'Locality groups',
  'governing-body': 'A meeting of the governing body',
  'none-held-openly': 'None was held openly',
} as const;

/** Members were engaged. */
export class EngagementRecorded {
  @OneOf('how members were engaged', engagementKinds) kind: keyof typeof engagementKinds;
  @Day('the day it was held', past(5), { label: 'Date it was held' }) heldOn: string;
  @Text('what was discussed and what came of it') summary: string;
  @Optional('Needed if none was held openly.') @Text('why none was held openly') reason?: string;
}

/** The polls open. The register adds the roll and the counting rule of that day. */
export class BallotOpened {
  @Text('the question put to the members') question: string;
  @InstantOf('when the ballot closes', ahead(1), { label: 'When does the ballot close?' }) closesAt: string;
  @Optional('Add what members should read before they vote.')
  @ListOf(() => Attachment, 'papers', { each: 'paper', hint: 'Every practice on the roll can read them.' })
  papers?: Attachment[];
}

export const choiceWords = { for: 'For', against: 'Against', abstain: 'Abstain' } as const;
export const choices = valuesOf(choiceWords);
export type Choice = keyof typeof choiceWords;

/** A practice votes, or changes its vote; the last one counts. The practice is the actor's organisation. */
export class VoteCast {
  @OneOf('a vote', choiceWords, { label: 'How does your practice vote?' }) choice: Choice;
}

/** The polls close. */
export class BallotClosed {}

/** The lay chair or the LMC confirms the count. */
export class ResultVerified {
  @OneOf(
    'who verifies',
    { 'lay-chair': 'The lay chair of the CCG', lmc: 'The Local Medical Committee' },
    { label: 'You verify as' },
  )
  as: 'lay-chair' | 'lmc';
  @Text('what was checked') statement: string;
}

/** The members agreed without a ballot, where their constitution allows it. */
export class AgreementOfMembersRecorded {
  @Line('the meeting', { hint: 'For example, council of members.' }) meeting: string;
  @Day('the day of the meeting', past(5), { label: 'Date of the meeting' }) heldOn: string;
  @Count('the practices for', 0, 1000, { label: 'Practices that were for' }) for: number;
  @Count('the practices against', 0, 1000, { label: 'Practices that were against' }) against: number;
  @Count('the practices abstaining', 0, 1000, { label: 'Practices that abstained' }) abstained: number;
  @Optional('Add them if there are any.') @DocumentHash('the minutes') minutes?: string;
}

/** What the Local Medical Committee thinks: recorded advice, never a gate. */
export class LocalMedicalCommitteeAdvised {
  @OneOf('the position of the Local Medical Committee', {
    supports: 'Supports',
    neutral: 'Neutral',
    opposes: 'Opposes',
  })
  position: 'supports' | 'neutral' | 'opposes';
  @Text('the advice of the Local Medical Committee') advice: string;
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

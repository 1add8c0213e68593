/** CCGs that apply together: each has its own case, and when one of these ends the others ask whether they go on. */
import { CaseId, CcgCode, CcgCodes } from '../../../libs/forms/codes.js';
import { Line, Text } from '../../../libs/forms/decorators.js';

/** The CCG joins a group that another one proposed, and makes that interest its own. */
export class GroupJoined {
  @Text('what was agreed, and by whom') statement: string;
}

/** The CCG does not join. */
export class GroupDeclined {
  @Text('why the CCG does not join') reasons: string;
}

/** The application of another CCG of the group ended before it was in force. */
export class GroupMemberLeft {
  @CcgCode('the CCG that left') ccg: string;
  @CaseId('the case that ended') case: string;
  @Line('how it ended', { longest: 50 }) outcome: string;
}

/** This CCG goes on with those that are left. */
export class GroupContinuationAgreed {
  @Text('what was agreed, and by whom') statement: string;
}

/** NHS England accepts that those that are left go on. */
export class GroupContinuationAccepted {
  @Text('the grounds') grounds: string;
}

/** Committees of several CCGs meet in common. Each decides for its own CCG; the meeting never does. */
export class CommitteeInCommonRecorded {
  @Line('the name of the meeting') name: string;
  @CcgCodes('the CCGs whose committees meet') ccgs: string[];
  @Text('what they meet for', { label: 'What the committees meet for' }) purpose: string;
}

export const events = {
  GroupJoined,
  GroupDeclined,
  GroupMemberLeft,
  GroupContinuationAgreed,
  GroupContinuationAccepted,
  CommitteeInCommonRecorded,
} as const;

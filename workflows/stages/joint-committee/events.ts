import { ListOf, Text } from '../../fields.js';

export class CommitteeMember {
  @Text('the name of the member', 200) name: string;
  @Text('the office of the member', 200) office: string;
}

/** The joint committee of the CCG and NHS England is set up. */
export class JointCommitteeEstablished {
  @Text('the name of the committee', 200) name: string;
  @Text('the name of the chair', 200) chair: string;
  @ListOf(() => CommitteeMember, 'the members from the CCG', 1) ccgMembers: CommitteeMember[];
  @ListOf(() => CommitteeMember, 'the members from NHS England', 1) nhsEnglandMembers: CommitteeMember[];
}

/** Go-live has come and everything joint commissioning rests on is there. */
export class JointArrangementTookEffect {}

export const events = { JointCommitteeEstablished, JointArrangementTookEffect } as const;

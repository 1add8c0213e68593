import { Line, ListOf } from '../../../libs/forms/decorators.js';

export class CommitteeMember {
  @Line('the name of the member', { label: 'Name' }) name: string;
  @Line('the office of the member', { label: 'Office' }) office: string;
}

/** The joint committee of the CCG and NHS England is set up. */
export class JointCommitteeEstablished {
  @Line('the name of the committee') name: string;
  @Line('the name of the chair') chair: string;
  @ListOf(() => CommitteeMember, 'the members from the CCG', { each: 'member', least: 1 })
  ccgMembers: CommitteeMember[];
  @ListOf(() => CommitteeMember, 'the members from NHS England', { each: 'member', least: 1 })
  nhsEnglandMembers: CommitteeMember[];
}

/** Go-live has come and everything joint commissioning rests on is there. */
export class JointArrangementTookEffect {}

export const events = { JointCommitteeEstablished, JointArrangementTookEffect } as const;

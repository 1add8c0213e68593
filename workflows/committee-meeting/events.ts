/** Every fact of a meeting, with the class of what a person says. People are named by their ids. */
import type { Fact } from '../../libs/workflow/index.js';
import { CaseId, CcgOrPracticeCode } from '../../libs/forms/codes.js';
import { Day, ahead, past } from '../../libs/forms/days.js';
import { Count, IdOf, Line, ListOf, One, OneOf, Optional, People, Person, Text } from '../../libs/forms/decorators.js';
import { interestKinds, type InterestKind } from '../interest-kinds.js';
import { Condition, outcomeWords, type Outcome } from './decisions.js';
import type { QuorumRule } from './quorum.js';

const Item = (): PropertyDecorator => Count('the number of the item', 1, 1000, { hint: 'The number on the agenda.' });

/** A committee is called to a meeting. The register adds the committee as it is constituted on that day. */
export class MeetingConvened {
  @IdOf('the committee', { longest: 50 }) committeeId: string;
  @Day('the day of the meeting', ahead(1), { label: 'Date of the meeting' }) heldOn: string;
  @Optional('If it is known.') @Line('the place') place?: string;
}

/** Nobody came, or the meeting is not needed any more. */
export class MeetingCalledOff {
  @Text('the reason') reason: string;
}

/** Who is there, and who is in the chair. */
export class MembersAttended {
  @People('the members present', { least: 1 }) present: string[];
  @Person('the chair of the meeting') chairedBy: string;
  @Optional('Needed if neither the chair nor the vice-chair of the committee is in the chair.')
  @Text('why those present chose another member to chair', { longest: 1000 })
  chosenBecause?: string;
}

/** A case is put to the committee with the decision proposed. The register adds who is barred from it. */
export class ItemTabled {
  @CaseId('the case') case: string;
  @Line('the title of the item') title: string;
  @OneOf('the decision proposed', outcomeWords) decision: Outcome;
}

/** A member present declares an interest. It bars them from the case of the item, and stands in the register of interests. */
export class ConflictDeclared {
  @Item() item: number;
  @Person('who declares it', { label: 'Who declares the interest' }) person: string;
  @OneOf('the kind of interest', interestKinds) kind: InterestKind;
  @CcgOrPracticeCode('the organisation it lies in', { hint: 'The code of a CCG or a practice.' }) subject: string;
  @Text('what the interest is', { longest: 1000 }) interest: string;
  @Day('the day it arose', past(), { label: 'Date it arose', hint: 'The first day it was held.' }) aroseOn: string;
}

/** What can be done about an interest, from the mildest. */
export const handlings = {
  acknowledged: 'Acknowledged; the member discusses and votes',
  'discussed-without-vote': 'The member discusses and does not vote',
  silent: 'The member stays and neither discusses nor votes',
  left: 'The member leaves for the item',
  'no-papers': 'The member leaves for the item and gets no papers',
} as const;
export type Handling = keyof typeof handlings;

/** The chair says what is done about an interest. */
export class ConflictHandled {
  @Item() item: number;
  @Person('who declared the interest') person: string;
  @OneOf('how it is handled', handlings, { label: 'How the interest is handled' }) handling: Handling;
}

/** The chair takes it on that no clinician is left in the room for the item. */
export class NoClinicalInputAcknowledged {
  @Item() item: number;
  @Text('why the item is decided all the same') statement: string;
}

export class Votes {
  @People('the votes for', { label: 'Members who voted for' }) for: string[];
  @People('the votes against', { label: 'Members who voted against' }) against: string[];
  @People('the abstentions', { label: 'Members who abstained' }) abstained: string[];
}

/** The committee voted on an item. */
export class ItemDecided {
  @Item() item: number;
  @OneOf('the decision voted on', outcomeWords) decision: Outcome;
  @One(() => Votes, 'the votes') votes: Votes;
  @Optional('Only if the votes are equal. It is the second vote of the chair.')
  @OneOf('the casting vote of the chair', { for: 'For', against: 'Against' })
  castingVote?: 'for' | 'against';
  /** They are part of what is voted on. */
  @Optional('Needed to approve with conditions.')
  @ListOf(() => Condition, 'the conditions', { each: 'condition', least: 1, most: 20 })
  conditions?: Condition[];
  @Text('the grounds of the decision') grounds: string;
}

/** Too few were left for the item, so nothing was decided. */
export class ItemLeftInquorate {
  @Item() item: number;
  @OneOf('what comes next', { defer: 'Defer the item', escalate: 'Escalate it to the national committee' })
  next: 'defer' | 'escalate';
  @Text('the reasons') reasons: string;
}

/** Every item is settled. */
export class MeetingClosed {}

export const events = {
  MeetingConvened,
  MeetingCalledOff,
  MembersAttended,
  ItemTabled,
  ConflictDeclared,
  ConflictHandled,
  NoClinicalInputAcknowledged,
  ItemDecided,
  ItemLeftInquorate,
  MeetingClosed,
} as const;

/** Somebody in the room. */
export interface Attendee {
  readonly id: string;
  readonly name: string;
  readonly offices: readonly string[];
  readonly voting: boolean;
  readonly clinician: boolean;
}

/** The committee as it is constituted on the day of the meeting. `organisation`: `nhse`, or a region's code. */
export interface Committee {
  readonly id: string;
  readonly name: string;
  readonly organisation: string;
  /** What it is for: the national committee and the panel of a region decide, one that advises does not. */
  readonly purpose?: 'national-committee' | 'regional-panel' | 'advisory';
  readonly quorum: QuorumRule;
  readonly members: readonly Attendee[];
}

/** What a case was when it was put to a committee, so that an old vote is known from one on what stands. */
export interface Put {
  /** The revision of the case. */
  readonly revision: number;
  /** How often what a committee decides on had changed by then. */
  readonly changes: number;
}

export interface Registered {
  /** Whose it is. */
  readonly id: string;
  readonly interest: string;
  /** Code of what it lies in, where it bars only because it was declared in a meeting on the case. */
  readonly subject?: string;
}

/** What is known of the people of a meeting when a fact about one of its items is recorded. */
export interface Known {
  /** Ids of those who may not decide the case; that some of them are no members does no harm. */
  readonly barred: readonly string[];
  /** Ids of those who may not act on the case at all: for an interest, or a hand in what the CCG does. */
  readonly mayNotAct: readonly string[];
  /** Interests in what the case is about that members have in the register of interests, one entry a person. */
  readonly registered: readonly Registered[];
  /** Ids of the members who hold the role in which this committee decides. */
  readonly entitled: readonly string[];
}

/** The names of those look-ups. */
export const known = ['barred', 'mayNotAct', 'registered', 'entitled'] as const satisfies readonly (keyof Known)[];

/** What the register adds to a fact when it is recorded. */
export interface LookedUp {
  readonly MeetingConvened: { readonly committee: Committee };
  /** The committee as the register has it for the day of the meeting once that has come: it may have been constituted anew since. */
  readonly MembersAttended: { readonly constituted?: Committee };
  /** `put`: what the case is then. */
  readonly ItemTabled: Pick<Known, 'barred'> & Partial<Known> & { readonly put?: Put };
  /** `interestId`: of the entry in the register of interests. */
  readonly ConflictDeclared: Partial<Known> & { readonly interestId?: string };
  readonly ConflictHandled: Partial<Known>;
  readonly NoClinicalInputAcknowledged: Partial<Known>;
  readonly ItemDecided: Partial<Known>;
  readonly ItemLeftInquorate: Partial<Known>;
}

type Events = typeof events;
type Added<Type> = Type extends keyof LookedUp ? LookedUp[Type] : unknown;

/** The facts of the workflow as one union, each with its data. */
export type MeetingFact = {
  [Type in keyof Events]: Fact<Type, InstanceType<Events[Type]> & Added<Type>>;
}[keyof Events];
export type FactType = keyof Events;
export type FactOf<Type extends FactType> = Extract<MeetingFact, { type: Type }>;

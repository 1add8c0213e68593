/** Every fact of the applications for all levels: one vocabulary, each word with the class of what a person says. */
import type { Bars, Fact } from '../../libs/workflow/index.js';
import * as agreement from '../delegated-commissioning/agreement/events.js';
import type { ApplicationSubmitted as DelegationForm } from '../delegated-commissioning/application/events.js';
import * as assurance from '../delegated-commissioning/assurance/events.js';
import * as involvement from '../greater-involvement/note/events.js';
import * as involvement2 from '../greater-involvement-2/note/events.js';
import type { ApplicationSubmitted as JointForm } from '../joint-commissioning/application/events.js';
import * as committee from '../joint-commissioning/committee/events.js';
import * as application from '../stages/application/events.js';
import * as notice from '../stages/notice/events.js';
import * as review from '../stages/review/events.js';
import type { Minute } from '../committee-meeting/minute.js';
import * as anywhere from './anywhere-events.js';
import type { Holder } from './declared.js';
import * as constitution from '../stages/constitution/events.js';
import * as decision from '../stages/decision/events.js';
import * as group from '../stages/group/events.js';
import * as delegation from '../delegated-commissioning/delegation/events.js';
import * as interest from '../stages/interest/events.js';
import type { CountingRule, Member } from '../stages/mandate/counting.js';
import * as mandate from '../stages/mandate/events.js';
import * as terms from '../stages/terms-of-reference/events.js';

export const events = {
  InterestExpressed: interest.InterestExpressed,
  InterestAcknowledged: interest.InterestAcknowledged,
  InterestReturned: interest.InterestReturned,
  EngagementRecorded: mandate.EngagementRecorded,
  BallotOpened: mandate.BallotOpened,
  VoteCast: mandate.VoteCast,
  BallotClosed: mandate.BallotClosed,
  ResultVerified: mandate.ResultVerified,
  AgreementOfMembersRecorded: mandate.AgreementOfMembersRecorded,
  LocalMedicalCommitteeAdvised: mandate.LocalMedicalCommitteeAdvised,
  AmendmentProposed: constitution.AmendmentProposed,
  AmendmentNotRequired: constitution.AmendmentNotRequired,
  AmendmentApproved: constitution.AmendmentApproved,
  AmendmentReturned: constitution.AmendmentReturned,
  AmendmentRefused: constitution.AmendmentRefused,
  TermsOfReferenceDrafted: terms.TermsOfReferenceDrafted,
  TermsOfReferenceDisputed: terms.TermsOfReferenceDisputed,
  TermsOfReferenceAgreed: terms.TermsOfReferenceAgreed,
  TermsOfReferenceSigned: terms.TermsOfReferenceSigned,
  ApplicationSubmitted: application.Submission,
  InformationRequested: review.InformationRequested,
  InformationProvided: review.InformationProvided,
  ThresholdAssessed: assurance.ThresholdAssessed,
  SubmissionSigned: assurance.SubmissionSigned,
  RegionRecommended: review.RegionRecommended,
  RegionNotRecommended: review.RegionNotRecommended,
  ThresholdsReopened: assurance.ThresholdsReopened,
  DecisionMade: decision.DecisionMade,
  DecisionEscalated: decision.DecisionEscalated,
  ConditionDischarged: decision.ConditionDischarged,
  ConditionUpheld: decision.ConditionUpheld,
  ApprovalSuspended: decision.ApprovalSuspended,
  AgreementSigned: agreement.AgreementSigned,
  DelegationTookEffect: agreement.DelegationTookEffect,
  DeadlinePassed: anywhere.DeadlinePassed,
  DeadlinePutBack: anywhere.DeadlinePutBack,
  DelegationReviewed: delegation.DelegationReviewed,
  VariationProposed: delegation.VariationProposed,
  DelegationVaried: delegation.DelegationVaried,
  VariationDeclined: delegation.VariationDeclined,
  ConditionsImposed: delegation.ConditionsImposed,
  FunctionsSuspended: delegation.FunctionsSuspended,
  FunctionsRestored: delegation.FunctionsRestored,
  DelegationRevoked: delegation.DelegationRevoked,
  RevocationWithdrawn: delegation.RevocationWithdrawn,
  RevocationTookEffect: delegation.RevocationTookEffect,
  CcgClosed: anywhere.CcgClosed,
  CcgDetailsChanged: anywhere.CcgDetailsChanged,
  ConstitutionAmended: anywhere.ConstitutionAmended,
  GroupJoined: group.GroupJoined,
  GroupDeclined: group.GroupDeclined,
  GroupMemberLeft: group.GroupMemberLeft,
  GroupContinuationAgreed: group.GroupContinuationAgreed,
  GroupContinuationAccepted: group.GroupContinuationAccepted,
  CommitteeInCommonRecorded: group.CommitteeInCommonRecorded,
  JointCommitteeEstablished: committee.JointCommitteeEstablished,
  JointArrangementTookEffect: committee.JointArrangementTookEffect,
  InvolvementNoted: involvement.InvolvementNoted,
  InvolvementTookEffect: involvement.InvolvementTookEffect,
  InvolvementReviewed: involvement2.InvolvementReviewed,
  NoticeGiven: notice.NoticeGiven,
  NoticeWithdrawn: notice.NoticeWithdrawn,
  ArrangementEnded: notice.ArrangementEnded,
  LevelSuperseded: anywhere.LevelSuperseded,
  SpecialMeasuresImposed: anywhere.SpecialMeasuresImposed,
  SpecialMeasuresLifted: anywhere.SpecialMeasuresLifted,
  InterestDeclared: anywhere.InterestDeclared,
  ApplicationWithdrawn: anywhere.ApplicationWithdrawn,
  CaseClaimed: anywhere.CaseClaimed,
  CaseReleased: anywhere.CaseReleased,
} as const;

/** The CCG as the register knows it. */
export interface CcgTerms {
  readonly code: string;
  readonly name: string;
  readonly region: string;
}

/** The round as it was announced when the case began; instants in UTC, null where the round has no such deadline. */
export interface RoundTerms {
  readonly id: string;
  readonly opens: string;
  readonly interestBy: string | null;
  readonly applicationBy: string | null;
  /** For joint commissioning; null where one may apply at any time. */
  readonly applicationByL2: string | null;
  readonly goLiveAt: string;
  readonly mandateBefore: 'submission' | 'signature';
  readonly levels: readonly string[];
  readonly variationWindows: readonly { readonly from: string; readonly to: string }[];
}

/** The constitution in force. */
export interface ConstitutionTerms {
  readonly version: number;
  readonly ballotRequired: boolean;
  readonly providesForCommittee: boolean;
}

/** What the register adds to a fact when it is recorded. */
export interface LookedUp {
  /**
   * `openCcgs`: those of the group, or the one, that were open on the day. `groupId`: the same for all cases that one group began.
   * `interested`: ids of people whom the register of interests bars. `acknowledgeBy`: the region's service standard, an instant.
   * `inquorateBallots`: those of the CCG's earlier applications for this level in this round.
   */
  readonly InterestExpressed: {
    readonly ccg: CcgTerms;
    readonly round: RoundTerms;
    readonly constitution: ConstitutionTerms;
    readonly openCcgs: readonly string[];
    readonly groupId: string | null;
    readonly specialMeasures: boolean;
    readonly interested: readonly string[];
    readonly acknowledgeBy: string | null;
    readonly inquorateBallots?: number;
  };
  /** Of the meeting, the CCGs that are open on the day, and those whose joint commissioning is in force. */
  readonly CommitteeInCommonRecorded: {
    readonly openCcgs: readonly string[];
    readonly jointCommittees: readonly string[];
  };
  /** The constitution and the region's service standard of the day on which the CCG joins. */
  readonly GroupJoined: {
    readonly constitution: ConstitutionTerms;
    readonly acknowledgeBy: string | null;
    readonly inquorateBallots?: number;
  };
  readonly BallotOpened: { readonly roll: readonly Member[]; readonly counting: CountingRule };
  /** `members`: how many practices could have voted on the day of the meeting. */
  readonly AgreementOfMembersRecorded: { readonly members: number };
  /** `mendBy`: until when it is to be mended where the round’s deadline has passed, an instant. */
  readonly InterestReturned: { readonly mendBy: string };
  readonly DelegationRevoked: { readonly effectiveAt: string };
  readonly NoticeGiven: { readonly endsAt: string };
  /** `reviewBy`: when the review is due by the service standard; null without one. */
  readonly AmendmentProposed: { readonly today: string; readonly reviewBy: string | null };
  readonly ApplicationSubmitted: { readonly assessBy: string | null };
  readonly InformationRequested: { readonly answerDue: string | null };
  /** `today`: the first day on which the version is in force; `counting`: how votes are counted until then. */
  readonly AmendmentApproved: { readonly today: string; readonly counting: CountingRule };
  readonly InterestDeclared: Partial<Holder>;
  readonly DecisionMade: { readonly minute: Minute };
  readonly DecisionEscalated: { readonly minute: Minute };
}

/** Where levels, or versions of one, ask for more than all of them do: the forms that build on the shared class. */
interface Forms {
  readonly ApplicationSubmitted: DelegationForm | JointForm;
  readonly InvolvementNoted: involvement.InvolvementNoted | involvement2.InvolvementNoted;
}

type Events = typeof events;
type Said<Type extends keyof Events> = Type extends keyof Forms ? Forms[Type] : InstanceType<Events[Type]>;
type Added<Type> = Type extends keyof LookedUp ? LookedUp[Type] : unknown;

/** The facts of the workflow as one union, each with its data. */
export type CaseFact = {
  [Type in keyof Events]: Fact<Type, Said<Type> & Added<Type> & Partial<Bars>>;
}[keyof Events];
export type FactType = keyof Events;
export type FactOf<Type extends FactType> = Extract<CaseFact, { type: Type }>;

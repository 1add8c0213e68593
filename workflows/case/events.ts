/** Every fact of the workflow, with the class of what a person says. */
import type { Fact } from '../../libs/workflow/index.js';
import * as agreement from '../delegated-commissioning/agreement/events.js';
import * as application from '../delegated-commissioning/application/events.js';
import * as assurance from '../delegated-commissioning/assurance/events.js';
import * as anywhere from './anywhere-events.js';
import * as constitution from '../stages/constitution/events.js';
import * as decision from '../delegated-commissioning/decision/events.js';
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
  ApplicationSubmitted: application.ApplicationSubmitted,
  InformationRequested: assurance.InformationRequested,
  InformationProvided: assurance.InformationProvided,
  ThresholdAssessed: assurance.ThresholdAssessed,
  SubmissionSigned: assurance.SubmissionSigned,
  RegionRecommended: assurance.RegionRecommended,
  RegionNotRecommended: assurance.RegionNotRecommended,
  ThresholdsReopened: assurance.ThresholdsReopened,
  DecisionMade: decision.DecisionMade,
  ConditionDischarged: decision.ConditionDischarged,
  ConditionUpheld: decision.ConditionUpheld,
  ApprovalSuspended: decision.ApprovalSuspended,
  AgreementSigned: agreement.AgreementSigned,
  DelegationTookEffect: agreement.DelegationTookEffect,
  DeadlinePassed: agreement.DeadlinePassed,
  DelegationReviewed: delegation.DelegationReviewed,
  VariationProposed: delegation.VariationProposed,
  DelegationVaried: delegation.DelegationVaried,
  VariationDeclined: delegation.VariationDeclined,
  ConditionsImposed: delegation.ConditionsImposed,
  FunctionsSuspended: delegation.FunctionsSuspended,
  FunctionsRestored: delegation.FunctionsRestored,
  DelegationRevoked: delegation.DelegationRevoked,
  RevocationTookEffect: delegation.RevocationTookEffect,
  CcgClosed: delegation.CcgClosed,
  SpecialMeasuresImposed: anywhere.SpecialMeasuresImposed,
  SpecialMeasuresLifted: anywhere.SpecialMeasuresLifted,
  InterestDeclared: anywhere.InterestDeclared,
  ApplicationWithdrawn: anywhere.ApplicationWithdrawn,
  CaseClaimed: anywhere.CaseClaimed,
  CaseReleased: anywhere.CaseReleased,
} as const;

/** The CCG as it was registered when its case began. */
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
  readonly goLiveAt: string;
  readonly mandateBefore: 'submission' | 'signature';
  readonly levels: readonly string[];
  readonly variationWindows: readonly { readonly from: string; readonly to: string }[];
}

/** The constitution in force when the case began. */
export interface ConstitutionTerms {
  readonly version: number;
  readonly ballotRequired: boolean;
  readonly providesForCommittee: boolean;
}

/** What the register adds to a fact when it is recorded. */
export interface Given {
  /** `openCcgs`: those of the group, or the one, that were open on the day. */
  readonly InterestExpressed: {
    readonly ccg: CcgTerms;
    readonly round: RoundTerms;
    readonly constitution: ConstitutionTerms;
    readonly openCcgs: readonly string[];
  };
  readonly BallotOpened: { readonly roll: readonly Member[]; readonly counting: CountingRule };
  readonly DelegationRevoked: { readonly effectiveAt: string };
  readonly AmendmentProposed: { readonly today: string };
}

type Events = typeof events;
type Added<Type> = Type extends keyof Given ? Given[Type] : unknown;

/** The facts of the workflow as one union, each with its data. */
export type CaseFact = { [Type in keyof Events]: Fact<Type, InstanceType<Events[Type]> & Added<Type>> }[keyof Events];
export type FactType = keyof Events;
export type FactOf<Type extends FactType> = Extract<CaseFact, { type: Type }>;

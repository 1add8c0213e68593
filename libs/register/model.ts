/**
 * What the register knows of: regions, CCGs and their constitutions, practices and whose members they are, rounds, and who may act
 * for whom. A `Day` is `YYYY-MM-DD` in Europe/London; an `Instant` is ISO 8601 in UTC. Codes are ODS codes.
 */

import type { Instant } from '../workflow/instant.js';
import type { Day } from '../workflow/london.js';

export type { Day, Instant };

export interface Region {
  /** `YNN` */
  readonly code: string;
  readonly name: string;
}

export interface CountingRule {
  /** What a practice's vote weighs: one; its registered patients; its registered patients in thousands. */
  readonly basis: 'practice' | 'patient' | 'thousand-patients';
  /** How thousands are made whole; given with `thousand-patients` only. */
  readonly rounding?: 'down' | 'nearest' | 'up';
  readonly denominator: 'members' | 'votes-cast' | 'votes-cast-without-abstentions';
  /** The share in favour that carries: an exact fraction, of integers. */
  readonly threshold: {
    readonly comparison: 'at-least' | 'more-than';
    readonly numerator: number;
    readonly denominator: number;
  };
  /** The share of member practices that must vote; who abstains takes part. */
  readonly quorum: { readonly numerator: number; readonly denominator: number };
  readonly tie: 'carried' | 'defeated';
}

/** What a CCG's constitution says that a case turns on. */
export interface Constitution {
  readonly version: number;
  /** First day this version is in force. */
  readonly from: Day;
  /** Whether members must be balloted even where the amendment is not material. */
  readonly ballotRequired: boolean;
  /** Whether it already provides for a primary care commissioning committee. */
  readonly providesForCommittee: boolean;
  readonly counting: CountingRule;
}

export interface Ccg {
  /** `NNA` */
  readonly code: string;
  readonly name: string;
  /** Code of its region. */
  readonly region: string;
  /** First day open. */
  readonly opened: Day;
  /** Last day open. */
  readonly closed?: Day;
  /** Code of the CCG that took over, when it closed into one. */
  readonly successor?: string;
  /** Why it closed, where the register was told. */
  readonly closedBy?: 'merger' | 'closure';
  /** The newest version; `constitutionOf` answers for a day. */
  readonly constitution: Constitution;
}

/** As ODS has it: active, closed, dormant, proposed. */
export type PracticeStatus = 'A' | 'C' | 'D' | 'P';

/** The ODS prescribing setting of a GP practice; any other number is something else, and does not vote. */
export const gpPractice = 4;

export interface Membership {
  /** Code of the CCG. */
  readonly ccg: string;
  /** First day of membership. */
  readonly joined: Day;
  /** Last day of membership, as ODS counts it. */
  readonly left?: Day;
}

/**
 * All that was told of a practice, of days to come too; as a `Membership`, its latest one. What of that holds on a day, a `Practice` says:
 * this is only for holding new facts against.
 */
export interface ToldPractice extends Membership {
  /** `ANNNNN` */
  readonly code: string;
  readonly name: string;
  /** While it is open. */
  readonly status: PracticeStatus;
  /** Last day open, past or to come. */
  readonly closed?: Day;
  /** The practice that takes its patients on once it has closed. */
  readonly mergedInto?: string;
  readonly setting: number;
  /** Its own registered patients by the last list size recorded; null when there is none. */
  readonly patients: number | null;
  /** The day on which they were counted; absent where that is not known. */
  readonly countedOn?: Day;
  /** Memberships before the latest, oldest first. */
  readonly earlier: readonly Membership[];
}

/** A practice as it is on a day; as a `Membership`, the one of that day, or else the last one before it, or the first to come. */
export interface Practice extends ToldPractice {
  /** `C` from the day after its last. */
  readonly status: PracticeStatus;
  /** With those of the practices that have merged into it since they were counted; null while a list size among these is unknown. */
  readonly patients: number | null;
  /** Memberships before that, oldest first. */
  readonly earlier: readonly Membership[];
  /** Memberships that are told ahead. */
  readonly later: readonly Membership[];
}

/** A practice entitled to vote. */
export interface RollEntry {
  /** Code of the practice. */
  readonly practice: string;
  readonly name: string;
  readonly patients: number | null;
}

export type Level = 'L1' | 'L2' | 'L3';

/** Within how many working days each of these is to be answered. */
export interface Standards {
  /** An expression of interest, by the region. */
  readonly interest: number;
  /** A submitted application, by the region. */
  readonly assurance: number;
  /** The region's question, by the CCG. */
  readonly answer: number;
  /** A constitutional amendment, by NHS England. */
  readonly amendment: number;
  /** A membership request, by NHS England. */
  readonly membership: number;
}

/** A round of applications. A deadline is the first instant that is too late. */
export interface Round {
  readonly id: string;
  readonly name: string;
  readonly opens: Instant;
  readonly interestBy: Instant | null;
  /** Deadline for L3 applications. */
  readonly applicationBy: Instant | null;
  /** Deadline for L2 applications; null where they go to the region at any time. */
  readonly applicationByL2: Instant | null;
  readonly goLive: Day;
  /** Midnight in Europe/London at which the go-live day begins. */
  readonly goLiveAt: Instant;
  /** When the members' vote must have been carried (R-19). */
  readonly mandateBefore: 'submission' | 'signature';
  readonly levels: readonly Level[];
  /** Days on which a CCG may hand in a variation of its constitution, first and last included. */
  readonly variationWindows: readonly { readonly from: Day; readonly to: Day }[];
  readonly standards: Standards;
  /** When these terms were announced, where that was said; terms that do not say so are held to come after the opening. */
  readonly announcedAt?: Instant;
}

/** A time for which a CCG is or was in special measures. */
export interface SpecialMeasures {
  /** Its first day. */
  readonly since: Day;
  /** The first day without; absent while they last. */
  readonly until?: Day;
  /** The direction they rest on, in words. */
  readonly direction: string;
}

/** When enough of a committee is left in the room to decide; asked of each item, after exclusions. */
export type QuorumRule =
  | { readonly all: readonly QuorumRule[] }
  | { readonly any: readonly QuorumRule[] }
  | {
      /** How many members at least, 1 or more. */
      readonly atLeast: number;
      /** Which members count: those that hold one of these offices, those that vote. Everybody when absent. */
      readonly of?: { readonly offices?: readonly string[]; readonly voting?: boolean };
    };

export interface CommitteeMember {
  /** Subject at the identity provider. */
  readonly id: string;
  readonly name: string;
  /** What they sit as, in words such as `chair`, `lay-member`, `executive`, `gp`, `nurse`. */
  readonly offices: readonly string[];
  readonly voting: boolean;
  /** Whether they give clinical input. */
  readonly clinician: boolean;
}

/**
 * What a committee is for: the national committee grants delegated commissioning and decides what was escalated to it, the panel of a
 * region decides on joint commissioning, one that advises decides on nothing.
 */
export type Purpose = 'national-committee' | 'regional-panel' | 'advisory';

/** A committee as it is constituted from a day on. */
export interface Committee {
  readonly id: string;
  readonly name: string;
  /** `nhse`, or the code of a region. */
  readonly organisation: string;
  readonly purpose: Purpose;
  /** First day it is constituted so. */
  readonly from: Day;
  readonly quorum: QuorumRule;
  readonly members: readonly CommitteeMember[];
}

/** An entry in the register of interests. */
export interface Interest {
  readonly id: string;
  /** Subject of the person whose interest it is. */
  readonly person: string;
  readonly name: string;
  readonly kind: 'financial' | 'professional' | 'personal' | 'indirect';
  /** Code of a CCG or of a practice. */
  readonly organisation: string;
  readonly text: string;
  /** First day it was held. */
  readonly aroseOn: Day;
  readonly declaredOn: Day;
  /** Whether it was declared more than 28 days after it arose. */
  readonly late: boolean;
  /** Last day it was held; absent while it is. */
  readonly expiredOn?: Day;
}

/** What a person may act as, and the kind of organisation that is done for. */
export const actsFor = {
  'ccg-officer': 'ccg',
  'practice-representative': 'practice',
  'result-verifier': 'ccg',
  'regional-assessor': 'region',
  'constitution-reviewer': 'nhse',
  'national-committee': 'nhse',
  auditor: 'any',
  registrar: 'nhse',
} as const;

export type Role = keyof typeof actsFor;

export const roles = Object.keys(actsFor) as readonly Role[]; // the keys of a literal, which `keys` gives as strings

export interface Grant {
  readonly role: Role;
  /** Code of a CCG, practice or region, or `nhse`. */
  readonly organisation: string;
}

export interface Person {
  /** Subject at the identity provider that the register was asked about. */
  readonly subject: string;
  readonly name: string;
  readonly grants: readonly Grant[];
}

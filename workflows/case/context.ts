/** What the rules of the workflow need to remember of a case, and who may act on one. */
import type { RoleOf } from '../../libs/workflow/index.js';
import type { Instant } from '../../libs/workflow/instant.js';
import { rulesOver } from '../../libs/workflow/model.js';
import type { Limits, Rule } from '../../libs/workflow/index.js';
import type { GovernanceStructure } from '../delegated-commissioning/application/events.js';
import type { JointGovernance } from '../joint-commissioning/application/events.js';
import type { JointCommitteeEstablished } from '../joint-commissioning/committee/events.js';
import type { Level } from './round.js';
import type { Finding, Threshold } from '../delegated-commissioning/assurance/events.js';
import type { InvolvementNoted } from '../greater-involvement/note/events.js';
import type { grounds } from '../stages/constitution/events.js';
import type { Condition } from '../stages/decision/events.js';
import type { CaseFact, CcgTerms, ConstitutionTerms, FactOf, FactType, RoundTerms } from './events.js';
import type { CountingRule, Member, Tally } from '../stages/mandate/counting.js';
import type { Choice } from '../stages/mandate/events.js';

export interface Ballot {
  readonly question: string;
  readonly openedAt: string;
  readonly closesAt: Instant;
  readonly roll: readonly Member[];
  readonly counting: CountingRule;
  /** At each place of the roll the practice’s last vote; null while it has none. */
  readonly votes: readonly (Choice | null)[];
  /** How many practices have voted. */
  readonly voted: number;
  /** People who voted, opened or closed: none of them verifies. */
  readonly hands: readonly string[];
  readonly tally: Tally | null;
  /** The material versions of the constitution that stood when it opened: the vote is on these too. */
  readonly covers: readonly number[];
}

export interface Amendment {
  readonly version: number;
  readonly basedOn: number;
  readonly material: boolean;
  readonly ground: (typeof grounds)[number];
  /** `replaced`: another version was approved that rests on it while it was pending, or that does not rest on it after it was approved. */
  readonly status: 'pending' | 'approved' | 'returned' | 'refused' | 'replaced';
  /** What it says of ballots, where that is not as before. */
  readonly ballotRequired?: boolean;
  readonly countingRule?: CountingRule;
}

export interface ImposedCondition extends Condition {
  readonly discharged: boolean;
}

export interface Question {
  readonly question: string;
  readonly answered: boolean;
}

/** Facts that change what a committee decides on. */
export type ChangingFact =
  | 'ApplicationSubmitted'
  | 'RegionRecommended'
  | 'RegionNotRecommended'
  | 'ThresholdsReopened'
  | 'ApprovalSuspended'
  | 'DecisionMade'
  | 'DecisionEscalated';

/** Something that changed what a committee decides on, and when. */
export interface Change {
  readonly type: ChangingFact;
  readonly at: string;
}

export interface Context {
  readonly level: Level | null;
  readonly ccg: CcgTerms | null;
  readonly round: RoundTerms | null;
  readonly constitution: ConstitutionTerms | null;
  readonly scope: readonly string[];
  readonly group: readonly string[];
  /** The same for all cases that one group began; null for one CCG alone. */
  readonly groupId: string | null;
  /** The CCG that proposed the group to this one; null for the one that did, and for one alone. */
  readonly invitedBy: string | null;
  /** CCGs of the group whose own application ended before it was in force. */
  readonly groupLeft: readonly { readonly ccg: string; readonly case: string; readonly outcome: string }[];
  /** Who has agreed to go on, since a member left last. */
  readonly continuation: { readonly ccg: boolean; readonly region: boolean };
  /** Committees that meet in common and never decide. */
  readonly committeesInCommon: readonly {
    readonly name: string;
    readonly ccgs: readonly string[];
    readonly purpose: string;
  }[];
  /** Until when an interest that was returned after the deadline may be mended. */
  readonly mendBy: string | null;
  readonly readiness: string | null;
  /** Ids of people, for the separation of duties and declared interests. */
  /** Whoever acted for the CCG or for its members on the case, whatever they did. */
  readonly hands: readonly string[];
  readonly assessors: readonly string[];
  readonly interested: readonly string[];
  /** Codes of what they lie in that were declared on the case. */
  readonly interestsIn: readonly string[];
  /** Whoever declared an interest in a meeting on the case, unless its chair let them vote. */
  readonly recused: readonly string[];
  readonly signatories: readonly string[];
  readonly engagements: number;
  readonly ballots: number;
  /** Inquorate ballots for this level in this round, those of the CCG’s earlier applications included. */
  readonly inquorateBallots: number;
  readonly ballot: Ballot | null;
  /** The material versions of the constitution that a carried ballot was also on. */
  readonly covered: readonly number[];
  readonly amendments: readonly Amendment[];
  /** The clause relied on, where no amendment is required. */
  readonly clauseReliedOn: string | null;
  readonly governance: GovernanceStructure | JointGovernance | null;
  readonly questions: readonly Question[];
  readonly findings: Readonly<Partial<Record<Threshold, Finding>>>;
  /** The conditions under which a threshold is met, in the assessor’s words. */
  readonly thresholdConditions: Readonly<Partial<Record<Threshold, string>>>;
  readonly regionSigned: boolean;
  readonly recommended: boolean;
  /** What has changed what a committee decides on, oldest first: an earlier vote decides nothing. */
  readonly changes: readonly Change[];
  /** The items of meetings that decided or escalated this case. */
  readonly minutes: readonly { readonly meeting: string; readonly item: number }[];
  /** The national committee decides in the region's place, whose meeting was inquorate. */
  readonly escalated: boolean;
  readonly conditions: readonly ImposedCondition[];
  readonly specialMeasures: boolean;
  /** Queue → who has claimed the case there. */
  readonly claims: Readonly<Record<string, { readonly id: string; readonly name: string }>>;
  readonly functions: readonly string[];
  readonly suspended: readonly string[];
  /** When a revocation that was given notice of takes effect. */
  readonly revokedFrom: string | null;
  readonly variation: {
    /** Id of the person who proposed it. */
    readonly proposer: string;
    readonly by: string;
    readonly add: readonly string[];
    readonly remove: readonly string[];
  } | null;
  /** The joint committee of the CCG and NHS England, once it is established. */
  readonly jointCommittee: JointCommitteeEstablished | null;
  /** Notice to end the arrangement: the role that gave it, and the instant it ends. */
  readonly notice: { readonly by: string; readonly reasons: string; readonly endsAt: string } | null;
  /** What was noted of the CCG’s involvement, in the words of the workflow’s version. */
  readonly involvement: InvolvementNoted | null;
}

export const emptyContext: Context = {
  level: null,
  ccg: null,
  round: null,
  constitution: null,
  scope: [],
  group: [],
  groupId: null,
  invitedBy: null,
  groupLeft: [],
  continuation: { ccg: false, region: false },
  committeesInCommon: [],
  mendBy: null,
  readiness: null,
  hands: [],
  assessors: [],
  interested: [],
  interestsIn: [],
  recused: [],
  signatories: [],
  engagements: 0,
  ballots: 0,
  inquorateBallots: 0,
  ballot: null,
  covered: [],
  amendments: [],
  clauseReliedOn: null,
  governance: null,
  questions: [],
  findings: {},
  thresholdConditions: {},
  regionSigned: false,
  recommended: false,
  changes: [],
  minutes: [],
  escalated: false,
  conditions: [],
  specialMeasures: false,
  claims: {},
  functions: [],
  suspended: [],
  revokedFrom: null,
  variation: null,
  jointCommittee: null,
  notice: null,
  involvement: null,
};

/** The people who assessed, and this one. */
export const withAssessor = ({ assessors }: Context, id: string): readonly string[] =>
  assessors.includes(id) ? assessors : [...assessors, id];

export interface CaseFacts {
  readonly context: Context;
  readonly event: CaseFact;
}

export const caseRules = rulesOver<CaseFacts>();

/** A rule about what is said with one kind of fact; it holds for every other kind. */
export function about<Type extends FactType>(
  type: Type,
  rule: {
    readonly id?: Rule['id'];
    readonly meaning: string | ((event: FactOf<Type>, context: Context) => string);
    readonly limits?: Limits;
    readonly holds: (event: FactOf<Type>, context: Context) => boolean;
  },
): Rule<CaseFacts> {
  // The comparison before the call is what the compiler cannot follow through a generic.
  const holds = ({ context, event }: CaseFacts): boolean =>
    event.type !== type || rule.holds(event as FactOf<Type>, context);
  const { id, meaning: words, limits } = rule;
  const meaning =
    typeof words === 'string'
      ? words
      : ({ context, event }: CaseFacts) => (event.type === type ? words(event as FactOf<Type>, context) : '');
  return { ...(id && { id }), meaning, readsData: true, ...(limits && { limits }), holds };
}

/** The roles of the domain, each with the cases it acts on: one's own CCG's, one's own region's, or all. */
export const roles = {
  'ccg-officer': {
    title: 'CCG officer',
    actsOn: ({ context, event, organisation }) =>
      organisation === ccgOf(context, event) || beginsForGroup(context, event, organisation),
  },
  // The roll decides who votes, so that a practice not on it hears that rule.
  'practice-representative': { title: 'Practice representative', actsOn: () => true },
  'result-verifier': {
    title: 'Result verifier',
    actsOn: ({ context, event, organisation }) => organisation === ccgOf(context, event),
  },
  'regional-assessor': {
    title: 'Regional assessor',
    actsOn: ({ context, organisation }) => organisation === context.ccg?.region,
  },
  'constitution-reviewer': { title: 'Constitution reviewer', actsOn: ({ organisation }) => organisation === 'nhse' },
  'national-committee': { title: 'National committee', actsOn: ({ organisation }) => organisation === 'nhse' },
  auditor: { title: 'Auditor', actsOn: () => true },
  registrar: { title: 'Registrar', actsOn: ({ organisation }) => organisation === 'nhse' },
  clock: { title: 'Clock', actsOn: ({ organisation }) => organisation === 'service' },
} as const satisfies Record<string, RoleOf<{ context: Context; event: CaseFact | undefined }>>;

export type Role = keyof typeof roles;

/** One officer of a group may invite all its CCGs; nothing is held for another CCG until that acts by itself. */
const beginsForGroup = (context: Context, event: CaseFact | undefined, organisation: string): boolean =>
  context.ccg === null && event?.type === 'InterestExpressed' && (event.data.group?.includes(organisation) ?? false);

/** Before the first fact is recorded, the CCG is the one it speaks of. */
function ccgOf(context: Context, event: CaseFact | undefined): string | undefined {
  return context.ccg?.code ?? (event?.type === 'InterestExpressed' ? event.data.ccg.code : undefined);
}

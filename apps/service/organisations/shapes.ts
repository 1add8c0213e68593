/** CCGs and practices as they are shown. */
import type { Committee, Interest, SpecialMeasures } from '../../../libs/register/model.js';
import type { CountingWords } from '../../../workflows/stages/constitution/counting-words.js';
import type { Arrangement } from '../arrangements/answer.js';
import type { CaseListed } from '../cases/shapes.js';

export interface Named {
  readonly code: string;
  readonly name: string;
}

export interface CcgListed extends Named {
  readonly region: Named;
  /** The level it holds today; null for none. */
  readonly level: string | null;
  /** Last day open, past or to come. */
  readonly closed?: string;
}

export interface CcgsPage {
  readonly ccgs: readonly CcgListed[];
  /** Of all pages. */
  readonly total: number;
  readonly regions: readonly Named[];
}

export interface MemberPractice extends Named {
  /** First day of membership. */
  readonly joined: string;
  readonly patients: number | null;
  /** The day on which they were counted. */
  readonly countedOn?: string;
  /** Whether it could vote today. */
  readonly votes: boolean;
}

export interface ConstitutionVersion {
  readonly version: number;
  readonly from: string;
  readonly ballotRequired: boolean;
  readonly providesForCommittee: boolean;
  readonly counting: CountingWords;
}

export interface CcgShown extends Named {
  readonly on: string;
  readonly region: Named;
  readonly opened: string;
  readonly closed?: string;
  readonly successor?: Named;
  readonly predecessors: readonly (Named & { readonly closed?: string })[];
  /** Levels and what it has applied for, as far as the person sees it. */
  readonly arrangement: Arrangement;
  /** Of the cases by which it held a level, those that the person sees. */
  readonly casesSeen: readonly string[];
  readonly cases: readonly CaseListed[];
  /** Whether there are more of them. */
  readonly hasMoreCases: boolean;
  readonly members: readonly MemberPractice[];
  /** The newest first. */
  readonly constitutions: readonly ConstitutionVersion[];
  /** For who sees its applications whole. */
  readonly specialMeasures?: readonly SpecialMeasures[];
  /** That decide on its applications. */
  readonly committees: readonly Pick<Committee, 'id' | 'name' | 'organisation' | 'purpose'>[];
}

export interface MembershipShown {
  readonly ccg: Named;
  readonly joined: string;
  readonly left?: string;
}

/** An application with a ballot on whose roll the practice is. */
export interface OnRollOf {
  readonly case: CaseListed;
  readonly title: string;
  /** Of the members’ mandate. */
  readonly status: string;
}

export interface PracticeShown extends Named {
  readonly on: string;
  readonly status: string;
  readonly isGpPractice: boolean;
  readonly closed?: string;
  readonly mergedInto?: Named;
  readonly patients: number | null;
  readonly countedOn?: string;
  /** The newest first. */
  readonly memberships: readonly MembershipShown[];
  readonly ballots: readonly OnRollOf[];
  readonly interests: readonly Interest[];
}

/** Ballots as they are shown. */
import type { CountingWords } from '../../../workflows/stages/constitution/counting-words.js';
import type { CountingRule } from '../../../workflows/stages/constitution/counting-rule.js';
import type { Tally } from '../../../workflows/stages/mandate/counting.js';
import type { Choice } from '../../../workflows/stages/mandate/events.js';
import type { WorkingStep } from '../../../workflows/stages/mandate/working.js';
import type { CaseJson } from '../cases/shapes.js';
import type { Move } from '../../../libs/workflow/decide.js';

/** The case that a ballot belongs to. */
export type OfCase = Pick<CaseJson, 'id' | 'workflow' | 'version' | 'ccg' | 'ccgName' | 'round'>;

export interface RuleShown {
  readonly rule: CountingRule;
  readonly words: CountingWords;
}

export interface OnRoll {
  readonly practice: string;
  readonly name: string;
  readonly patients: number | null;
  /** What its vote weighs. */
  readonly weight: number;
}

export interface Voter extends OnRoll {
  readonly voted: boolean;
  /** Of a ballot that was counted only, to whoever sees its votes. */
  readonly choice?: Choice;
  /** Revision of its last vote. */
  readonly revision?: number;
}

/** A practice's own vote. */
export interface OwnVote {
  readonly practice: string;
  readonly name: string;
  readonly isOnRoll: boolean;
  readonly cast?: {
    readonly choice: Choice;
    readonly at: string;
    readonly by: string;
    /** Id of the event. */
    readonly receipt: string;
    readonly revision: number;
    readonly times: number;
  };
}

export interface Act {
  readonly at: string;
  /** Name of a person, or of the service. */
  readonly by: string;
  readonly revision: number;
}

export interface Result {
  readonly tally: Tally;
  /** How many practices said what. */
  readonly practices: { readonly for: number; readonly against: number; readonly abstained: number };
  readonly working: readonly WorkingStep[];
  readonly closed: Act;
}

export interface BallotShown {
  readonly of: OfCase;
  /** From 1. */
  readonly number: number;
  /** How many there are. */
  readonly last: number;
  /** `never-counted`: the application ended before the ballot closed. */
  readonly status: 'open' | 'counted' | 'verified' | 'never-counted';
  readonly question: string;
  readonly papers: readonly { readonly title: string; readonly sha256: string }[];
  readonly opened: Act;
  readonly closesAt: string;
  readonly counting: RuleShown;
  readonly roll: readonly Voter[];
  readonly voted: number;
  readonly own?: OwnVote;
  readonly result?: Result;
  readonly verified?: Act & { readonly as: string; readonly statement: string };
  /** What the members' last word means; of the last ballot only. */
  readonly follows?: string;
  /** Whether the person had a hand in the ballot, so that they cannot verify it. */
  readonly hadHand: boolean;
  /** What the person could do now about a ballot. */
  readonly moves: readonly Pick<Move, 'type' | 'label' | 'meaning'>[];
}

/** How far a ballot has come, without a word of how anybody voted. */
export interface Turnout extends Pick<BallotShown, 'status' | 'voted' | 'counting'> {
  readonly roll: { readonly length: number };
}

/** What would be frozen if a ballot opened today. */
export interface NextBallot {
  readonly of: OfCase;
  readonly on: string;
  /** How many ballots there were. */
  readonly last: number;
  readonly counting?: RuleShown;
  readonly roll: readonly OnRoll[];
  /** Practices of the roll whose list size must be known first. */
  readonly unweighable: readonly OnRoll[];
  readonly move?: Pick<Move, 'type' | 'label' | 'meaning'>;
  /** Why it cannot be opened, where `move` is absent. */
  readonly status: 'can-open' | 'open' | 'counted' | 'not-now';
}

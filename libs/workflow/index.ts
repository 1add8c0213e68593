/**
 * The words a workflow is written in. A workflow is data: an XState machine whose events are the facts that are recorded, with,
 * beside each transition, who may bring it about, in what words, and under which rules.
 */
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { DueAs } from './due.js';
import type { Instant } from './instant.js';

/** Who brings a fact about: a person in one role for one organisation. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly organisation: string;
}

/** A fact as the machine takes it. `at` is ISO 8601 in UTC: time is an argument, never read. */
export interface Fact<Type extends string = string, Data = Readonly<Record<string, unknown>>> {
  readonly type: Type;
  readonly data: Data;
  readonly at: string;
  readonly actor: Actor;
}

/** A fact that was recorded, with the machine's states around it. `from` is absent on a case's first. */
export interface RecordedFact extends Fact {
  readonly revision: number;
  readonly from?: State;
  readonly to?: State;
}

/** A state of a machine: a leaf's name, or an object of region name to state. */
export type State = string | { readonly [region: string]: State };

/** A rule's number in the rule book, `R-14`. */
export type RuleId = `R-${number}`;

/** What a rule may look at. `any`: each workflow types its own context and facts; here they are only passed on. */
export interface Facts {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly context: any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly event: any;
}

/**
 * A named "only if". With an `id` it is a rule people are refused by; without, it only tells two outcomes of one fact apart.
 * It holds `in` a state (dotted path), or when its predicate says so. `readsData` marks a rule that depends on what the person will
 * say: such a move is offered, and decided when it is made.
 */
export type Rule<F = Facts> = {
  readonly id?: RuleId;
  readonly meaning: string | ((facts: F) => string);
  readonly readsData?: true;
  readonly limits?: Limits;
  /** Facts by which it comes to hold no more. Whoever is refused by it then is told which was the latest, and when. */
  readonly changedBy?: readonly string[];
} & ({ readonly in: string } | { readonly holds: (facts: F) => boolean });

/** Days and numbers that a rule limits by the case; their JSON Schema tells it. */
export interface Limits {
  /** Paths into the data, `*` for each of a list. */
  readonly fields: readonly string[];
  /** What the meaning says of every case, where it names facts of one. */
  readonly general?: string;
}

/** Stands on a state: whom the case waits on there, which fact the clock records and when, what is refused outright and why. */
export interface Place {
  readonly waitingOn?: readonly string[];
  /** What is to be done here by the date named `date`. With `event`, the clock records that fact once the date has come,
   * or already when the rule named `early` holds. `by`: on whom the case waits for it besides, as long as there is such a date. */
  readonly due?: {
    readonly date: string;
    readonly event?: string;
    readonly early?: string;
    readonly by?: readonly string[];
  };
  /** Facts nobody can bring about here, each with the rule that says so. */
  readonly refuses?: Readonly<Record<string, string>>;
  /** On a final state: how the case ended. */
  readonly outcome?: string;
  /** A stage that has reached this state has nothing left to do. */
  readonly complete?: true;
}

/**
 * Stands on a transition: who may bring it about, the button's words, the rule that says who, named to whoever may not. Its meaning is the
 * `description`. The other rules it enforces are those of its guard.
 */
export interface Passage {
  readonly by: readonly string[];
  readonly label: string;
  readonly rule?: RuleId;
  /** Rules that no guard carries: what the transition itself brings about. */
  readonly also?: readonly RuleId[];
}

/** A role, and for which organisations one must act in it to act on a case. */
export interface RoleOf<F = Facts> {
  readonly title: string;
  readonly actsOn: (facts: F & { readonly organisation: string }) => boolean;
}

export interface Stage {
  readonly name: string;
  readonly title: string;
  /** Dotted path of the state that is this stage. Stages of one parent follow each other unless the parent is parallel. */
  readonly path: string;
  /** Told of a case only once it was there. */
  readonly exceptional?: true;
}

/** A step that an application has come to once it was in a state. */
export interface Milestone {
  readonly name: string;
  readonly title: string;
  /** Dotted path of that state. */
  readonly path: string;
}

/** By name. One of several of a kind that is settled stays, so that the next gets its own number. */
export type Dates = Readonly<Record<string, Instant | 'settled'>>;
type DataClass = new () => object;

export interface Workflow {
  readonly name: string;
  readonly version: string;
  readonly title: string;
  /** L1, L2 or L3; absent for workflows that are no application for a level. */
  readonly level?: string;
  /** The day (London) from which new cases begin under this version; absent where they always did. */
  readonly since?: string;
  readonly machine: AnyStateMachine;
  readonly stages: readonly Stage[];
  /** How far a case has come, in the order of the path; absent for workflows that lead to no level. */
  readonly milestones?: readonly Milestone[];
  /** What a person says with each fact: a class per event type, whose decorators say what each field may be. */
  readonly events: Readonly<Record<string, DataClass>>;
  readonly rules: Readonly<Record<string, Rule>>;
  readonly roles: Readonly<Record<string, RoleOf>>;
  /** The fact every case begins with. */
  readonly begins: string;
  /** Path of the state in which the CCG holds the level. */
  readonly holds?: string;
  /** Facts that are decided anew on the current revision, so many people can record them at once. */
  readonly commuting: readonly string[];
  /** By event type, what whoever records it cannot undo: a sentence or two that they read before. Absent for what can be put right. */
  readonly irreversible?: Readonly<Record<string, string>>;
  /**
   * By event type, what there is to choose from in a field that names a thing of the case by its number or its code; by the path of the
   * field, `*` for each of a list. For pages: what may be said, the rules decide.
   */
  readonly offers?: Readonly<Record<string, Readonly<Record<string, (context: unknown) => readonly Choice[]>>>>;
  /** What kind of due fact each is that the clock records; absent where it records none. */
  readonly dueAs?: DueAs;
  /** What the register adds to a fact, by event type: names of look-ups the service answers. */
  readonly lookUps: Readonly<Record<string, readonly string[]>>;
  /**
   * The instants a fact sets, by name, as its data spells them, for `Place.due` and for queues. `null` takes a date away. `dates` are those that stood
   * before; which names are set does not depend on them, only to what.
   */
  readonly datesSetBy: (
    fact: { readonly type: string; readonly data: unknown; readonly at: string },
    dates?: Dates,
  ) => Readonly<Record<string, string | null>>;
  /** Whom and what the case is about; undefined before its first fact and for workflows that are no case. */
  readonly particulars: (context: unknown) => Particulars | undefined;
  /** Whether the case concerns an organisation beside its CCG and region: a practice on a ballot's roll. */
  readonly concerns: (context: unknown, organisation: string) => boolean;
  /**
   * The organisations that a fact names as concerned, in the place of those named before; undefined for a fact that leaves them. From facts
   * alone the same as `concerns`, for who has no context. Absent where no case concerns another organisation.
   */
  readonly names?: (fact: Fact) => readonly string[] | undefined;
  /**
   * By event type, what lists over many cases remember of one beside its course. From facts alone the same as the context, for who has none.
   * Absent where no list asks.
   */
  readonly notes?: Readonly<Record<string, (before: Noted, fact: Fact) => Noted>>;
  /** What a reader of the case is told beside its stages: plain data from the context. */
  readonly summary: (context: unknown) => Readonly<Record<string, unknown>>;
  /** The one stage that the members' practices see of a case, and no more; absent where there is none for them. */
  readonly part?: Part;
  /** Facts whose content is between the service and whoever said them, for a while; absent where everything is told at once. */
  readonly confidential?: Confidential;
  /**
   * Ids of the people who may not act in a role on this case, whatever they were granted: for an interest, or for a hand they had in it
   * before. For queues and meetings; the rules of the machine decide.
   */
  readonly barred?: (context: unknown, role: string, bars?: Bars) => readonly string[];
  /** In what an interest bars from the case; absent where it bars from none. */
  readonly liesIn?: (context: unknown) => Ground;
  /** The other case that a fact of this one is about, where what is said does not name it by its id. */
  readonly caseIn?: (context: unknown, said: Readonly<Record<string, unknown>>) => string | undefined;
  /** How often what a committee decides on has changed; for meetings, which vote on the case as it was tabled. */
  readonly changes?: (context: unknown) => number;
  /** How a case is taken in hand; absent where nobody claims one. */
  readonly claims?: ClaimsOf;
  /**
   * By event type, what a fact of the case means for the register: facts of its stream, recorded in the same append, and the rule by which
   * the register may refuse them. `context` is the case's after the fact. Absent for workflows that never change the register.
   */
  readonly registers?: Readonly<Record<string, Registers>>;
  /**
   * By event type, what a fact of this case means for another, as an interest declared in a meeting does for the case of the item. `context`
   * is this case's after the fact, `id` its own. Absent for workflows that tell no other.
   */
  readonly tells?: Readonly<Record<string, (fact: Fact, context: unknown, id: string) => CaseNews | undefined>>;
}

/** What lists over many cases remember of one. */
export interface Noted {
  /** Those that stand on the case, discharged ones too; the first is number 1. */
  readonly conditions?: readonly NotedCondition[];
  /** What the CCG exercises once the case holds its level. */
  readonly functions?: readonly string[];
  readonly suspended?: readonly string[];
  /** A change of the functions that waits for the other party; `by` is the role that proposed it. */
  readonly variation?: { readonly by: string; readonly add: readonly string[]; readonly remove: readonly string[] };
  readonly reviewedAt?: string;
  /** The day of the next review, where one is planned. */
  readonly nextReviewOn?: string;
  /** When what is in force ends, where notice of that was given. */
  readonly endsFrom?: string;
  /** The milestones it ever came to, each with the revision of the fact by which it did. */
  readonly reached?: Readonly<Record<string, number>>;
  /** How many ballots were opened. */
  readonly ballots?: number;
  /** Codes of the reasons for which it was withdrawn or rejected. */
  readonly reasons?: readonly string[];
}

export interface NotedCondition {
  readonly matter: string;
  readonly owner: string;
  /** The last day on which it can be met in time. */
  readonly due: string;
  /** Whether it must be discharged before go-live. */
  readonly precedent: boolean;
  readonly discharged: boolean;
  /** When it was last found not to be met. */
  readonly upheldAt?: string;
}

/** One of what there is to choose from, and the words a person reads for it. */
export interface Choice {
  readonly value: string;
  readonly words: string;
}

/** A fact for another case, as a workflow says it. */
export interface CaseNews {
  /** Its id. */
  readonly case: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Whom the register bars from a case, whatever they were granted, as it has it at an instant: what is looked up with every fact that an
 * approver records. Ids of people.
 */
export interface Bars {
  /** Whoever has an interest in what the case is about. */
  readonly interested: readonly string[];
  /** Whoever acts for NHS England and for a CCG or a practice that the case is about, too. */
  readonly onBothSides: readonly string[];
}

/** Somebody has the case in hand in a queue, since an instant. */
export interface Claim extends Actor {
  readonly at: string;
}

/** Queue → who has the case in hand there. */
export type Claims = Readonly<Record<string, Claim>>;

export interface ClaimsOf {
  /** The fact by which somebody claims a case, in the queue that its data names `queue`. */
  readonly by: string;
  readonly in: (context: unknown) => Claims;
}

export interface Ground {
  /** Codes of the CCGs and practices that the case is about; a CCG stands for its members too. */
  readonly about: readonly string[];
  /** Codes of what somebody declared an interest in on the case; they stand for themselves alone. */
  readonly declared: readonly string[];
  /** Who declared an interest in a meeting on the case, and in what: it bars them for as long as they have it. */
  readonly recused?: readonly Recused[];
}

export interface Recused {
  /** Id of the person. */
  readonly person: string;
  /** Code of the CCG or practice that the interest lies in. */
  readonly subject: string;
}

export interface Registers {
  readonly rule: RuleId;
  readonly becomes: (fact: Fact, context: unknown) => readonly RegisterNews[];
}

/** A fact of the register, as a workflow says it. */
export interface RegisterNews {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What somebody sees of a case who sees one stage of it only. */
export interface Part {
  /** The stage, by its name. */
  readonly stage: string;
  /** Types of the facts that are of this stage. */
  readonly events: readonly string[];
  /** Types of the facts that they themselves can bring about. */
  readonly says: readonly string[];
  /** What they are told who try anything else, wherever the case stands, so that the refusal tells nothing of it. */
  readonly meaning: string;
  /** Ways to end that are of this stage. */
  readonly outcomes: readonly string[];
}

/** A `fact` tells its content to whoever acted alone, `from` one fact of the case `until` another, whatever becomes of the case. */
export interface Confidential {
  readonly fact: string;
  readonly from: string;
  readonly until: string;
}

export interface Particulars {
  /** Absent for what is about a committee of NHS England, and no CCG. */
  readonly ccg?: string;
  readonly ccgName: string;
  readonly region: string;
  /** Absent for a workflow without rounds. */
  readonly round?: string;
  /** Codes of the CCGs that apply together; empty for one alone. */
  readonly group: readonly string[];
  /** Other organisations that it is about as much, an interest in which bars from it; absent where there is none. */
  readonly parties?: readonly string[];
}

/** How far a case has come, folded from its facts alone, without the machine. */
export interface Progress {
  readonly state: State;
  /** Stage name → when it last changed (ISO 8601). */
  readonly since: Readonly<Record<string, string>>;
  readonly dates: Dates;
}

/** Where a case stands after its fact number `revision`. */
export interface Standing {
  readonly snapshot: AnyMachineSnapshot;
  /** Revision of the last fact; -1 before the first. */
  readonly revision: number;
  readonly progress: Progress;
  /** When its last fact was recorded; undefined before the first. */
  readonly at: string | undefined;
  /** When the latest fact of a type was recorded, of those by which rules change. */
  readonly latest: Readonly<Record<string, string>>;
}

export interface FieldError {
  /** Path in the data, `reasons.0.code`. */
  readonly field: string;
  readonly message: string;
}

/** Returned, never thrown: an expected "no", worded for the person who asked. */
export type Refusal =
  | { readonly because: 'unknown-event'; readonly type: string; readonly known: readonly string[] }
  /** `meaning`: where the case stands instead of where the fact could be recorded, and since when. */
  | { readonly because: 'not-open-here'; readonly type: string; readonly state: State; readonly meaning?: string }
  | { readonly because: 'not-yours'; readonly by: readonly string[]; readonly rule?: RuleId; readonly meaning?: string }
  /** A fact of the clock is due first: nothing is decided as if it had not come. */
  | { readonly because: 'due'; readonly event: string; readonly at: string }
  | { readonly because: 'invalid'; readonly fields: readonly FieldError[] }
  | { readonly because: 'rule'; readonly name: string; readonly rule?: RuleId; readonly meaning: string };

/** A fault, not a "no": the recorded history could not have happened under this workflow. */
export class ImpossibleHistory extends Error {
  override readonly name = 'ImpossibleHistory';
  constructor(
    readonly revision: number,
    readonly type: string,
    readonly why: string,
  ) {
    super(`Event ${revision} (${type}) is impossible: ${why}`);
  }
}

/**
 * The words of applications for all levels: facts, rules, and what a case remembers. Each stage declares its own into them, in its words.ts,
 * so that every stage can use them all while this folder knows no stage.
 */
import type {
  Bars,
  Choice,
  Claim,
  Claims,
  Confidential,
  Dates,
  Fact,
  Part,
  Recused,
  RegisterNews,
  Rule,
  RuleId,
  Stage,
} from '../../libs/workflow/index.js';
import type { KindOfDue } from '../../libs/workflow/due.js';
import type { events } from './anywhere-events.js';
import type { Holder } from './declared.js';
import type { Level } from './round.js';
import type { CcgTerms, ConstitutionTerms, RoundTerms } from './terms.js';

interface Added {
  readonly InterestDeclared: Partial<Holder>;
}

/** Every fact, by its type. */
export interface FactTypes extends FactsOf<typeof events, Added> {}

/** Every rule, by its name. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- it is the stages that have rules
export interface RuleNames {}

/** Every date that a case can have, by its name. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- it is the stages that have dates
export interface DateNames {}

/** What the rules need to remember of a case. */
export interface Context {
  readonly level: Level | null;
  /** When the interest was expressed first: there was nothing to decide on before. Null before the first fact. */
  readonly begunAt: string | null;
  readonly ccg: CcgTerms | null;
  readonly round: RoundTerms | null;
  readonly constitution: ConstitutionTerms | null;
  readonly group: readonly string[];
  /** The same for all cases that one group began; null for one CCG alone. */
  readonly groupId: string | null;
  /** The CCG that proposed the group to this one; null for the one that did, and for one alone. */
  readonly invitedBy: string | null;
  /** Ids of people, for the separation of duties and declared interests. */
  /** Whoever acted for the CCG or for its members on the case, whatever they did. */
  readonly hands: readonly string[];
  readonly assessors: readonly string[];
  readonly interested: readonly string[];
  /** Codes of what they lie in that were declared on the case. */
  readonly interestsIn: readonly string[];
  /** Whoever declared an interest in a meeting on the case, and in what it lies, unless its chair acknowledged it. */
  readonly recused: readonly Recused[];
  /** What has changed what a committee decides on, oldest first: an earlier vote decides nothing. */
  readonly changes: readonly Change[];
  readonly specialMeasures: boolean;
  /** Queue → who has claimed the case there, and who had claimed it last. */
  readonly claims: Claims;
  readonly claimed: Readonly<Record<string, Claimed>>;
}

/** A claim that is over: how and when it ended. */
export interface Claimed extends Claim {
  readonly how: string;
  readonly endedAt: string;
}

/** Something that changed what a committee decides on, as whoever records an earlier vote is told, and when. */
export interface Change {
  /** Of the fact that changed it. */
  readonly type: string;
  readonly what: string;
  readonly at: string;
}

export type FactType = keyof FactTypes;
export type FactOf<Type extends FactType> = FactTypes[Type];
/** The facts as one union, each with its data. */
export type CaseFact = FactOf<FactType>;
export type RuleName = keyof RuleNames;
export type DateName = keyof DateNames;

/** What a rule looks at. */
export interface CaseFacts {
  readonly context: Context;
  readonly event: CaseFact;
}

type DataClass = new () => object;
type Of<Table, Type> = Type extends keyof Table ? Table[Type] : unknown;

/**
 * The facts of a stage, for `FactTypes`: what a person says with each, and what the service adds. `Forms`: what is said where levels ask for
 * more than the stage's own class does.
 */
export type FactsOf<Events extends Readonly<Record<string, DataClass>>, Added = unknown, Forms = unknown> = {
  readonly [Type in keyof Events & string]: Fact<
    Type,
    (Type extends keyof Forms ? Forms[Type] : InstanceType<Events[Type]>) & Of<Added, Type> & Partial<Bars>
  >;
};

/** The names of a stage's rules, for `RuleNames`. */
export type NamesOf<Rules> = { readonly [Name in keyof Rules]: Name };

/** What the service adds to facts, as names of look-ups: those of the fields that a stage declares. */
export type LookUpsOf<Added> = { readonly [Type in keyof Added]: readonly (keyof Added[Type] & string)[] };

/** What a fact does to the dates of a case: sets one to an instant, or with `null` takes it away. */
export type DatesSet = Readonly<Record<string, string | null>>;

/** Dates by the facts that set them and take them away, of whatever stage these are. `dates` are those that stood before. */
export type DatesOf = {
  readonly [Type in FactType]?: (fact: FactOf<Type>, dates: Dates, level: Level | undefined) => DatesSet;
};

/** The names of a stage's dates, for `DateNames`. Of several of a kind, each under its number, it is that of the kind. */
export type NamesSetBy<Setters> = {
  readonly [Name in Exclude<SetBy<Setters[keyof Setters]>, `${string}.${number}`>]: Name;
};
type SetBy<Setter> = Setter extends (...facts: never[]) => infer Set ? Known<KeysOf<Set> & string> : never;
// A setter that is typed as setting whatever date names none.
type Known<Name extends string> = string extends Name ? never : Name;
type KeysOf<Table> = Table extends unknown ? keyof Table : never;

/** Everything a stage brings into the vocabulary. */
export interface StageWords {
  /** The name of its folder. */
  readonly name: string;
  /** Where it stands on the path of an application, if that is the same at every level. */
  readonly place?: Stage;
  /** What a person says with each fact. */
  readonly events: Readonly<Record<string, DataClass>>;
  readonly rules: Readonly<Record<string, Rule<CaseFacts>>>;
  /** What it remembers, as that is before the first fact. */
  readonly beginning: Partial<Context>;
  /** What the service adds to its facts, by names of look-ups. */
  readonly lookUps?: Readonly<Record<string, readonly string[]>>;
  /** What its facts mean for the register. */
  readonly registers?: {
    readonly [Type in FactType]?: {
      readonly rule: RuleId;
      readonly becomes: (fact: FactOf<Type>, context: Context) => readonly RegisterNews[];
    };
  };
  /** Facts that are decided anew on the current revision, so many people can record them at once. */
  readonly commuting?: readonly FactType[];
  /** What whoever records a fact cannot undo, in a sentence or two. */
  readonly irreversible?: { readonly [Type in FactType]?: string };
  /** What there is to choose from in a field of a fact, by its path. */
  readonly offers?: { readonly [Type in FactType]?: Readonly<Record<string, (context: Context) => readonly Choice[]>> };
  /** What kind of due fact each of its facts is that the clock records. */
  readonly dueAs?: { readonly [Type in FactType]?: KindOfDue };
  readonly dates?: DatesOf;
  /** What a reader of the case is told of it. */
  readonly tells?: (context: Context) => Readonly<Record<string, unknown>>;
  /** What it is to organisations beside the CCG and its region. One stage has that. */
  readonly members?: {
    /** What they see of a case. */
    readonly part: Part;
    readonly confidential: Confidential;
    /** Whether a case concerns one of them. */
    readonly concerns: (context: Context, organisation: string) => boolean;
    /** Those whom a fact names, in the place of those named before. */
    readonly names: (fact: CaseFact) => readonly string[] | undefined;
  };
}

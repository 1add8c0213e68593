/** The one list of the stages of applications, in the order in which their rules are told. A new stage is added here. */
import type { Bars } from '../libs/workflow/index.js';
import { declaringIn, vocabularyFrom } from './application/declare.js';
import { wordsOfAll } from './application/words-of-all.js';
import type { Context, FactOf, FactType, RuleName } from './application/words.js';
import { agreementWords } from './stages/agreement/words.js';
import { applicationWords, type Forms } from './stages/application/words.js';
import { assuranceWords } from './stages/assurance/words.js';
import { constitutionWords } from './stages/constitution/words.js';
import { decisionWords } from './stages/decision/words.js';
import { delegationWords } from './stages/delegation/words.js';
import { invitation } from './stages/group/invited.js';
import { groupWords } from './stages/group/words.js';
import { interestWords } from './stages/interest/words.js';
import { involvementWords } from './stages/involvement/words.js';
import { jointCommitteeWords } from './stages/joint-committee/words.js';
import { mandateWords } from './stages/mandate/words.js';
import { noticeWords } from './stages/notice/words.js';
import { reviewWords } from './stages/review/words.js';
import { termsWords } from './stages/terms-of-reference/words.js';

export const stages = [
  interestWords,
  mandateWords,
  groupWords,
  constitutionWords,
  termsWords,
  applicationWords,
  reviewWords,
  assuranceWords,
  decisionWords,
  agreementWords,
  delegationWords,
  jointCommitteeWords,
  noticeWords,
  involvementWords,
] as const;

const vocabulary = vocabularyFrom([wordsOfAll, ...stages]);
export const { events, rules, emptyContext } = vocabulary;

export const declareLevel = declaringIn(vocabulary);

/** Where an application stands until its form, at every level that is approved. */
export const untilTheForm = [
  invitation,
  interestWords.place,
  groupWords.place,
  mandateWords.place,
  constitutionWords.place,
  termsWords.place,
] as const;

type Listed = typeof wordsOfAll | (typeof stages)[number];
type KeysOf<Table> = Table extends unknown ? keyof Table : never;
type At<Table, Key> = Table extends unknown ? (Key extends keyof Table ? Table[Key] : never) : never;

/** What is said with a fact: by its stage's class, or by the levels' own where that is the base of theirs. */
type SaidWith<Type extends FactType> =
  KeysOf<InstanceType<Extract<At<Listed['events'], Type>, new () => object>>> | KeysOf<At<Forms, Type>>;
type LookedUpFor<Type extends FactType> = Extract<
  At<Extract<Listed, { readonly lookUps: unknown }>['lookUps'], Type>,
  readonly string[]
>[number];
/** What is added to facts and not looked up; what bars is looked up for all approvers. */
type NotLookedUp = {
  readonly [
    Type in FactType
  ]: `${Exclude<keyof FactOf<Type>['data'] & string, SaidWith<Type> | LookedUpFor<Type> | keyof Bars>} with ${Type}`;
}[FactType];

type Nothing<Lacking extends never> = Lacking;

// What a stage declares and the list lacks: the compiler says it with how to mend it.
export type FactsAreListed =
  Nothing<`List the stage that records ${Exclude<FactType, KeysOf<Listed['events']>>} in workflows/stages.ts`>;
export type RulesAreListed =
  Nothing<`List the stage that has the rule ${Exclude<RuleName, KeysOf<Listed['rules']>>} in workflows/stages.ts`>;
export type FieldsBegin =
  Nothing<`Say in the beginning of its stage's words what ${Exclude<keyof Context, KeysOf<Listed['beginning']>>} is at first`>;
export type AddedIsLookedUp = Nothing<`Say in the lookUps of its stage's words that ${NotLookedUp} is looked up`>;

/** The vocabulary that the stages make together, and the workflow of a level in it. */
import type { AnyStateMachine } from 'xstate';
import type { KindOfDue } from '../../libs/workflow/due.js';
import type { Dates, Fact, Noted, Rule, Workflow } from '../../libs/workflow/index.js';
import { declare, guardsOf, vocabularyOf } from '../../libs/workflow/model.js';
import { barred, liesIn } from './hands.js';
import { rememberingHands, withBars } from './independence.js';
import { roles } from './roles.js';
import type { Level } from './round.js';
import { particulars } from './words-of-all.js';
import type { CaseFact, CaseFacts, Context, DatesSet, FactType, StageWords } from './words.js';

type Table<T> = Readonly<Record<string, T>>;

export interface Vocabulary {
  readonly stages: readonly StageWords[];
  readonly events: Workflow['events'];
  readonly rules: Table<Rule<CaseFacts>>;
  /** A case before its first fact. */
  readonly emptyContext: Context;
}

/** @throws RangeError where two stages have one word */
export function vocabularyFrom(stages: readonly StageWords[]): Vocabulary {
  return {
    stages,
    events: together(stages, 'events'),
    rules: together(stages, 'rules'),
    // That no field is lacking is shown by the types of workflows/stages.ts.
    emptyContext: together(stages, 'beginning') as Context,
  };
}

/** What the stages have of a part, each word with its one stage. */
function together<Part extends 'events' | 'rules' | 'beginning'>(stages: readonly StageWords[], part: Part) {
  const owners = new Map<string, string>();
  for (const { name, [part]: words } of stages)
    for (const word of Object.keys(words)) {
      const other = owners.get(word);
      if (other !== undefined)
        throw new RangeError(`The stages ${other} and ${name} both have ${word} in their ${part}. Rename it in one.`);
      owners.set(word, name);
    }
  return joined(stages.map((stage): StageWords[Part] => stage[part])) as StageWords[Part];
}

const joined = <T>(tables: readonly (Table<T> | object | undefined)[]): Table<T> =>
  Object.assign({}, ...tables) as Table<T>;

type Own = Pick<Workflow, 'name' | 'version' | 'title' | 'stages' | 'milestones'> & {
  readonly level: Level;
  readonly since?: string | undefined;
  readonly machine: AnyStateMachine;
  /** The level's own forms, in the place of those all levels share. */
  readonly forms?: { readonly [Type in FactType]?: new () => object };
};

/**
 * Declares the workflow of a level in a vocabulary: of the events and the rules those that its machine speaks, and what is told of a case.
 */
export function declaringIn({ stages, events, rules }: Vocabulary): (own: Own) => Workflow {
  const guards = guardsOf(rules);
  const setters = settersOf(stages);
  const notes = notesOf(stages);
  const lookUps = joined<readonly string[]>(stages.map((stage) => stage.lookUps));
  const registers = joined<NonNullable<Workflow['registers']>[string]>(stages.map((stage) => stage.registers));
  const dueAs = joined<KindOfDue>(stages.map((stage) => stage.dueAs));
  const commuting = stages.flatMap((stage) => stage.commuting ?? []);
  const irreversible = joined<string>(stages.map((stage) => stage.irreversible));
  const offers = joined<NonNullable<Workflow['offers']>[string]>(stages.map((stage) => stage.offers));
  return ({ forms, since, ...own }) => {
    const machine = rememberingHands(own.machine.provide({ guards }) as AnyStateMachine);
    const words = vocabularyOf(machine, { ...events, ...forms }, rules);
    const spoken = (type: string): boolean => Object.hasOwn(words.events, type);
    const ofSpoken = <T>(table: Table<T>): Table<T> =>
      Object.fromEntries(Object.entries(table).filter(([type]) => spoken(type)));
    return declare({
      ...own,
      ...words,
      ...(since !== undefined && { since }),
      machine,
      roles,
      begins: 'InterestExpressed',
      claims: { by: 'CaseClaimed', in: (context) => (context as Context).claims },
      holds: 'inForce',
      commuting: commuting.filter(spoken),
      dueAs: ofSpoken(dueAs),
      irreversible: ofSpoken(irreversible),
      offers: ofSpoken(offers),
      lookUps: ofSpoken(withBars(machine, lookUps)),
      registers: ofSpoken(registers),
      notes: ofSpoken(notes),
      datesSetBy: (fact, dates = {}) => datesSetBy(setters.get(fact.type), fact, dates, own.level),
      ...toldOf(stages),
      ...membersIn(stages, own.stages),
    });
  };
}

/** What is told of a case, from what is remembered of it. */
function toldOf(
  stages: readonly StageWords[],
): Pick<Workflow, 'particulars' | 'barred' | 'liesIn' | 'changes' | 'summary'> {
  return {
    particulars: (context) => particulars(context as Context),
    barred: (context, role, known) => barred(context as Context, role, known),
    liesIn: (context) => liesIn(context as Context),
    changes: (context) => (context as Context).changes.length,
    summary: (context) => joined(stages.map(({ tells }) => tells?.(context as Context))),
  };
}

/** What the case is to organisations beside the CCG and its region; they see a part of it where the level has that stage. */
function membersIn(
  stages: readonly StageWords[],
  places: Workflow['stages'],
): Pick<Workflow, 'concerns' | 'names' | 'part' | 'confidential'> {
  const members = stages.find((stage) => stage.members)?.members;
  if (members === undefined) return { concerns: () => false };
  const { part, confidential, concerns, names } = members;
  return {
    concerns: (context, organisation) => concerns(context as Context, organisation),
    names: (fact) => names(fact as CaseFact),
    ...(places.some(({ name }) => name === part.stage) && { part, confidential }),
  };
}

type Dated = Parameters<Workflow['datesSetBy']>[0];
type Setter = (fact: Dated, dates: Dates, level: Level) => DatesSet;

/** By type of fact, what it does to the dates of each stage. */
function settersOf(stages: readonly StageWords[]): ReadonlyMap<string, readonly Setter[]> {
  const setters = new Map<string, readonly Setter[]>();
  for (const { dates = {} } of stages)
    for (const [type, set] of Object.entries(dates)) setters.set(type, [...(setters.get(type) ?? []), set as Setter]);
  return setters;
}

type Note = (before: Noted, fact: Fact) => Noted;

/** By type of fact, what all stages note of it, one after the other. */
function notesOf(stages: readonly StageWords[]): Table<Note> {
  const notes: Record<string, Note> = {};
  for (const { notes: own = {} } of stages)
    for (const [type, note] of Object.entries(own) as [string, Note][]) {
      const before = notes[type];
      notes[type] = before ? (noted, fact) => note(before(noted, fact), fact) : note;
    }
  return notes;
}

const nothing: DatesSet = {};

const datesSetBy = (setters: readonly Setter[] | undefined, fact: Dated, dates: Dates, level: Level): DatesSet =>
  setters ? joined(setters.map((set) => set(fact, dates, level))) : nothing;

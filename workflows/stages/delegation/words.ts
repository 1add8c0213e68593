import type { Choice, Noted } from '../../../libs/workflow/index.js';
import { hasCome } from '../../../libs/workflow/instant.js';
import type { DatesOf, FactsOf, LookUpsOf, NamesOf, NamesSetBy, NotesOf, StageWords } from '../../application/words.js';
import { activities, functionInWords } from '../interest/events.js';
import { events } from './events.js';
import { delegationRules } from './rules.js';

interface Added {
  /** The instant at which the day of the revocation begins. */
  readonly DelegationRevoked: { readonly effectiveAt: string };
}

/** What became of a function, as people are told, and when. */
export interface FunctionChange {
  readonly what: 'suspended' | 'restored' | 'added' | 'taken away';
  readonly at: string;
}

interface Remembers {
  readonly functions: readonly string[];
  readonly suspended: readonly string[];
  /** Function → what became of it last. */
  readonly functionsChanged: Readonly<Record<string, FunctionChange>>;
  /** When a revocation that was given notice of takes effect. */
  readonly revokedFrom: string | null;
  readonly variation: {
    /** Id of the person who proposed it. */
    readonly proposer: string;
    readonly by: string;
    readonly add: readonly string[];
    readonly remove: readonly string[];
  } | null;
}

const dates = {
  DelegationRevoked: ({ data }) => ({ revocationEffective: data.effectiveAt }),
  RevocationWithdrawn: () => ({ revocationEffective: null }),
} satisfies DatesOf;

const without = (some: readonly string[] = [], others: readonly string[] = []): readonly string[] =>
  some.filter((each) => !others.includes(each));

const lacking = (noted: Noted, name: keyof Noted): Noted =>
  Object.fromEntries(Object.entries(noted).filter(([each]) => each !== name));

const settled = (before: Noted): Noted => lacking(before, 'variation');

function varied(before: Noted): Noted {
  const { add, remove } = before.variation ?? {};
  const functions = [...without(before.functions, remove), ...(add ?? [])];
  return { ...settled(before), functions, suspended: without(before.suspended, remove) };
}

const notes = {
  InterestExpressed: (before, { data }) => ({ ...before, functions: data.scope }),
  DelegationReviewed: (before, { data, at }) => ({
    ...lacking(before, 'nextReviewOn'),
    reviewedAt: at,
    ...(data.nextReviewOn !== undefined && { nextReviewOn: data.nextReviewOn }),
  }),
  FunctionsSuspended: (before, { data }) => ({
    ...before,
    suspended: [...(before.suspended ?? []), ...data.functions],
  }),
  FunctionsRestored: (before, { data }) => ({ ...before, suspended: without(before.suspended, data.functions) }),
  VariationProposed: (before, { data: { add = [], remove = [] }, actor }) => ({
    ...before,
    variation: { by: actor.role, add, remove },
  }),
  DelegationVaried: varied,
  VariationDeclined: settled,
  DelegationRevoked: (before, { data, at }) =>
    hasCome(data.effectiveAt, at) ? before : { ...before, endsFrom: data.effectiveAt },
  RevocationWithdrawn: (before) => lacking(before, 'endsFrom'),
} satisfies NotesOf;

declare module '../../application/words.js' {
  interface FactTypes extends FactsOf<typeof events, Added> {}
  interface RuleNames extends NamesOf<typeof delegationRules> {}
  interface Context extends Remembers {}
  interface DateNames extends NamesSetBy<typeof dates> {}
}

export const delegationWords = {
  name: 'delegation',
  place: { name: 'delegation', title: 'Delegation', path: 'inForce' },
  events,
  rules: delegationRules,
  beginning: {
    functions: [],
    suspended: [],
    functionsChanged: {},
    revokedFrom: null,
    variation: null,
  } satisfies Remembers,
  irreversible: {
    DelegationRevoked:
      'The CCG is told at once, and on the day you name its functions return to NHS England. Until that day the revocation can be taken back. Afterwards the CCG must apply again.',
  },
  offers: {
    FunctionsSuspended: {
      functions: ({ functions, suspended }) => named(functions.filter((each) => !suspended.includes(each))),
    },
    FunctionsRestored: { functions: ({ suspended }) => named(suspended) },
    VariationProposed: {
      add: ({ functions }) => named(Object.keys(activities).filter((each) => !functions.includes(each))),
      remove: ({ functions }) => named(functions),
    },
  },
  lookUps: { DelegationRevoked: ['effectiveAt'] } satisfies LookUpsOf<Added>,
  dueAs: { RevocationTookEffect: 'ending' },
  dates,
  notes,
  tells: ({ functions, suspended, variation }) => ({ functions: { delegated: functions, suspended }, variation }),
} as const satisfies StageWords;

const named = (functions: readonly string[]): readonly Choice[] =>
  functions.map((each) => ({ value: each, words: functionInWords(each) }));

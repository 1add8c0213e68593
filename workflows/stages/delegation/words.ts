import type { Choice } from '../../../libs/workflow/index.js';
import type { DatesOf, FactsOf, LookUpsOf, NamesOf, NamesSetBy, StageWords } from '../../application/words.js';
import { activities } from '../interest/events.js';
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
  tells: ({ functions, suspended, variation }) => ({ functions: { delegated: functions, suspended }, variation }),
} as const satisfies StageWords;

const inWords: Readonly<Record<string, string>> = activities;

const named = (functions: readonly string[]): readonly Choice[] =>
  functions.map((each) => ({ value: each, words: inWords[each] ?? each }));

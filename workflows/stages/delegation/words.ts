import type { DatesOf, FactsOf, LookUpsOf, NamesOf, NamesSetBy, StageWords } from '../../application/words.js';
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
  lookUps: { DelegationRevoked: ['effectiveAt'] } satisfies LookUpsOf<Added>,
  dates,
  tells: ({ functions, suspended, variation }) => ({ functions: { delegated: functions, suspended }, variation }),
} as const satisfies StageWords;

/** The words all stages share, as XState wants them: context, facts, guards by the names of the rules. */
import { setup } from 'xstate';
import type { Passage, Place } from '../../libs/workflow/index.js';
import { onlyIf } from '../../libs/workflow/model.js';
import type { Role } from './roles.js';
import type { CaseFact, CaseFacts, Context, DateName, FactType, RuleName } from './words.js';

/** What stands on a state, in the words of all stages. */
export interface CasePlace extends Place {
  readonly waitingOn?: readonly Role[];
  readonly due?: {
    readonly date: DateName;
    readonly event?: FactType;
    readonly early?: RuleName;
    readonly by?: readonly Role[];
  };
  readonly refuses?: { readonly [Type in FactType]?: RuleName };
}

export const model = setup({
  types: {
    context: {} as Context,
    events: {} as CaseFact,
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- XState takes its types from here
    meta: {} as CasePlace,
    transitionMeta: {} as Passage & { readonly by: readonly Role[] },
  },
  // Names alone. What each asks is given where a level is declared, which knows the rules of all stages.
  guards: {} as Record<RuleName, (facts: CaseFacts) => boolean>,
});

/** Every one of these rules, in the order in which people should be told. */
export const only = (...names: readonly RuleName[]) => onlyIf<Context, CaseFact, RuleName[]>([...names]);

/** Asked of whoever acts for NHS England, whatever they do. */
export const independent = ['approverHasNoInterest', 'approverIsNoHand'] as const satisfies readonly RuleName[];

/** The same and these, of what only NHS England may do. */
export const independently = (...names: readonly RuleName[]) => only(...independent, ...names);

/** Ways on from a state, for stages that levels leave in different ways. */
export type Ways = NonNullable<Parameters<typeof model.createStateConfig>[0]['on']>;

/** States side by side with those of a level, for stages that some versions have. */
export type Regions = NonNullable<Parameters<typeof model.createStateConfig>[0]['states']>;

/** The words all stages share, as XState wants them: context, facts, guards by the names of the rules. */
import { setup } from 'xstate';
import type { Passage, Place } from '../../libs/workflow/index.js';
import { guardsOf, onlyIf } from '../../libs/workflow/model.js';
import type { Context, Role } from './context.js';
import type { CaseFact } from './events.js';
import { rules } from './rules.js';

export type RuleName = keyof typeof rules;

export const model = setup({
  types: {
    context: {} as Context,
    events: {} as CaseFact,
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- XState takes its types from here
    meta: {} as Place & { readonly waitingOn?: readonly Role[] },
    transitionMeta: {} as Passage & { readonly by: readonly Role[] },
  },
  guards: guardsOf(rules),
});

/** Every one of these rules, in the order in which people should be told. */
export const only = (...names: readonly RuleName[]) => onlyIf<Context, CaseFact, RuleName[]>([...names]);

/** Asked of whoever acts for NHS England, whatever they do. */
export const independent = ['approverHasNoInterest', 'approverIsNoHand'] as const satisfies readonly RuleName[];

/** The same and these, of what only NHS England may do. */
export const independently = (...names: readonly RuleName[]) => only(...independent, ...names);

/** Ways on from a state, for stages that levels leave in different ways. */
export type Ways = NonNullable<Parameters<typeof model.createStateConfig>[0]['on']>;

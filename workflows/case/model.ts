/** The words all stages share, as XState wants them: context, facts, guards by the names of the rules. */
import { setup } from 'xstate';
import type { Passage, Place } from '../../libs/workflow/index.js';
import { guardsOf, onlyIf } from '../../libs/workflow/model.js';
import type { Context, Role } from './context.js';
import type { CaseFact } from './events.js';
import { rules } from './rules.js';

/** A rule's name, as XState types a guard that takes no parameters. */
type RuleGuard = keyof typeof rules;

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
export const only = (...names: readonly (keyof typeof rules)[]) => onlyIf<Context, CaseFact, RuleGuard[]>([...names]);

import type { FactsOf, LookUpsOf, NamesOf, StageWords } from '../../application/words.js';
import type { ApplicationSubmitted as DelegationForm, GovernanceStructure } from './delegation-form.js';
import { delegationApplicationRules } from './delegation-rules.js';
import { events } from './events.js';
import type { ApplicationSubmitted as JointForm, JointGovernance } from './joint-form.js';
import { jointApplicationRules } from './joint-rules.js';
import { applicationRules } from './rules.js';

const rules = { ...applicationRules, ...delegationApplicationRules, ...jointApplicationRules };

/** What each level asks for besides. */
export interface Forms {
  readonly ApplicationSubmitted: DelegationForm | JointForm;
}

interface Added {
  /** `assessBy`: when the region has read it by the service standard; null without one. */
  readonly ApplicationSubmitted: { readonly assessBy: string | null };
}

interface Remembers {
  readonly governance: GovernanceStructure | JointGovernance | null;
}

declare module '../../application/words.js' {
  interface FactTypes extends FactsOf<typeof events, Added, Forms> {}
  interface RuleNames extends NamesOf<typeof rules> {}
  interface Context extends Remembers {}
}

export const applicationWords = {
  name: 'application',
  place: { name: 'application', title: 'Application', path: 'applying.underWay.application.drafting' },
  events,
  rules,
  beginning: { governance: null } satisfies Remembers,
  irreversible: {
    ApplicationSubmitted:
      'The application goes to NHS England as it is. What is missing can be added only when NHS England asks for it.',
  },
  lookUps: { ApplicationSubmitted: ['assessBy'] } satisfies LookUpsOf<Added>,
} as const satisfies StageWords;

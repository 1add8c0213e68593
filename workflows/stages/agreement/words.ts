import type { FactsOf, NamesOf, StageWords } from '../../application/words.js';
import { events } from './events.js';
import { agreementRules } from './rules.js';

interface Remembers {
  /** Ids of the people who signed. */
  readonly signatories: readonly string[];
}

declare module '../../application/words.js' {
  interface FactTypes extends FactsOf<typeof events> {}
  interface RuleNames extends NamesOf<typeof agreementRules> {}
  interface Context extends Remembers {}
}

export const agreementWords = {
  name: 'agreement',
  place: { name: 'agreement', title: 'Agreement', path: 'applying.underWay.application.agreement' },
  events,
  rules: agreementRules,
  beginning: { signatories: [] } satisfies Remembers,
  irreversible: {
    AgreementSigned:
      'Your signature stands under the delegation agreement. Once both have signed and go-live has come, the CCG cannot leave the delegation.',
  },
  dueAs: { DelegationTookEffect: 'taking effect' },
} as const satisfies StageWords;

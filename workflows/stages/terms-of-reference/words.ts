import type { FactsOf, NamesOf, StageWords } from '../../application/words.js';
import { events } from './events.js';
import { termsRules } from './rules.js';

declare module '../../application/words.js' {
  interface FactTypes extends FactsOf<typeof events> {}
  interface RuleNames extends NamesOf<typeof termsRules> {}
}

export const termsWords = {
  name: 'terms-of-reference',
  place: { name: 'terms-of-reference', title: 'Terms of reference', path: 'applying.underWay.terms' },
  events,
  rules: termsRules,
  beginning: {},
} as const satisfies StageWords;

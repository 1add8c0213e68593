import type { FactsOf, NamesOf, StageWords } from '../../application/words.js';
import { events } from './events.js';
import { termsRules } from './rules.js';

interface Remembers {
  /** A draft of the committee’s terms of reference was put forward, whatever has become of it. */
  readonly termsPutForward: boolean;
}

declare module '../../application/words.js' {
  interface FactTypes extends FactsOf<typeof events> {}
  interface RuleNames extends NamesOf<typeof termsRules> {}
  interface Context extends Remembers {}
}

export const termsWords = {
  name: 'terms-of-reference',
  place: { name: 'terms-of-reference', title: 'Terms of reference', path: 'applying.underWay.terms' },
  events,
  rules: termsRules,
  beginning: { termsPutForward: false } satisfies Remembers,
  irreversible: {
    TermsOfReferenceSigned: 'Your signature stands under the terms of reference.',
  },
} as const satisfies StageWords;

import type { FactsOf, NamesOf, StageWords } from '../../application/words.js';
import { events, type Finding, type Threshold } from './events.js';
import { assuranceRules } from './rules.js';

interface Remembers {
  readonly findings: Readonly<Partial<Record<Threshold, Finding>>>;
  /** The conditions under which a threshold is met, in the assessor’s words. */
  readonly thresholdConditions: Readonly<Partial<Record<Threshold, string>>>;
  readonly regionSigned: boolean;
}

declare module '../../application/words.js' {
  interface FactTypes extends FactsOf<typeof events> {}
  interface RuleNames extends NamesOf<typeof assuranceRules> {}
  interface Context extends Remembers {}
}

export const assuranceWords = {
  name: 'assurance',
  place: { name: 'assurance', title: 'Regional assurance', path: 'applying.underWay.application.assurance' },
  events,
  rules: assuranceRules,
  beginning: { findings: {}, thresholdConditions: {}, regionSigned: false } satisfies Remembers,
  irreversible: {
    SubmissionSigned: 'Your signature stands under the submission.',
  },
  tells: ({ findings }) => ({ thresholds: findings }),
} as const satisfies StageWords;

import type { FactsOf, NamesOf, StageWords } from '../../application/words.js';
import { events, type JointCommitteeEstablished } from './events.js';
import { committeeRules } from './rules.js';

interface Remembers {
  /** The joint committee of the CCG and NHS England, once it is established. */
  readonly jointCommittee: JointCommitteeEstablished | null;
}

declare module '../../application/words.js' {
  interface FactTypes extends FactsOf<typeof events> {}
  interface RuleNames extends NamesOf<typeof committeeRules> {}
  interface Context extends Remembers {}
}

export const jointCommitteeWords = {
  name: 'joint-committee',
  place: { name: 'committee', title: 'Joint committee', path: 'applying.underWay.application.committee' },
  events,
  rules: committeeRules,
  beginning: { jointCommittee: null } satisfies Remembers,
  dueAs: { JointArrangementTookEffect: 'taking effect' },
  tells: ({ jointCommittee }) => ({ jointCommittee }),
} as const satisfies StageWords;

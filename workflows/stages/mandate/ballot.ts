import type { Instant } from '../../../libs/workflow/instant.js';
import type { CountingRule } from '../constitution/counting-rule.js';
import type { Member, Tally } from './counting.js';
import type { Choice } from './events.js';

export interface Ballot {
  readonly question: string;
  readonly openedAt: string;
  readonly closesAt: Instant;
  readonly roll: readonly Member[];
  readonly counting: CountingRule;
  /** At each place of the roll the practice’s last vote; null while it has none. */
  readonly votes: readonly (Choice | null)[];
  /** How many practices have voted. */
  readonly voted: number;
  /** People who voted, opened or closed: none of them verifies. */
  readonly hands: readonly string[];
  readonly tally: Tally | null;
  /** When it was counted; null until then. */
  readonly closedAt: string | null;
  /** The material versions of the constitution that stood when it opened: the vote is on these too. */
  readonly covers: readonly number[];
}

/** What becomes of CCGs, and what they meet on their way. */
import type { Trouble } from '../../demonstration/story/scene.js';

/** How applications for L3 and L2 of the first round fall away, in words, with the outcome the service must give their cases. */
export const endings = {
  defeated: { outcome: 'defeated', words: 'the members voted no' },
  'inquorate-twice': { outcome: 'inquorate', words: 'two ballots were inquorate' },
  'second-ballot-too-late': {
    outcome: 'lapsed',
    words: 'the first ballot was inquorate, and the second still open when the draft lapsed at the deadline',
  },
  'not-submitted': { outcome: 'lapsed', words: 'never handed in: the draft lapsed at the deadline' },
  'withdrawn-early': { outcome: 'withdrawn', words: 'withdrawn before the members were asked' },
  'withdrawn-after-approval': { outcome: 'withdrawn', words: 'approved, then withdrawn' },
  rejected: { outcome: 'rejected', words: 'not recommended, and rejected with reasons' },
  'financial-blip': {
    outcome: 'withdrawn',
    words: 'approved; its finances got worse, the thresholds were reopened; withdrawn',
  },
  'special-measures': {
    outcome: 'withdrawn',
    words: 'put in special measures, so it could not be recommended; withdrawn',
  },
  'double-delegation': {
    outcome: 'lapsed',
    words: 'double delegation found after both had signed, the approval suspended and not mended by go-live',
  },
} as const;

export type FallenEnding = keyof typeof endings;
export type Ending = FallenEnding | 'in-force' | 'too-late';

/** Whether the application comes to nothing in the first round, so that the CCG turns to greater involvement. */
export const fallsAway = (ending: Ending): ending is FallenEnding => Object.hasOwn(endings, ending);

/** What a CCG meets on its way; in words for the report. */
export const troubles = {
  'interest-returned': 'interest returned, and mended',
  'second-ballot': 'first ballot inquorate, the second carried',
  'amendment-returned': 'amendment returned, its second version approved',
  'versions-in-flight': 'three versions of the constitution in flight',
  'terms-disputed': 'terms of reference disputed, then agreed',
  'member-left': 'one of the group fell away; the others and the region agreed to go on',
  'information-requested': 'the region asked for more information',
  conditions: 'approved with a condition, discharged in time',
  deferred: 'decision deferred to the next meeting',
  reworked: 'approval suspended, reworked in time',
  'interest-declared': 'the chair declared an interest and left the room; the others decided',
} as const satisfies Readonly<Record<Trouble, string>>;

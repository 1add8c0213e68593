import type { RecordedEvent } from '../../../libs/event-log/index.js';

/**
 * What a decision comes to: the answer, made from the events that were recorded. A "no" is answered only when all that it rests on is the
 * newest there is. `next`: it is to be decided for the next append; `due`: something is to be recorded first that the agenda did not know.
 */
export type Verdict<T> =
  { readonly is: 'yes' | 'no'; readonly answer: (recorded: readonly RecordedEvent[]) => T } | 'next' | 'due';

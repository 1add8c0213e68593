/** What was minuted of one item of a committee's meeting, as decisions on cases rest on it. */

import { itemOf, type Context, type Item } from './context.js';
import type { Condition } from './decisions.js';
import type { Attendee, Put } from './events.js';
import { hasClinicalInput, presentAt } from './room.js';

export type { Context as MeetingContext } from './context.js';
export type { Attendee } from './events.js';

export interface Minute {
  /** Id of the meeting's own case. */
  readonly meeting: string;
  /** Number of the item, from 1. */
  readonly item: number;
  /** The day of the meeting. */
  readonly heldOn: string;
  /** `organisation`: `nhse`, or a region's code. */
  readonly committee: { readonly id: string; readonly name: string; readonly organisation: string };
  /** Id of the case the item is about. */
  readonly case: string;
  /** What the case was when it was tabled. */
  readonly put?: Put;
  readonly decision: 'approve' | 'approve-with-conditions' | 'defer' | 'reject';
  /** Of an approval with conditions, those that were voted on. */
  readonly conditions?: readonly Condition[];
  /** `retabled`: the case changed before anybody voted, and another item took the place of this one. */
  readonly outcome: 'carried' | 'not-carried' | 'inquorate' | 'open' | 'retabled';
  /** Of an item on which the meeting was inquorate, what was to come next. */
  readonly next?: 'defer' | 'escalate';
  readonly present: readonly Attendee[];
  /** Interests declared for this item, and how each was handled. */
  readonly declarations: readonly {
    readonly id: string;
    readonly interest: string;
    readonly handling: 'acknowledged' | 'discussed-without-vote' | 'silent' | 'left' | 'no-papers';
  }[];
  /** Ids of people. */
  readonly votes: {
    readonly for: readonly string[];
    readonly against: readonly string[];
    readonly abstained: readonly string[];
  };
  /** Whether a clinician was left in the room for the item. */
  readonly clinicalInput: boolean;
  /** Id of the chair who acknowledged that there was none; null while nobody has. */
  readonly acknowledgedBy: string | null;
}

const noVotes: Minute['votes'] = { for: [], against: [], abstained: [] };

/**
 * The minute of the item with this number, from 1; undefined where there is none. `meeting` is the id of the meeting's own case. While
 * an item is open, `decision` is the one proposed; interests that nobody has handled are left out.
 */
export function minuteOf(context: Context, meeting: string, number: number): Minute | undefined {
  const item = itemOf(context, number);
  const { committee, heldOn } = context;
  if (item === undefined || committee === null || heldOn === null) return undefined;
  const clinicalInput = hasClinicalInput(context, item);
  return {
    meeting,
    item: number,
    heldOn,
    committee: { id: committee.id, name: committee.name, organisation: committee.organisation },
    case: item.case,
    ...(item.put && { put: item.put }),
    ...resultOf(item),
    present: presentAt(context).map(({ id, name, offices, voting, clinician }) => ({
      id,
      name,
      offices,
      voting,
      clinician,
    })),
    declarations: item.declarations.flatMap(({ id, interest, handling }) =>
      handling ? [{ id, interest, handling }] : [],
    ),
    clinicalInput,
    // An interest may have been handled anew since, and a clinician come back.
    acknowledgedBy: clinicalInput ? null : item.acknowledgedBy,
  };
}

function resultOf({ result, proposed }: Item): Pick<Minute, 'decision' | 'conditions' | 'outcome' | 'next' | 'votes'> {
  if (result === null) return { decision: proposed, outcome: 'open', votes: noVotes };
  if (result.outcome === 'inquorate')
    return { decision: proposed, outcome: result.outcome, next: result.next, votes: noVotes };
  if (!('votes' in result)) return { decision: proposed, outcome: result.outcome, votes: noVotes };
  const { decision, conditions, outcome, votes } = result;
  return { decision, ...(conditions && { conditions }), outcome, votes };
}

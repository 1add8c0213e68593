/** Committees meet on their days, about whatever is on the agenda by then. */
import { meeting, type Committee as Sitting, type Item } from '../../demonstration/story/meeting.js';
import type { Step } from '../../demonstration/story/step.js';
import type { Wait } from '../../demonstration/story/tell.js';
import type { Agenda } from './agenda.js';
import { on } from './calendar.js';
import type { HttpHand } from './hand.js';

/** A committee as the register constitutes it. */
export interface Committee extends Sitting {
  /** `nhse`, or the code of a region. */
  readonly organisation: string;
}

/** Papers are in before, decisions are recorded after. */
export const hours = { papers: '09:00', meeting: '11:00', decisions: '14:00' } as const;

export function* meetingsOf(
  committee: Committee,
  days: readonly string[],
  agenda: Agenda,
  hand: HttpHand,
): Generator<Step | Wait, void> {
  for (const heldOn of days.toSorted()) {
    const at = on(heldOn, hours.meeting);
    yield { wait: at };
    const items = agenda.items(committee.id, heldOn);
    if (items.length === 0) continue;
    yield* meeting({ committee, at, heldOn }, items.map(votedOn));
    agenda.held(heldOn, hand.id, items);
  }
}

/** Most items are carried by all; on some a member is against, on some one abstains. */
function votedOn(item: Item, index: number): Item {
  if (index % 11 === 7) return { ...item, dissent: 'against' };
  return index % 11 === 3 ? { ...item, dissent: 'abstained' } : item;
}

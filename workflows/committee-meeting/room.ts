/**
 * Who is in the room for an item, who votes on it and who counts for its quorum.
 *
 * | of those present, who                         | in the room | votes, where the office does | counts for the quorum |
 * |-----------------------------------------------|-------------|------------------------------|-----------------------|
 * | declared nothing, or it was acknowledged      | yes         | yes                          | yes                   |
 * | discusses without vote, stays silent          | yes         | no                           | no                    |
 * | left, or got no papers                        | no          | no                           | no                    |
 * | declared an interest that is not handled yet  | yes         | no                           | no                    |
 * | is barred from the case                       | unless left | no                           | no                    |
 * | does not hold the role of a member            | no          | no                           | no                    |
 *
 * Whoever is kept from the vote counts for nothing in the quorum: neither for their office nor as one of the non-voting members, who
 * are those whose seat carries no vote.
 */
import type { Context, Item } from './context.js';
import type { Attendee } from './events.js';
import { quorumMet, shortfall } from './quorum.js';

export function presentAt({ committee, present }: Context): readonly Attendee[] {
  return (committee?.members ?? []).filter(({ id }) => present.includes(id));
}

const handlingOf = (item: Item, id: string) => item.declarations.find((each) => each.id === id)?.handling;

/** Whether somebody holds the role of a member still. */
const sits = ({ entitled }: Item, id: string): boolean => entitled === undefined || entitled.includes(id);

/** In the role of a member, barred from nothing, and with no interest but acknowledged ones. */
function isClear(item: Item, id: string): boolean {
  const handling = handlingOf(item, id);
  return sits(item, id) && !item.barred.includes(id) && (handling === undefined || handling === 'acknowledged');
}

/** Those who count for the quorum of the item. */
export const countingFor = (context: Context, item: Item): readonly Attendee[] =>
  presentAt(context).filter(({ id }) => isClear(item, id));

export const votersOf = (context: Context, item: Item): readonly Attendee[] =>
  countingFor(context, item).filter(({ voting }) => voting);

export const isQuorate = (context: Context, item: Item): boolean =>
  context.committee !== null && quorumMet(context.committee.quorum, countingFor(context, item));

/** What the item lacks of the quorum, in words. */
export const lackOf = (context: Context, item: Item): readonly string[] =>
  context.committee ? shortfall(context.committee.quorum, countingFor(context, item)) : [];

/** Whether a clinician is left in the room; one who stays silent is. */
export const hasClinicalInput = (context: Context, item: Item): boolean =>
  presentAt(context).some(
    ({ id, clinician }) => clinician && sits(item, id) && !['left', 'no-papers'].includes(handlingOf(item, id) ?? ''),
  );

/** Those present whose interest nobody has handled yet. */
export const unhandledOf = (context: Context, item: Item): readonly string[] =>
  item.declarations.filter(({ id, handling }) => handling === null && context.present.includes(id)).map(({ id }) => id);

/**
 * Who may act in the chair for the item: the chair of the meeting. Nobody judges their own interest, so where the chair has one or is
 * barred it is a vice-chair without, then any voting member without. Where nobody is clear the chair of the meeting remains.
 */
export function chairsOf(context: Context, item: Item): readonly string[] {
  const chair = context.chairedBy === null ? [] : [context.chairedBy];
  if (chair.some((id) => isClear(item, id))) return chair;
  const voters = votersOf(context, item);
  const deputies = voters.filter(({ offices }) => offices.includes('vice-chair'));
  const others = (deputies.length > 0 ? deputies : voters).map(({ id }) => id);
  return others.length > 0 ? others : chair;
}

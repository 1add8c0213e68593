/** What there is to choose from in the fields of a meeting’s facts: its members, those who are present, its items. */
import type { Choice, Workflow } from '../../libs/workflow/index.js';
import type { Context } from './context.js';
import { presentAt } from './room.js';

const membersOf = (context: unknown): readonly Choice[] =>
  ((context as Context).committee?.members ?? []).map(({ id, name, offices }) => ({
    value: id,
    words: `${name}, ${offices.join(', ').replaceAll('-', ' ')}`,
  }));

function presentOf(context: unknown): readonly Choice[] {
  const present = presentAt(context as Context).map(({ id }) => id);
  return membersOf(context).filter(({ value }) => present.includes(value));
}

const itemsOf = (context: unknown): readonly Choice[] =>
  (context as Context).items.map(({ title }, index) => ({ value: String(index + 1), words: `${index + 1}. ${title}` }));

export const offersOfMeeting: NonNullable<Workflow['offers']> = {
  MembersAttended: { present: membersOf, chairedBy: membersOf },
  ConflictDeclared: { item: itemsOf, person: presentOf },
  ConflictHandled: { item: itemsOf, person: presentOf },
  NoClinicalInputAcknowledged: { item: itemsOf },
  ItemDecided: { item: itemsOf, 'votes.for': presentOf, 'votes.against': presentOf, 'votes.abstained': presentOf },
  ItemLeftInquorate: { item: itemsOf },
};

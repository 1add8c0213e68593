/** What an interest that is declared in a meeting means elsewhere: for the case of its item, and for the register of interests. */
import type { CaseNews, RegisterNews } from '../../libs/workflow/index.js';
import { interestBy } from '../application/declared.js';
import { itemOf, type Context } from './context.js';
import type { FactOf } from './events.js';

type OfConflict = FactOf<'ConflictDeclared'> | FactOf<'ConflictHandled'>;

/**
 * It bars from the case from its declaration on, unless the chair acknowledges it. What the register alone has bars without. `meeting` is the
 * id of the meeting's own case.
 */
export function barsBy(fact: OfConflict, context: Context, meeting: string): CaseNews | undefined {
  const { item, person } = fact.data;
  const about = itemOf(context, item);
  const subject = about?.declarations.find(({ id }) => id === person)?.subject;
  if (about === undefined || subject === undefined) return undefined;
  const bars = fact.type === 'ConflictDeclared' || fact.data.handling !== 'acknowledged';
  return { case: about.case, type: 'ConflictRecorded', data: { meeting, item, person, subject, bars } };
}

/** It stands in the register under the name by which the committee knows the member. */
export function registeredBy(
  { data, at, actor }: FactOf<'ConflictDeclared'>,
  { committee }: Context,
): readonly RegisterNews[] {
  const { person, kind, subject, interest: text, aroseOn, interestId } = data;
  if (interestId === undefined) return [];
  const holder = committee?.members.find(({ id }) => id === person)?.name ?? null;
  return interestBy({ data: { person, kind, subject, text, aroseOn, interestId, holder }, at, actor });
}

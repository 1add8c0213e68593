/** What the open start page is told. */
import type { Asker } from '../access/asker.js';
import type { Live, Offer, Told } from '../live/told.js';
import { addressOf } from '../pages/addresses.js';
import { inNumbers } from '../pages/filters.js';
import type { WorkQueue } from '../queues/answer.js';
import { mostChanged, type Home, type HomeNow } from './answer.js';

/** Roles that work through queues have them on a page of their own, case by case. */
const approvers: readonly string[] = ['regional-assessor', 'constitution-reviewer', 'national-committee'];
export const isApprover = ({ grants: [acting] }: Asker): boolean =>
  acting !== undefined && approvers.includes(acting.role);

/** How much waits, in words. */
export function waitingIn(queues: readonly WorkQueue[], asking: Asker) {
  const sum = (of: 'waiting' | 'overdue'): number => queues.reduce((all, { [of]: each }) => all + each, 0);
  const [waiting, overdue] = [sum('waiting'), sum('overdue')];
  const [one, many] = isApprover(asking) ? ['case', 'cases'] : ['step', 'steps'];
  return {
    isAny: waiting > 0,
    isOverdue: overdue > 0,
    waiting: `${inNumbers(waiting)} ${waiting === 1 ? one : many}`,
    overdue: overdue === 0 ? 'None is overdue.' : `${inNumbers(overdue)} overdue.`,
  };
}

export function homeTold({ queues, counts, changed }: HomeNow, asking: Asker): Told {
  const { isAny, waiting, overdue } = waitingIn(queues, asking);
  const numbers = [
    ...queues.flatMap(({ name, ...queue }) => [
      [`${name}-waiting`, queue.waiting] as const,
      [`${name}-overdue`, queue.overdue] as const,
    ]),
    ...(counts ? [['open', counts.open] as const, ['over', counts.over] as const] : []),
    ...(counts?.stages ?? []).map(({ name, count }) => [`stage-${name}`, count] as const),
  ].map(([place, number]) => [place, inNumbers(number)] as const);
  const offer = offerOf(changed);
  const waits = isAny ? `What waits on you: ${waiting}. ${overdue}` : undefined;
  return {
    places: { waiting, overdue, ...Object.fromEntries(numbers) },
    said: [offer?.text, waits].filter((each) => each !== undefined).join(' '),
    ...(offer && { offer }),
  };
}

function offerOf(changed: number): Offer | undefined {
  if (changed === 0) return undefined;
  const many = changed < mostChanged ? inNumbers(changed) : `${mostChanged} or more`;
  return { text: `${many} ${changed === 1 ? 'case has' : 'cases have'} changed.`, link: 'Show what is new' };
}

/** What the page needs to be told. */
export const homeLive = ({ position, ...home }: Home, asking: Asker): Live => ({
  from: addressOf('/live', { since: position }),
  page: '/',
  said: homeTold({ ...home, changed: 0 }, asking).said,
});

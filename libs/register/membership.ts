/** Whose member a practice is, and was. First and last days belong to a membership, as ODS counts. */
import { addDays, hasDayCome, isDayBefore, isDayWithin } from '../workflow/london.js';
import type { Day, Membership, Practice } from './model.js';

/** The latest membership, taken out of its practice. */
export function latestMembership({ ccg, joined, left }: Practice): Membership {
  return { ccg, joined, ...(left !== undefined && { left }) };
}

export function openMembership(practice: Practice): Membership | undefined {
  return practice.left === undefined ? practice : undefined;
}

/** The memberships that have not ended before a day: the present one, and one that is told ahead. */
export const membershipsFrom = (practice: Practice, on: Day): readonly Membership[] =>
  [...practice.earlier, latestMembership(practice)].filter(({ left }) => left === undefined || hasDayCome(on, left));

export function membershipOn(practice: Practice, on: Day): Membership | undefined {
  const covers = ({ joined, left }: Membership) => isDayWithin(on, joined, left);
  return covers(practice) ? practice : practice.earlier.findLast(covers);
}

/** The first day of the membership of a day; of nobody's member, the first day after its last one, or the first it is known to join on. */
export function standsSince(practice: Practice, on: Day): Day {
  const current = membershipOn(practice, on);
  if (current !== undefined) return current.joined;
  const ended = [...practice.earlier, latestMembership(practice)].findLast(
    ({ left }) => left !== undefined && isDayBefore(left, on),
  );
  return ended?.left === undefined ? practice.joined : addDays(ended.left, 1);
}

/** All memberships of a practice that goes elsewhere on a day; one that would end before it began never was. */
export function endedBefore(practice: Practice, on: Day): readonly Membership[] {
  if (hasDayCome(on, practice.joined)) return practice.earlier;
  return [...practice.earlier, { ccg: practice.ccg, joined: practice.joined, left: addDays(on, -1) }];
}

/** A closed practice was active until its last day; of other states only the present one is known. */
export function isActiveOn({ status, closed }: Practice, on: Day): boolean {
  return status === 'A' || (status === 'C' && closed !== undefined && hasDayCome(on, closed));
}

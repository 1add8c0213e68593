/** Whose member a practice is, was and is to be. First and last days belong to a membership, as ODS counts. */
import { addDays, hasDayCome, isDayBefore, isDayWithin } from '../workflow/london.js';
import type { Day, Membership, ToldPractice } from './model.js';

/** The latest membership, taken out of its practice. */
export function latestMembership({ ccg, joined, left }: Membership): Membership {
  return { ccg, joined, ...(left !== undefined && { left }) };
}

/** All that were told, those to come too, oldest first. */
export function membershipsOf(practice: ToldPractice): readonly Membership[] {
  return [...practice.earlier, latestMembership(practice)];
}

/** The memberships that have not ended before a day: the present one, and one that is told ahead. */
export const membershipsFrom = (practice: ToldPractice, on: Day): readonly Membership[] =>
  membershipsOf(practice).filter(({ left }) => left === undefined || hasDayCome(on, left));

export function membershipOn(practice: ToldPractice, on: Day): Membership | undefined {
  return membershipsOf(practice).findLast(({ joined, left }) => isDayWithin(on, joined, left));
}

/** The first day of the membership of a day; of nobody's member, the first day after its last one, or the first it is known to join on. */
export function standsSince(practice: ToldPractice, on: Day): Day {
  const current = membershipOn(practice, on);
  if (current !== undefined) return current.joined;
  const ended = membershipsOf(practice).findLast(({ left }) => left !== undefined && isDayBefore(left, on));
  return ended?.left === undefined ? (membershipsOf(practice)[0] ?? practice).joined : addDays(ended.left, 1);
}

/** All memberships of a practice that goes elsewhere on a day; one that would end before it began never was. */
export function endedBefore(practice: ToldPractice, on: Day): readonly Membership[] {
  if (hasDayCome(on, practice.joined)) return practice.earlier;
  return [...practice.earlier, { ccg: practice.ccg, joined: practice.joined, left: addDays(on, -1) }];
}

/** Whether it ended before it began: its practice never was a member by it. */
export function neverWas({ joined, left }: Membership): boolean {
  return left !== undefined && isDayBefore(left, joined);
}

/** Of the memberships that were told, the one of a day between those before and after it. Of a day without one, the last before it, or the first. */
export function membershipsAround(
  practice: ToldPractice,
  on: Day,
): { readonly current: Membership; readonly earlier: readonly Membership[]; readonly later: readonly Membership[] } {
  const all = membershipsOf(practice);
  const begun = all.findLastIndex(({ joined }) => hasDayCome(joined, on));
  const at = Math.max(begun, 0);
  return { current: all[at] ?? practice, earlier: all.slice(0, at), later: all.slice(at + 1) };
}

/**
 * The register of interests. NHS England's guidance on conflicts of interest (2016, 2017) wants an interest declared within 28 days,
 * and public until at least six months after it expired.
 */
import { addDays, isDayBefore, isDayWithin } from '../workflow/london.js';
import type { InterestExpired, InterestRegistered } from './facts.js';
import type { Ccg, Day, Interest, ToldPractice } from './model.js';

const daysToDeclare = 28;
const monthsPublic = 6;

interface Known {
  ccg(code: string): Ccg | undefined;
  told(practice: string): ToldPractice | undefined;
  interest(id: string): Interest | undefined;
}

export function registered(interest: InterestRegistered): Interest {
  return { ...interest, late: isDayBefore(addDays(interest.aroseOn, daysToDeclare), interest.declaredOn) };
}

/** Whether it was held on a day, declared by then or not. */
export function isHeldOn({ aroseOn, expiredOn }: Interest, on: Day): boolean {
  return isDayWithin(on, aroseOn, expiredOn);
}

/** Whether the public finds it on a day: from its declaration to the day six calendar months after it was last held. */
export function isPublicOn({ declaredOn, expiredOn }: Interest, on: Day): boolean {
  return isDayWithin(on, declaredOn, expiredOn && monthsAfter(expiredOn, monthsPublic));
}

export function inInterest(
  known: Known,
  { id, organisation, aroseOn, declaredOn }: InterestRegistered,
): string | undefined {
  if (known.interest(id)) return `Interest ${id} is registered already.`;
  if (!known.ccg(organisation) && !known.told(organisation))
    return `The register knows no CCG or practice ${organisation}.`;
  return isDayBefore(declaredOn, aroseOn)
    ? `Interest ${id} cannot be declared before it arose, on ${aroseOn}.`
    : undefined;
}

export function inExpiry(known: Known, { id, on }: InterestExpired): string | undefined {
  const interest = known.interest(id);
  if (!interest) return `Interest ${id} is not registered.`;
  if (interest.expiredOn !== undefined) return `Interest ${id} expired already, on ${interest.expiredOn}.`;
  return isDayBefore(on, interest.aroseOn) ? `Interest ${id} arose only on ${interest.aroseOn}.` : undefined;
}

/** The same day of a later month, to compare days with: a 31 June, which there is not, lies between 30 June and 1 July. */
function monthsAfter(day: Day, count: number): Day {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + count;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}${day.slice(7)}`;
}

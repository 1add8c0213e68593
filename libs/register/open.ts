/** Whether an organisation is open on a day: the one place that says so. Every fact that names one asks it. */
import { addDays, hasDayCome, isDayBefore, isDayWithin } from '../workflow/london.js';
import { membershipsOf, neverWas } from './membership.js';
import type { Ccg, Day, ToldPractice } from './model.js';

export interface KnownOpen {
  ccg(code: string): Ccg | undefined;
  ccgs(): readonly Ccg[];
  /** Practices that are, were or are to be members of a CCG. */
  everMembersOf(ccg: string): readonly ToldPractice[];
  /** Practices that have merged into one, or are to. */
  mergingInto(practice: string): readonly ToldPractice[];
}

/** From its first day to its last, both included. */
export const isOpenOn = ({ opened, closed }: Pick<Ccg, 'opened' | 'closed'>, on: Day): boolean =>
  isDayWithin(on, opened, closed);

/** Why a CCG cannot be named with a day; undefined where it is open then. */
export function notOpen(known: Pick<KnownOpen, 'ccg'>, code: string, on: Day): string | undefined {
  const ccg = known.ccg(code);
  if (ccg === undefined) return `CCG ${code} is not registered.`;
  if (isOpenOn(ccg, on)) return undefined;
  return isDayBefore(on, ccg.opened)
    ? `CCG ${code} is open only from ${ccg.opened}, and not on ${on}.`
    : `CCG ${code} is open only until ${ccg.closed}, and not on ${on}.`;
}

/** Why a CCG takes no member from a day on; told later than that day, it must be open still. */
export function takesNoMember(known: Pick<KnownOpen, 'ccg'>, code: string, on: Day, toldOn = on): string | undefined {
  return notOpen(known, code, on) ?? notOpen(known, code, isDayBefore(on, toldOn) ? toldOn : on);
}

/**
 * Why a CCG cannot be open from one day to another: the register names it on others. What had come by the day on which it is told is
 * told otherwise no more, so that it stands in the way of no closure that is learnt late.
 */
export function namedBeyond(
  known: KnownOpen,
  { code, opened, closed, toldOn }: Pick<Ccg, 'code' | 'opened' | 'closed'> & { readonly toldOn?: Day },
): string | undefined {
  const isOpen = (on: Day): boolean => isDayWithin(on, opened, closed);
  const isAhead = (on: Day): boolean => toldOn === undefined || isDayBefore(toldOn, on);
  // Nobody joins a CCG that is known to have closed: what was told ahead of that falls with it.
  const isLate = closed !== undefined && toldOn !== undefined && isDayBefore(closed, toldOn);
  for (const { code: other, closed: last, successor } of known.ccgs()) {
    const after = last && addDays(last, 1);
    if (successor !== code || after === undefined || isOpen(after) || (isDayBefore(opened, after) && !isAhead(after)))
      continue;
    return `CCG ${other} merges into ${code} on ${last}, so that must be open the day after (R-66).`;
  }
  for (const practice of known.everMembersOf(code))
    for (const { joined } of membershipsOf(practice).filter((each) => each.ccg === code && !neverWas(each))) {
      if (isDayBefore(joined, opened)) return `Practice ${practice.code} joined ${code} on ${joined} already (R-80).`;
      if (!isOpen(joined) && isAhead(joined) && !isLate)
        return `Practice ${practice.code} joins ${code} only on ${joined}. Have that told otherwise first (R-80).`;
    }
  return undefined;
}

/** Why a practice cannot end with a day: another one is to merge into it on that day or later. */
export function neededAfter(known: KnownOpen, practice: string, last: Day, toldOn?: Day): string | undefined {
  const going = known
    .mergingInto(practice)
    .find(
      ({ closed }) =>
        closed !== undefined && hasDayCome(last, closed) && (toldOn === undefined || hasDayCome(toldOn, closed)),
    );
  return (
    going &&
    `Practice ${going.code} merges into ${practice} on ${going.closed}, so that cannot end before. Have that told otherwise first (R-80).`
  );
}

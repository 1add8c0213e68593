/** What a fact makes of the practice that it is about, and what a practice is on a day. */
import { addDays, hasDayCome, isDayBefore } from '../workflow/london.js';
import type { PracticeEntry, RegisterFact } from './facts.js';
import { endedBefore, latestMembership, membershipsAround, membershipsOf, neverWas } from './membership.js';
import {
  gpPractice,
  type Day,
  type Membership,
  type Practice,
  type PracticeStatus,
  type ToldPractice,
} from './model.js';

/** A fact about one practice that the register knows already. */
export type PracticeFact = RegisterFact<
  | 'PracticeLeft'
  | 'PracticeMoved'
  | 'PracticeStays'
  | 'PracticeClosed'
  | 'PracticeReopened'
  | 'PracticeDetailsChanged'
  | 'ListSizeChanged'
>;

/** The practice once the fact is known. The fact must not contradict it. */
export function practiceAfter(before: ToldPractice, fact: PracticeFact): ToldPractice {
  switch (fact.type) {
    case 'PracticeLeft': {
      const { on, toldOn } = fact.data;
      return { ...toldOtherwise(before, addDays(on, 1), toldOn), left: on };
    }
    case 'PracticeMoved': {
      const { to, on, toldOn } = fact.data;
      const standing = toldOtherwise(before, on, toldOn);
      return { ...standing, ccg: to, joined: on, earlier: endedBefore(standing, on) };
    }
    case 'PracticeStays':
      return toldOtherwise(before, fact.data.on, fact.data.toldOn);
    case 'PracticeClosed':
      return closedOn(before, fact.data);
    case 'PracticeReopened': {
      const { closed, ccg, joined: begun, left, earlier } = before;
      // A membership that had ended before the closing stays ended.
      const ended = left !== undefined && left !== closed;
      return { ...itself(before), status: fact.data.status, ccg, joined: begun, ...(ended && { left }), earlier };
    }
    case 'PracticeDetailsChanged': {
      const { name = before.name, status = before.status, setting = before.setting } = fact.data;
      const { joined = before.joined, closed } = fact.data;
      const closing = closed === undefined ? {} : { closed, ...(before.left === before.closed && { left: closed }) };
      return { ...before, name, status, setting, joined, ...closing };
    }
    case 'ListSizeChanged':
      return { ...before, patients: fact.data.patients, countedOn: fact.data.on };
  }
}

/** A practice that closes after its last day: by itself, or into another one. */
export function closedOn(
  before: ToldPractice,
  { on, toldOn, into }: { readonly on: Day; readonly toldOn?: Day; readonly into?: string },
): ToldPractice {
  const standing = toldOtherwise(before, addDays(on, 1), toldOn);
  return { ...standing, closed: on, left: standing.left ?? on, ...(into !== undefined && { mergedInto: into }) };
}

/** A practice that becomes a member: a new one, or one that had left. What is not said of it is as of most practices; its list size is its own. */
export function joined(
  before: ToldPractice | undefined,
  entry: PracticeEntry & { readonly toldOn?: Day },
  ccg: string,
  from: Day,
): ToldPractice {
  const { code, name, patients, status = 'A', setting = gpPractice, toldOn } = entry;
  const member = { code, name, ccg, joined: from, status, setting };
  if (before === undefined) return { ...member, patients, earlier: [] };
  const standing = toldOtherwise(before, from, toldOn);
  const earlier = membershipsOf(standing).filter((each) => !neverWas(each));
  const { patients: counted, countedOn } = standing;
  if (counted === null) return { ...member, patients, earlier };
  return { ...member, patients: counted, ...(countedOn !== undefined && { countedOn }), earlier };
}

/**
 * The practice as it was before all that was to begin on a day or later was told of it, as far as that had not come on the day on which it is told
 * otherwise. A membership that was the only one, and never comes to be, ends before it begins.
 */
export function toldOtherwise(practice: ToldPractice, from: Day, toldOn: Day | undefined): ToldPractice {
  if (toldOn === undefined) return practice;
  const first = isDayBefore(toldOn, from) ? from : addDays(toldOn, 1);
  const isAhead = (last: Day | undefined): boolean => last !== undefined && hasDayCome(first, addDays(last, 1));
  const { closed, mergedInto } = practice;
  const closing = isAhead(closed) ? {} : { ...(closed && { closed }), ...(mergedInto && { mergedInto }) };
  const told = membershipsOf(practice);
  const begun = told.filter((each) => isDayBefore(each.joined, first));
  const current = begun.at(-1) ?? neverBegun(told[0] ?? practice);
  const ending = begun.length > 0 && isAhead(current.left) ? {} : latestMembership(current);
  return {
    ...itself(practice),
    ...closing,
    ccg: current.ccg,
    joined: current.joined,
    ...ending,
    earlier: begun.slice(0, -1),
  };
}

/**
 * A practice once its register learns, after the last day of a CCG, that this had closed: where it was told ahead that it joins that CCG, it stays
 * where it is, for it goes elsewhere only with NHS England's approval. That it closes itself is told as before.
 */
export function withoutJoining(practice: ToldPractice, ccg: string, toldOn: Day): ToldPractice {
  const ahead = membershipsOf(practice).find(
    (each) => each.ccg === ccg && isDayBefore(toldOn, each.joined) && !neverWas(each),
  );
  if (ahead === undefined) return practice;
  const { closed, mergedInto: into } = practice;
  const staying = toldOtherwise(practice, ahead.joined, toldOn);
  return closed === undefined ? staying : closedOn(staying, { on: closed, ...(into !== undefined && { into }) });
}

/** Whether something is told ahead of a practice to begin on a day or later, and can be told otherwise on a day. */
export function isToldAhead(practice: ToldPractice, from: Day, toldOn: Day): boolean {
  const { joined: begun, left, closed } = toldOtherwise(practice, from, toldOn);
  return practice.joined !== begun || practice.left !== left || practice.closed !== closed;
}

const neverBegun = ({ ccg, joined: begun }: Membership): Membership => ({
  ccg,
  joined: begun,
  left: addDays(begun, -1),
});

/** It is active until its last day; of other states only the present one is known. */
export function statusOn({ status, closed }: ToldPractice, on: Day): PracticeStatus {
  return closed !== undefined && isDayBefore(closed, on) ? 'C' : status;
}

/** What of all that was told holds on a day; its patients are known to whoever knows those that merged into it. */
export function practiceOn(told: ToldPractice, on: Day, patients: number | null): Practice {
  const { current, earlier, later } = membershipsAround(told, on);
  const { closed, mergedInto } = told;
  return {
    ...itself(told),
    ...latestMembership(current),
    status: statusOn(told, on),
    ...(closed !== undefined && { closed }),
    ...(mergedInto !== undefined && { mergedInto }),
    patients,
    earlier,
    later,
  };
}

/** A practice without its memberships and its end. */
function itself({ code, name, status, setting, patients, countedOn }: ToldPractice) {
  return { code, name, status, setting, patients, ...(countedOn !== undefined && { countedOn }) };
}

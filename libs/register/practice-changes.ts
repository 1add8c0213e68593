/** Why a practice cannot change so beside what the register knows, in a sentence; undefined when it can. */
import { addDays, hasDayCome, isDayBefore } from '../workflow/london.js';
import type {
  ListSizeChanged,
  PracticeClosed,
  PracticeDetailsChanged,
  PracticeJoined,
  PracticeLeft,
  PracticeMoved,
  PracticeReopened,
  PracticesMerged,
  PracticeStays,
} from './facts.js';
import type { Known } from './known.js';
import { neverWas } from './membership.js';
import type { Day, ToldPractice } from './model.js';
import { neededAfter, notOpen, takesNoMember } from './open.js';
import { isToldAhead, toldOtherwise } from './practice.js';

export function inJoining(known: Known, { code, ccg, joined, toldOn }: PracticeJoined): string | undefined {
  const closed = takesNoMember(known, ccg, joined, toldOn);
  if (closed !== undefined) return closed;
  const told = known.told(code);
  const practice = told && toldOtherwise(told, joined, toldOn);
  if (practice === undefined || neverWas(practice)) return undefined;
  if (practice.left === undefined) return `Practice ${code} is a member of ${practice.ccg} (R-80).`;
  return isDayBefore(practice.left, joined)
    ? undefined
    : `Practice ${code} left ${practice.ccg} only on ${practice.left} (R-80).`;
}

export function inLeaving(known: Known, { practice, ccg, on, toldOn }: PracticeLeft): string | undefined {
  // On the day before it joined: it never was a member.
  const standing = standingOf(known, practice, addDays(on, 1), toldOn);
  return noMember(practice, standing, ccg, addDays(on, 1)) ?? neededAfter(known, practice, on, toldOn);
}

export function inMoving(known: Known, { practice, from, to, on, toldOn }: PracticeMoved): string | undefined {
  if (from === to) return `Practice ${practice} cannot move from ${from} to itself.`;
  const wrong = noMember(practice, standingOf(known, practice, on, toldOn), from, on);
  return wrong ?? takesNoMember(known, to, on, toldOn);
}

export const inClosing = (known: Known, { practice, on, toldOn }: PracticeClosed): string | undefined =>
  cannotClose(known, practice, on, toldOn) ?? neededAfter(known, practice, on, toldOn);

export function inReopening(known: Known, { practice: code }: PracticeReopened): string | undefined {
  const practice = known.told(code);
  if (!practice) return `Practice ${code} is not registered.`;
  return isClosed(practice) ? undefined : `Practice ${code} is not closed.`;
}

export function inCounting(known: Known, { practice: code, patients, on }: ListSizeChanged): string | undefined {
  const practice = known.told(code);
  if (!practice) return `Practice ${code} is not registered.`;
  if (practice.countedOn !== undefined && isDayBefore(on, practice.countedOn))
    return `The patients of practice ${code} were counted later, on ${practice.countedOn}.`;
  return inListSize(code, patients);
}

const isClosed = ({ status, closed }: ToldPractice): boolean => status === 'C' || closed !== undefined;

/** A practice without what was told ahead of it and is told otherwise by a change from a day on. */
function standingOf(known: Known, code: string, from: Day, toldOn: Day | undefined): ToldPractice | undefined {
  const told = known.told(code);
  return told && toldOtherwise(told, from, toldOn);
}

function noMember(code: string, standing: ToldPractice | undefined, ccg: string, on: Day): string | undefined {
  if (!standing) return `Practice ${code} is not registered.`;
  if (standing.ccg !== ccg) return `Practice ${code} is a member of ${standing.ccg}, not of ${ccg}.`;
  if (standing.left !== undefined) return `Practice ${code} left ${ccg} already, on ${standing.left}.`;
  return isDayBefore(on, standing.joined) ? `Practice ${code} joined ${ccg} only on ${standing.joined}.` : undefined;
}

function cannotClose(known: Known, code: string, on: Day, toldOn: Day | undefined): string | undefined {
  const standing = standingOf(known, code, addDays(on, 1), toldOn);
  if (!standing) return `Practice ${code} is not registered.`;
  if (isClosed(standing)) return `Practice ${code} is closed already.`;
  return standing.left === undefined ? noMember(code, standing, standing.ccg, on) : undefined;
}

/** Something must be told ahead, and what is left is a member of that CCG, or was to become one. */
export function inStaying(known: Known, { practice: code, ccg, on, toldOn }: PracticeStays): string | undefined {
  const told = known.told(code);
  if (!told) return `Practice ${code} is not registered.`;
  const standing = toldOtherwise(told, on, toldOn);
  if (standing.ccg !== ccg) return `Practice ${code} is a member of ${standing.ccg}, not of ${ccg}.`;
  return isToldAhead(told, on, toldOn) ? undefined : `Nothing is told ahead of practice ${code} from ${on} on.`;
}

export function inDetails(known: Known, changed: PracticeDetailsChanged): string | undefined {
  const practice = known.told(changed.practice);
  if (!practice) return `Practice ${changed.practice} is not registered.`;
  const { code, ccg, left, earlier } = practice;
  if (changed.status !== undefined && isClosed(practice)) return `Practice ${code} is closed.`;
  if (changed.closed !== undefined && !isClosed(practice)) return `Practice ${code} is not closed.`;
  const joined = changed.joined ?? practice.joined;
  const before = earlier.at(-1);
  if (changed.joined !== undefined && before?.left !== undefined && hasDayCome(joined, before.left))
    return `Practice ${code} left ${before.ccg} only on ${before.left} (R-80).`;
  const last = changed.closed !== undefined && left === practice.closed ? changed.closed : left;
  if (last !== undefined && isDayBefore(last, joined) && (changed.joined ?? changed.closed) !== undefined)
    return `Practice ${code} joined ${ccg} only on ${joined}, and left on ${last}.`;
  const closed = changed.joined === undefined ? undefined : notOpen(known, ccg, joined);
  return closed ?? (changed.closed === undefined ? undefined : neededAfter(known, code, changed.closed));
}

/** Each of the practices that go is one that could close; the one that stays is a member of a CCG on the day after. */
export function inMerging(known: Known, { from, into, on, toldOn }: PracticesMerged): string | undefined {
  const staying = known.told(into);
  if (!staying) return `Practice ${into} is not registered.`;
  if (isClosed(staying) || staying.left !== undefined) return `Practice ${into} is a member of no CCG (R-80).`;
  if (from.length === 0) return `Practice ${into} merges with none.`;
  if (new Set([into, ...from]).size <= from.length) return `A practice merges with another, and once.`;
  for (const code of from) {
    const standing = standingOf(known, code, addDays(on, 1), toldOn);
    const wrong =
      cannotClose(known, code, on, toldOn) ??
      (standing && noMember(code, standing, standing.ccg, on)) ??
      neededAfter(known, code, on, toldOn);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/** More than ten times as many as the largest practice has. */
const mostPatients = 1_000_000;

export function inListSize(practice: string, patients: number | null): string | undefined {
  const possible = patients === null || (Number.isSafeInteger(patients) && patients >= 0 && patients <= mostPatients);
  return possible ? undefined : `Practice ${practice} cannot have ${patients} patients.`;
}

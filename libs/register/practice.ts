/** What a fact makes of the practice that it is about. */
import type { PracticeEntry, RegisterFact } from './facts.js';
import { endedBefore, latestMembership } from './membership.js';
import { gpPractice, type Day, type Practice } from './model.js';

/** A fact about one practice that the register knows already. */
export type PracticeFact = RegisterFact<
  | 'PracticeLeft'
  | 'PracticeMoved'
  | 'PracticeClosed'
  | 'PracticeReopened'
  | 'PracticeDetailsChanged'
  | 'ListSizeChanged'
>;

/** The practice once the fact is known. The fact must not contradict it. */
export function practiceAfter(before: Practice, fact: PracticeFact): Practice {
  switch (fact.type) {
    case 'PracticeLeft':
      return { ...before, left: fact.data.on };
    case 'PracticeMoved': {
      const { to, on } = fact.data;
      return { ...before, ccg: to, joined: on, earlier: endedBefore(before, on) };
    }
    case 'PracticeClosed': {
      const { on } = fact.data;
      return { ...before, status: 'C', closed: on, left: before.left ?? on };
    }
    case 'PracticeReopened': {
      const { closed, left, ...open } = before;
      // A membership that had ended before the closing stays ended.
      const ended = left !== undefined && left !== closed;
      return { ...open, status: fact.data.status, ...(ended && { left }) };
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

/** A practice that becomes a member: a new one, or one that had left. What is not said of it is as of most practices. */
export function joined(before: Practice | undefined, entry: PracticeEntry, ccg: string, from: Day): Practice {
  const { code, name, patients, status = 'A', setting = gpPractice } = entry;
  const earlier = before ? [...before.earlier, latestMembership(before)] : [];
  return { code, name, ccg, joined: from, status, setting, patients, earlier };
}

/** Rounds as they are announced, and announced again. */
import { isDeepStrictEqual } from 'node:util';
import { hasCome, instant, isBefore } from '../workflow/instant.js';
import { isDayBefore, startOfDay } from '../workflow/london.js';
import type { RoundAnnounced } from './facts.js';
import type { Round } from './model.js';
import { usualStandards } from './rounds.js';

const deadlines = ['interestBy', 'applicationBy', 'applicationByL2'] as const;

/** As the register knows it: recorded in whatever spelling, instants are known in the one that they have. */
export function announced(round: RoundAnnounced): Round {
  const { announcedAt, standards = usualStandards, ...terms } = round;
  const deadline = (said: string | null) => (said === null ? null : instant(said));
  return {
    ...terms,
    opens: instant(terms.opens),
    interestBy: deadline(terms.interestBy),
    applicationBy: deadline(terms.applicationBy),
    applicationByL2: deadline(terms.applicationByL2),
    goLiveAt: instant(terms.goLiveAt),
    ...(announcedAt !== undefined && { announcedAt: instant(announcedAt) }),
    standards,
  };
}

/**
 * A round may change in all things until it opens. Once open, its deadlines may be put back, or brought forward for those who begin after, and
 * nothing else changes.
 */
export function inRound(known: { round(id: string): Round | undefined }, fact: RoundAnnounced): string | undefined {
  const round = announced(fact);
  const before = known.round(round.id);
  const wrong = inTerms(round);
  if (
    wrong !== undefined ||
    before === undefined ||
    (round.announcedAt !== undefined && isBefore(round.announcedAt, before.opens))
  )
    return wrong;
  return otherThanDeadlines(before, round);
}

function inTerms(round: Round): string | undefined {
  const { id, opens, interestBy, goLive, goLiveAt, levels, standards } = round;
  if (!goLive.endsWith('-04-01') || goLiveAt !== startOfDay(goLive))
    return `Round ${id} goes live as 1 April begins in London (R-06).`;
  if (levels.length === 0) return `Round ${id} has no level.`;
  if (!isBefore(opens, goLiveAt)) return `Round ${id} opens only when it goes live, or later (R-06).`;
  const missed = deadlines.find((name) => {
    const by = round[name];
    return by !== null && (isBefore(by, opens) || hasCome(goLiveAt, by));
  });
  if (missed) return `Round ${id} has its ${missed} before it opens, or not before it goes live (R-06).`;
  const turned = round.variationWindows.find(({ from, to }) => isDayBefore(to, from));
  if (turned) return `Round ${id} has a window for variations that ends on ${turned.to}, before it begins.`;
  const early = deadlines.find((name) => {
    const by = round[name];
    return by !== null && interestBy !== null && isBefore(by, interestBy);
  });
  if (early) return `Round ${id} has its ${early} before its interestBy (R-06).`;
  return Object.values(standards).every((days) => Number.isSafeInteger(days) && days > 0)
    ? undefined
    : `Round ${id} has a standard that is not a number of working days.`;
}

/** What is wrong with new terms of a round that has opened, and what to do instead. No deadline is the latest there is. */
function otherThanDeadlines(before: Round, after: Round): string | undefined {
  const opened = `Round ${before.id} has opened`;
  const passed = deadlines.find((name) => {
    const by = after[name];
    return by !== null && isBefore(by, before[name] ?? never) && hasCome(by, after.announcedAt ?? never);
  });
  if (passed !== undefined)
    return `${opened}, so its ${passed} can be brought forward only to an instant that is to come, for those who begin after. Enter a later one (R-04).`;
  const changed = changedTerms(before, after);
  if (changed.length > 0)
    return `${opened}, so nothing but its deadlines changes. Leave as it is: ${changed.join(', ')}. For other terms, announce a round of another id (R-06).`;
  return isDeepStrictEqual(deadlinesOf(before), deadlinesOf(after))
    ? `Round ${before.id} is announced with these terms already.`
    : undefined;
}

/** Later than any instant that is said. */
const never = instant('2999-12-31T23:59:59.999Z');

/** Names of the terms that differ, but for deadlines and when they were announced. */
function changedTerms(before: Round, after: Round): readonly string[] {
  const left: readonly string[] = [...deadlines, 'announcedAt'];
  const terms = new Map<string, unknown>(Object.entries(before));
  const names = new Set([...terms.keys(), ...Object.keys(after)].filter((name) => !left.includes(name)));
  const now = new Map<string, unknown>(Object.entries(after));
  return [...names].filter((name) => !isDeepStrictEqual(terms.get(name), now.get(name)));
}

function deadlinesOf({ interestBy, applicationBy, applicationByL2 }: Round): Pick<Round, (typeof deadlines)[number]> {
  return { interestBy, applicationBy, applicationByL2 };
}

/** Deadlines of a round for one level. */
import { earliestOf, isBefore } from '../../libs/workflow/instant.js';
import type { RoundTerms } from './terms.js';

export type Level = 'L1' | 'L2' | 'L3';

const levels: readonly string[] = ['L1', 'L2', 'L3'] satisfies readonly Level[];

/** Whether a level is higher than another one, or than none. */
export const isHigher = (level: string, than: string): boolean => levels.indexOf(level) > levels.indexOf(than);

type Deadlines = Pick<RoundTerms, 'interestBy' | 'applicationBy' | 'applicationByL2'>;

/** Deadlines as they are announced anew; where a round has none any more, its go-live. */
type Announced = { readonly [K in keyof Deadlines]: string };

/** The later one, where there was one at all. */
export const laterThan = (was: string | null, to: string | null): string | null =>
  was !== null && to !== null && isBefore(was, to) ? to : was;

/** A deadline that is put back holds for whoever has not missed the earlier one. */
const putBack = (was: string | null, to: string | null, at: string): string | null =>
  was !== null && isBefore(at, was) ? laterThan(was, to) : was;

/** The round of a case once later deadlines were announced at an instant. */
export const withLater = (round: RoundTerms, later: Deadlines, at: string): RoundTerms => ({
  ...round,
  interestBy: putBack(round.interestBy, later.interestBy, at),
  applicationBy: putBack(round.applicationBy, later.applicationBy, at),
  applicationByL2: putBack(round.applicationByL2, later.applicationByL2, at),
});

/** The round of a case whose interest is in time, or is still to come: whatever has passed meanwhile, it has missed nothing. */
export const withLaterInTime = (round: RoundTerms, later: Deadlines): RoundTerms => ({
  ...round,
  interestBy: laterThan(round.interestBy, later.interestBy),
  applicationBy: laterThan(round.applicationBy, later.applicationBy),
  applicationByL2: laterThan(round.applicationByL2, later.applicationByL2),
});

/** Until when an interest may come by deadlines as they are announced anew: by its own or, where it has none, by that of its application. */
export const interestDeadlineIn = ({ interestBy, applicationBy, applicationByL2 }: Announced, level: string): string =>
  earliestOf([interestBy, level === 'L2' ? applicationByL2 : applicationBy]) ?? interestBy;

/**
 * Where applications may come at any time, go-live is what ends one. Greater involvement has no application of its own, so no deadline for
 * one.
 */
export function applicationDeadlineOf(round: RoundTerms, level: Level): string | null {
  if (level === 'L1') return null;
  return (level === 'L2' ? round.applicationByL2 : round.applicationBy) ?? round.goLiveAt;
}

/** The round's own deadline for interest. Greater involvement has no process that it would leave time for, so none. */
export const interestByOf = ({ interestBy }: RoundTerms, level: Level): string | null =>
  level === 'L1' ? null : interestBy;

/**
 * When it is too late to begin, to join a group, or to mend an interest that has a time of its own for that: by the deadline for interest,
 * and where there is none by that of the application, which is the end of everything before it.
 */
export function interestDeadlineOf(round: RoundTerms, level: Level, mendBy: string | null = null): string {
  const last = applicationDeadlineOf(round, level) ?? round.goLiveAt;
  return earliestOf([mendBy ?? interestByOf(round, level) ?? last, last]) ?? last;
}

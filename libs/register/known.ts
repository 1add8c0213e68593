import type { CommitteeProposed, RoleProposed } from './facts.js';
import type { Committee, Day, Grant, Interest, Region, Round, SpecialMeasures, ToldPractice } from './model.js';
import type { KnownOpen } from './open.js';
import type { Proposals } from './proposals.js';

/** What of the register a new fact is held against. */
export interface Known extends KnownOpen {
  region(code: string): Region | undefined;
  /** All that was told of a practice. */
  told(practice: string): ToldPractice | undefined;
  round(id: string): Round | undefined;
  grantsOf(issuer: string, subject: string): readonly Grant[];
  /** Whether somebody of any issuer holds a role for an organisation. */
  holds(subject: string, role: string, organisation: string): boolean;
  isBankHoliday(day: Day): boolean;
  specialMeasuresOf(ccg: string): readonly SpecialMeasures[];
  committee(id: string): Committee | undefined;
  interest(id: string): Interest | undefined;
  readonly proposals: Proposals<RoleProposed>;
  readonly committeesProposed: Proposals<CommitteeProposed>;
}

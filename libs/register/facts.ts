/**
 * The facts of the stream `register`: the data each event type carries. Type aliases, not interfaces, so that they can be
 * handed to the log as they are.
 */
import type { Constitution, Day, PracticeStatus, Region, Role, Round } from './model.js';

/** All register facts are in this one stream, in the order they were learnt. */
export const registerStream = 'register';

export type RegionRegistered = Pick<Region, keyof Region>;

export type RoundAnnounced = Pick<Round, keyof Round>;

/** A CCG with its founding members and the people who act for it and for them: one fact, so that a register is some 230. */
export type CcgRegistered = {
  readonly code: string;
  readonly name: string;
  readonly region: string;
  readonly opened: Day;
  readonly constitution: Constitution;
  readonly practices: readonly PracticeEntry[];
  /** OpenID issuer that knows `people` by their subjects. */
  readonly issuer: string;
  readonly people: readonly PersonEntry[];
};

/** Written short: most practices joined on the day their CCG opened, are active, and are GP practices. */
export type PracticeEntry = {
  readonly code: string;
  readonly name: string;
  readonly patients: number | null;
  /** Default: the day the CCG opened. */
  readonly joined?: Day;
  /** Default: `A`. */
  readonly status?: PracticeStatus;
  /** Default: 4, GP practice. */
  readonly setting?: number;
};

export type PersonEntry = {
  readonly subject: string;
  readonly name: string;
  readonly role: Role;
  readonly organisation: string;
};

export type RoleGranted = PersonEntry & { readonly issuer: string };

export type RoleWithdrawn = {
  readonly issuer: string;
  readonly subject: string;
  readonly role: Role;
  readonly organisation: string;
};

/** A practice becomes a member: a new one, or one that had left. */
export type PracticeJoined = PracticeEntry & { readonly ccg: string; readonly joined: Day };

/** `on` is the last day of membership. */
export type PracticeLeft = { readonly practice: string; readonly ccg: string; readonly on: Day };

/** `on` is the first day in the new CCG, and may lie months back. */
export type PracticeMoved = {
  readonly practice: string;
  readonly from: string;
  readonly to: string;
  readonly on: Day;
};

/** `on` is the last day open, and of membership. */
export type PracticeClosed = { readonly practice: string; readonly on: Day };

/** Registered patients counted on day `on`. */
export type ListSizeChanged = { readonly practice: string; readonly patients: number | null; readonly on: Day };

/** `on` is the last day open. */
export type CcgClosed = { readonly code: string; readonly on: Day; readonly successor?: string };

export type ConstitutionAmended = { readonly ccg: string; readonly constitution: Constitution };

export type RegisterFacts = {
  RegionRegistered: RegionRegistered;
  RoundAnnounced: RoundAnnounced;
  CcgRegistered: CcgRegistered;
  RoleGranted: RoleGranted;
  RoleWithdrawn: RoleWithdrawn;
  PracticeJoined: PracticeJoined;
  PracticeLeft: PracticeLeft;
  PracticeMoved: PracticeMoved;
  PracticeClosed: PracticeClosed;
  ListSizeChanged: ListSizeChanged;
  CcgClosed: CcgClosed;
  ConstitutionAmended: ConstitutionAmended;
};

export type RegisterFactType = keyof RegisterFacts;

/** One fact, discriminated by `type`. */
export type RegisterFact<T extends RegisterFactType = RegisterFactType> = {
  [K in T]: { readonly type: K; readonly data: RegisterFacts[K] };
}[T];

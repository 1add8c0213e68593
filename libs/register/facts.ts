/**
 * The facts of the stream `register`: the data each event type carries. Type aliases, not interfaces, so that they can be
 * handed to the log as they are.
 */
import type {
  Committee,
  Constitution,
  Day,
  Instant,
  Interest,
  PracticeStatus,
  Region,
  Role,
  Round,
  Standards,
} from './model.js';

/** All register facts are in this one stream, in the order they were learnt. */
export const registerStream = 'register';

export type RegionRegistered = Pick<Region, keyof Region>;

/**
 * A new round, or new terms of one that was announced before. Until it opens all its terms may change; afterwards deadlines may only be
 * put back. Cases that have begun keep the terms they began under.
 */
export type RoundAnnounced = AsRecorded<Omit<Round, 'standards'>> & {
  /** Default: the usual standards. */
  readonly standards?: Standards;
};

/** With instants in whatever spelling they were recorded. */
type AsRecorded<T> = {
  readonly [K in keyof T]: Instant extends T[K] ? Exclude<T[K], Instant> | string : T[K];
};

/** Bank holidays in England. Deadlines are reckoned as far as they reach, and no further. */
export type BankHolidaysAnnounced = {
  readonly days: readonly Day[];
  /** To this day, included, all of them are known; to the last of them unless told. */
  readonly reachesTo?: Day;
  /** Days announced before that are working days after all. */
  readonly insteadOf?: readonly Day[];
};

/** A CCG with its founding members and the people who act for it and for them: one fact, so that a register is some 230. */
export type CcgRegistered = {
  readonly code: string;
  readonly name: string;
  readonly region: string;
  readonly opened: Day;
  readonly constitution: Constitution;
  readonly practices: readonly PracticeEntry[];
  /** OpenID issuer that knows `people` by their subjects; absent of a CCG that comes without any. */
  readonly issuer?: string;
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

/** A registrar wants a national role granted or withdrawn; another one confirms it, or declines. `id` is a UUID. */
export type RoleProposed = RoleGranted & {
  readonly id: string;
  readonly action: 'grant' | 'withdraw';
  /** Subject of the registrar. */
  readonly proposedBy: string;
};

/** What was proposed is so from now on. */
export type RoleConfirmed = Omit<RoleProposed, 'proposedBy'> & { readonly confirmedBy: string };

/** It is not, and can be proposed again. */
export type RoleDeclined = { readonly id: string; readonly declinedBy: string };

/**
 * What is told ahead of a practice can be told otherwise until its day: whatever was to begin on the day of the newer change, or later. Whoever
 * tells it shows by `toldOn` that the day had not come.
 */
type ToldOn = {
  /** The day on which it was told. */
  readonly toldOn?: Day;
};

/** A practice becomes a member: a new one, or one that had left. */
export type PracticeJoined = PracticeEntry & ToldOn & { readonly ccg: string; readonly joined: Day };

/** `on` is the last day of membership; the day before it joined when it never was a member. */
export type PracticeLeft = ToldOn & { readonly practice: string; readonly ccg: string; readonly on: Day };

/** `on` is the first day in the new CCG, and may lie months back. */
export type PracticeMoved = ToldOn & {
  readonly practice: string;
  readonly from: string;
  readonly to: string;
  readonly on: Day;
};

/** What was told ahead of a practice, to begin on day `on` or later, does not happen. `ccg` is the one it stays a member of, or was to join. */
export type PracticeStays = Required<ToldOn> & { readonly practice: string; readonly ccg: string; readonly on: Day };

/** `on` is the last day open, and of membership. */
export type PracticeClosed = ToldOn & { readonly practice: string; readonly on: Day };

/** The closing is undone: the membership that ended with it goes on. */
export type PracticeReopened = { readonly practice: string; readonly status: Exclude<PracticeStatus, 'C'> };

/**
 * What is known otherwise now. `status` is that of an open practice. `joined` corrects the first day of the latest membership and may
 * lie months back; `closed` corrects the last day open of a closed practice.
 */
export type PracticeDetailsChanged = {
  readonly practice: string;
  readonly name?: string;
  readonly status?: Exclude<PracticeStatus, 'C'>;
  readonly setting?: number;
  readonly joined?: Day;
  readonly closed?: Day;
};

/** Registered patients counted on day `on`; an older count never takes the place of a newer one. */
export type ListSizeChanged = { readonly practice: string; readonly patients: number | null; readonly on: Day };

/** The practices `from` close into another, which takes their patients on; `on` is their last day open, and of membership. */
export type PracticesMerged = ToldOn & { readonly from: readonly string[]; readonly into: string; readonly on: Day };

/**
 * `on` is the last day open. A merger names its successor. Told ahead it can be told otherwise until that day has passed, which whoever
 * says so shows by `toldOn`.
 */
export type CcgClosed = {
  readonly code: string;
  readonly on: Day;
  /** The day on which it was told. */
  readonly toldOn?: Day;
  readonly successor?: string;
  readonly kind?: 'merger' | 'closure';
};

/** A closure that was told ahead does not happen. `on` is the day on which that was told: its last day at the latest. */
export type CcgClosureTakenBack = { readonly code: string; readonly on: Day };

/** What is known otherwise now of a CCG. `opened` is the first day open, corrected: one that has come stays one that has come. */
export type CcgDetailsChanged = {
  readonly code: string;
  readonly name?: string;
  readonly region?: string;
  readonly opened?: Day;
  /** The day on which it was told. */
  readonly toldOn?: Day;
};

export type ConstitutionAmended = { readonly ccg: string; readonly constitution: Constitution };

/** `on` is the first day in special measures. */
export type SpecialMeasuresImposed = { readonly ccg: string; readonly direction: string; readonly on: Day };

/** `on` is the first day without; `direction` is the one that lifts them. */
export type SpecialMeasuresLifted = { readonly ccg: string; readonly direction: string; readonly on: Day };

/**
 * A new committee, or how one is constituted from a later day on. Told ahead it can be told otherwise until that day, which whoever says so
 * shows by `toldOn`.
 */
export type CommitteeConstituted = Pick<Committee, keyof Committee> & {
  /** The day on which it was told. */
  readonly toldOn?: Day;
};

/** A registrar wants a national committee constituted so; another one confirms it, or declines. `id` is a UUID. */
export type CommitteeProposed = {
  readonly id: string;
  readonly committee: CommitteeConstituted;
  /** Subject of the registrar. */
  readonly proposedBy: string;
};

/** It is constituted as was proposed, told on the day of the confirmation. */
export type CommitteeConfirmed = Omit<CommitteeProposed, 'proposedBy'> & { readonly confirmedBy: string };

/** It is not, and can be proposed again. */
export type CommitteeDeclined = { readonly id: string; readonly declinedBy: string };

export type InterestRegistered = Omit<Interest, 'late' | 'expiredOn'>;

/** `on` is the last day the interest was held. */
export type InterestExpired = { readonly id: string; readonly on: Day };

export type RegisterFacts = {
  RegionRegistered: RegionRegistered;
  RoundAnnounced: RoundAnnounced;
  BankHolidaysAnnounced: BankHolidaysAnnounced;
  CcgRegistered: CcgRegistered;
  RoleGranted: RoleGranted;
  RoleWithdrawn: RoleWithdrawn;
  RoleProposed: RoleProposed;
  RoleConfirmed: RoleConfirmed;
  RoleDeclined: RoleDeclined;
  PracticeJoined: PracticeJoined;
  PracticeLeft: PracticeLeft;
  PracticeMoved: PracticeMoved;
  PracticeStays: PracticeStays;
  PracticeClosed: PracticeClosed;
  PracticeReopened: PracticeReopened;
  PracticeDetailsChanged: PracticeDetailsChanged;
  PracticesMerged: PracticesMerged;
  ListSizeChanged: ListSizeChanged;
  CcgClosed: CcgClosed;
  CcgClosureTakenBack: CcgClosureTakenBack;
  CcgDetailsChanged: CcgDetailsChanged;
  ConstitutionAmended: ConstitutionAmended;
  SpecialMeasuresImposed: SpecialMeasuresImposed;
  SpecialMeasuresLifted: SpecialMeasuresLifted;
  CommitteeConstituted: CommitteeConstituted;
  CommitteeProposed: CommitteeProposed;
  CommitteeConfirmed: CommitteeConfirmed;
  CommitteeDeclined: CommitteeDeclined;
  InterestRegistered: InterestRegistered;
  InterestExpired: InterestExpired;
};

/** Facts about who may act for whom, which is between the registrar and those people. */
export const factsOfPeople: ReadonlySet<string> = new Set<RegisterFactType>([
  'RoleGranted',
  'RoleWithdrawn',
  'RoleProposed',
  'RoleConfirmed',
  'RoleDeclined',
]);

export type RegisterFactType = keyof RegisterFacts;

/** One fact, discriminated by `type`. */
export type RegisterFact<T extends RegisterFactType = RegisterFactType> = {
  [K in T]: { readonly type: K; readonly data: RegisterFacts[K] };
}[T];

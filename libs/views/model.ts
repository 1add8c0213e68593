/** What the views are asked and what they answer. */
import type { RecordedEvent } from '../event-log/index.js';
import type { HeldClaim } from '../workflow/claims.js';
import type { KindOfDue } from '../workflow/due.js';
import type { Progress, State, Workflow } from '../workflow/index.js';
import type { LastSeen } from './last-seen.js';
import type { Extent, Grant, Scope } from './scope.js';

export type { Extent, Scope } from './scope.js';

export interface Person {
  readonly id: string;
  readonly name: string;
}

/** `until` is absent while the CCG holds it. */
export interface HeldLevel {
  readonly level: string;
  readonly case: string;
  readonly from: string;
  readonly until?: string;
}

export interface ViewsOptions {
  /** Path of the file; made when absent, its folder is not. Beside it live `-wal` and `-shm`. */
  readonly file: string;
  readonly workflowOf: (name: string, version: string) => Workflow | undefined;
}

/** Instants are ISO 8601 in UTC everywhere. */
export interface CaseRow {
  readonly id: string;
  readonly workflow: string;
  readonly version: string;
  /** L1, L2 or L3, where the workflow is about a level. */
  readonly level?: string;
  /** Absent for what is about a committee, and no CCG. */
  readonly ccg?: string;
  readonly ccgName: string;
  readonly region: string;
  /** Absent for a workflow without rounds. */
  readonly round?: string;
  /** Codes of the CCGs that apply together; empty for a CCG on its own. */
  readonly group: readonly string[];
  /** Id of that group; absent for a CCG on its own. */
  readonly groupId?: string;
  readonly state: State;
  /** How the case ended; absent while it is open. */
  readonly outcome?: string;
  /** Roles. */
  readonly waitingOn: readonly string[];
  readonly progress: Progress;
  /** Of the case's last event. */
  readonly revision: number;
  /** Revision of the fact since which what is confidential was not disclosed; absent when all was. */
  readonly undisclosed?: number;
  readonly startedAt: string;
  readonly updatedAt: string;
}

/** A case as a scope sees it. */
export interface SeenRow extends CaseRow {
  readonly extent: Exclude<Extent, 'nothing'>;
}

export interface CaseFilter {
  readonly ccg?: string;
  readonly workflow?: string;
  /** One of: the dotted path of a state the case is in, inner or outer; a stage in progress, by name; an outcome. Of a case of which a part is seen, of that part. */
  readonly state?: string;
  readonly region?: string;
  readonly round?: string;
  /** A role. */
  readonly waitingOn?: string;
  /** Code of a CCG that the group names. */
  readonly group?: string;
  /** Id of a group. */
  readonly groupId?: string;
  /** Whom it is for (all). */
  readonly scope?: Scope;
  /** `next` of the page before; `isCursor` of cursor.ts tells a good one. */
  readonly after?: string;
  /** Rows at most, 1 or more. */
  readonly limit: number;
}

/** The cases of one workflow, those that something happened on last first. */
export interface LateFilter {
  readonly workflow: string;
  /** Those that have ended, or those that have not. */
  readonly ended: boolean;
  readonly region?: string;
  /** Whom it is for (all). */
  readonly scope?: Scope;
  /** Rows at most, 1 or more, after those that are skipped. */
  readonly limit: number;
  readonly skip?: number;
}

export interface CasePage {
  readonly cases: readonly SeenRow[];
  /** Absent on the last page. */
  readonly next?: string;
}

export interface WaitingFilter {
  /** The roles one holds, each for its organisation. A practice finds a ballot until it has voted. */
  readonly grants: readonly Grant[];
  /** Whom it is for (all). */
  readonly scope?: Scope;
  readonly queue?: string;
  readonly region?: string;
  readonly round?: string;
  readonly workflow?: string;
  /** Id of a person; null for what nobody has claimed. */
  readonly claimedBy?: string | null;
  /** Only what is due by this instant, at that very one too. */
  readonly dueBy?: string;
  /** Rows at most (all). */
  readonly limit?: number;
}

/** One case waiting on one role in one queue. */
export interface WaitingRow {
  readonly case: string;
  readonly ccg?: string;
  readonly ccgName: string;
  readonly region: string;
  readonly round?: string;
  readonly workflow: string;
  /** Name of the stage. */
  readonly queue: string;
  readonly role: string;
  /** The state of the whole case. */
  readonly state: State;
  readonly since: string;
  readonly due?: string;
  readonly claimedBy?: Person;
}

/** As a scope sees it. */
export interface SeenWaiting extends WaitingRow {
  readonly version: string;
  readonly extent: Exclude<Extent, 'nothing'>;
}

export interface Statistics {
  /** `outcome` is `open` for cases that go on. */
  readonly cases: readonly { readonly workflow: string; readonly outcome: string; readonly count: number }[];
  readonly waiting: readonly {
    readonly queue: string;
    readonly role: string;
    readonly count: number;
    /** How many of them somebody has claimed. */
    readonly claimed: number;
  }[];
}

/** A CCG, a round, or an organisation that cases are about beside their CCG: practices on a roll only vote. */
export type OpenCasesOf = { readonly ccg: string } | { readonly round: string } | { readonly party: string };

export interface Views {
  /** Position of the last event that is in the rows; 0 before the first. Read on from here. */
  readonly position: number;
  /** That event, to tell whether a log is the one these views were made from. */
  readonly last: LastSeen;

  /**
   * Takes events of the log in ascending order, of all streams, without leaving any out; what was taken before is skipped. All rows
   * and the checkpoint are written in one transaction: when it throws, both are as they were.
   *
   * @throws Error when a case's event does not follow its last, has no state, or names a workflow the service does not know.
   */
  apply(events: readonly RecordedEvent[]): void;

  /** Undefined when there is none. */
  findCase(id: string): CaseRow | undefined;
  /** Whether a case names an organisation: a practice on its latest roll, one a membership request is about. */
  isNamed(id: string, organisation: string): boolean;
  /** Ids of the cases on whose latest ballot’s roll a practice is, at most so many, the newest first. */
  balloting(practice: string, limit: number): readonly string[];
  /** By start, then id. Cases that begin or move between two pages never make another one appear twice or be left out. */
  cases(filter: CaseFilter): CasePage;
  lately(filter: LateFilter): readonly SeenRow[];
  /** Ids of all cases about a CCG or another party, or of a round, that have not ended, however many. By start, then id. */
  openCases(of: OpenCasesOf): readonly string[];
  /** What somebody has claimed of all cases that have not ended. By start, then id, then queue. */
  claimsOf(person: string): readonly HeldClaim[];
  /** What waits on these grants: soonest due first, then what is due never; of the same day, longest waiting first. */
  waiting(filter: WaitingFilter): readonly SeenWaiting[];
  /** The levels a CCG ever held, by its arrangement, oldest first; they may go on beyond its last day, which the register knows. */
  heldBy(ccg: string): readonly HeldLevel[];
  /**
   * Facts the clock must record up to and including an instant, soonest first; of one instant in the order of their kinds, whatever case
   * they are on, those of a group side by side; of one kind on one case, the innermost state's first. The limit cuts that order,
   * so what is left out is due after all that is there. `revision` is that of the case now.
   */
  due(before: string, limit: number): readonly DueRow[];
  /** When the clock must next look. */
  nextDue(after?: string): string | undefined;
  /** When the last fact of any case was recorded. */
  lastAt(): string | undefined;
  /** Ids of the cases that speak of this document. */
  casesOfDocument(sha256: string): readonly string[];
  /** Who put the document in first, of those since whom it was not removed; `size` in bytes. */
  documentStoredBy(
    sha256: string,
  ): { readonly organisation: string; readonly type: string; readonly size: number } | undefined;
  hasStored(organisation: string, sha256: string): boolean;
  /** How often the document was removed because no event named it. */
  timesRemoved(sha256: string): number;
  /** Whether it was removed and nobody has stored it since. */
  isRemoved(sha256: string): boolean;
  /** What an organisation has stored from an instant on. */
  storedSince(organisation: string, at: string): { readonly documents: number; readonly bytes: number };
  /** SHA-256 of documents that no event names and that nobody has stored since, the longest first. */
  unnamedSince(before: string, limit: number): readonly string[];
  statistics(): Statistics;
  /** Lets go of the file. Later calls throw. */
  close(): void;
}

export interface DueRow {
  readonly case: string;
  /** Of the group in which its CCG applies; null for one alone. */
  readonly groupId: string | null;
  readonly kind: KindOfDue;
  readonly event: string;
  /** Name of the date in the workflow. */
  readonly date: string;
  readonly at: string;
  readonly revision: number;
}

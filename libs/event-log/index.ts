/**
 * The event log: where every fact is kept, once and for ever.
 *
 * This page states the promise. `contract.ts` holds the tests of it, and every adapter runs them.
 */

/** Who did it, and for whom: a person acts in one role for one organisation. Never more personal data than this. */
export interface Actor {
  /** Stable id of the person at the identity provider; `clock` for the service itself. */
  readonly id: string;
  /** Display name, as the register has it. */
  readonly name: string;
  readonly role: string;
  /** Organisation code: a CCG, a practice, a region or `nhse`. */
  readonly organisation: string;
}

/** A state of a machine: a leaf's name, or an object of region name to state. */
export type State = string | { readonly [region: string]: State };

/** A fact as it is handed to the log. */
export interface NewEvent {
  /** UUID; unique in the whole log. The client's idempotency key, or derived from it. */
  readonly id: string;
  /** Past tense, with its subject: `BallotOpened`. */
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** The service clock when it was decided, ISO 8601 in UTC. */
  readonly at: string;
  readonly actor: Actor;
  /** The workflow and version the stream runs under; absent for streams without a machine (register, refusals). */
  readonly workflow?: string;
  readonly version?: string;
  /** The machine's states around the event; `from` is absent on a stream's first event. */
  readonly from?: State;
  readonly to?: State;
  /** SHA-256 (hex) of the request this event answers, so that a key reused with other content is found out. */
  readonly command?: string;
  /** Id of the event that brought this one about. */
  readonly cause?: string;
}

/** A fact as the log holds it. */
export interface RecordedEvent extends NewEvent {
  readonly stream: string;
  /** Place in its stream, from 0, without gaps. */
  readonly revision: number;
  /** Place in the whole log, from 1, ascending; a reader must not assume that it has no gaps. */
  readonly position: number;
}

/** Events for one stream. */
export interface Append {
  readonly stream: string;
  /** The revision the stream must be at: its last event's; `'none'` when it must not exist; `'any'` for no condition. */
  readonly expected: number | 'none' | 'any';
  readonly events: readonly [NewEvent, ...NewEvent[]];
}

/** What became of an append. A "no" is a value; a log that cannot write throws `LogUnavailable`. */
export type Appended =
  /** All events are durable. */
  | { readonly outcome: 'appended'; readonly events: readonly RecordedEvent[] }
  /** Every id was there already, in the stream it was meant for: nothing was written; these are the events of the first time. */
  | { readonly outcome: 'repeated'; readonly events: readonly RecordedEvent[] }
  /** A stream was not at the expected revision: nothing was written. `actual` is its last revision, or `'none'`. */
  | {
      readonly outcome: 'overtaken';
      readonly stream: string;
      readonly expected: number | 'none' | 'any';
      readonly actual: number | 'none';
    };

/**
 * Thrown when the log cannot take writes now: read-only, disk full, closed, a server that is away. An embedded log shows nothing of the
 * append to anybody; should the process die before the next append succeeds, a disk that failed to flush can turn out to have kept it. A
 * server that was cut off can have kept all of it, and the message says that it is not known. Either way: ask again with the same ids.
 */
export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable';
}

/** Thrown when an append contradicts itself or the log: a known id in another stream, or only some ids known. A fault of the caller. */
export class ImpossibleAppend extends Error {
  override readonly name = 'ImpossibleAppend';
}

export interface EventLog {
  /**
   * Appends to one or several streams, all or nothing, in one place of the log's order.
   *
   * Promise: when it answers `appended`, the events survive `kill -9` and power loss. When the process dies before it answers, all
   * events are there or none. Two appends never interleave. Appends of one caller that share a stream or an id take effect in the order of
   * the calls, so a caller may send the next append before the last was answered. Appending the same ids to the same streams again answers `repeated`, whatever
   * `expected` says.
   *
   * @throws LogUnavailable, ImpossibleAppend
   */
  append(...appends: readonly [Append, ...Append[]]): Promise<Appended>;

  /**
   * Resolves when the log takes writes now: it goes the way of an append, and adds no event.
   *
   * @throws LogUnavailable when an append would
   */
  tryWriting(): Promise<void>;

  /** A stream's events from revision `from` (0) on, in order, at most `limit`; an unknown stream has none. */
  readStream(stream: string, options?: { from?: number; limit?: number }): Promise<readonly RecordedEvent[]>;

  /** The stream's last revision, or `'none'`. */
  headOf(stream: string): Promise<number | 'none'>;

  /** Events of all streams with a position greater than `after` (0), in order, at most `limit` (1,000). */
  readAll(options?: { after?: number; limit?: number }): Promise<readonly RecordedEvent[]>;

  /** The event with this id. */
  find(id: string): Promise<RecordedEvent | undefined>;

  /** Position of the last event; 0 when there is none. */
  head(): Promise<number>;

  /**
   * Hands every event after position `after` to `handle`, in order, in batches: first those already there, then each as it is
   * recorded. The next batch waits until the promise of `handle` is settled. Events come at least once across restarts (the reader
   * keeps its own checkpoint) and exactly once within one subscription. When `handle` throws, the subscription stops and `ended` rejects.
   */
  subscribe(after: number, handle: (events: readonly RecordedEvent[]) => void | Promise<void>): Subscription;

  /** Finishes what was handed in, then lets go of file and threads. Later calls throw `LogUnavailable`. */
  close(): Promise<void>;
}

export interface Subscription {
  /** Settles when the subscription has ended: resolves after `stop()`, rejects with what `handle` threw. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

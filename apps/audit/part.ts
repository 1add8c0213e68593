/** A part of a history: whole streams, proved by themselves, so that several threads can prove a history between them. */
import type { StreamRange } from '../../libs/event-log/sqlite-streams.js';
import type { Counts } from './courses.js';
import type { Found } from './findings.js';
import type { Timeline } from './grants.js';
import type { PackedMark } from './kept-marks.js';

/** What the parts are of: a log up to a position, with who held which role when, or an export up to a byte. */
export type Whole =
  | { readonly kind: 'log'; readonly file: string; readonly until: number; readonly grants: Timeline }
  | { readonly kind: 'export'; readonly file: string; readonly until: number };

/** Of a log a range of streams; of an export the streams whose names come to a number. */
export type Part = StreamRange | { readonly number: number; readonly of: number };

/** What was found of a part. Can be handed from thread to thread. */
export interface Proven {
  readonly counts: Counts;
  readonly found: Found;
  readonly marks: readonly PackedMark[];
  /** 64 bits of each event's id. The same twice may be a repeated id, and calls for a proof in order. */
  readonly ids: BigUint64Array<ArrayBuffer>;
  /** How many rows of a log it read, or events of an export. */
  readonly taken: number;
}

/** Proves part after part. */
export interface Hand {
  /** @throws NeedsOrder */
  prove(part: Part): Proven;
  close(): void;
}

/**
 * Thrown where a part cannot be told from the rest, or not be proved by itself: lines that no export wrote, rows that are not where an index
 * has them, what is not JSON. Then one thread proves the history in its order, and that says what is wrong.
 */
export class NeedsOrder extends Error {
  override readonly name = 'NeedsOrder';
}

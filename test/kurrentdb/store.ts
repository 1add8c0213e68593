/**
 * What the test server keeps, with the rules of KurrentDB for expected revisions, repeated ids and positions. Positions grow by a
 * record's size, as offsets in a file do, so that nobody comes to rely on 1, 2, 3.
 */

/** Expected revisions beside the numbers from 0, as the protocol has them. */
export const expecting = { none: -1, any: -2, exists: -4 } as const;

/** The revision a tombstone has, and its stream from then on. */
export const tombstoneRevision = 9_223_372_036_854_775_807n;

export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly json: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface Kept extends Proposed {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: number;
  /** Milliseconds since 1970. */
  readonly created: number;
}

export interface Write {
  readonly stream: string;
  readonly expected: number;
  readonly events: readonly Proposed[];
}

export interface Conflict {
  readonly stream: string;
  readonly expected: number;
  /** -1 when there is no such stream. */
  readonly actual: number;
}

export type Written =
  | { readonly result: 'written'; readonly revisions: readonly number[]; readonly position: number }
  | { readonly result: 'conflict'; readonly conflict: Conflict }
  | { readonly result: 'deleted'; readonly stream: string };

type Check = { decision: 'fits' | 'conflict' | 'deleted' } | { decision: 'repeated'; last: Kept };

const firstPosition = 2_113;
const recordHead = 97;
/** Ids the server remembers for appends that expect nothing; of older ones it takes a repetition for new. */
const rememberedIds = 1_000;

export class Store {
  readonly all: Kept[] = [];
  readonly #streams = new Map<string, Kept[]>();
  readonly #recent = new Map<string, Kept>();
  readonly #watchers = new Set<() => void>();
  #end = firstPosition;

  stream(name: string): readonly Kept[] {
    return this.#streams.get(name) ?? [];
  }

  isDeleted(name: string): boolean {
    return this.stream(name).at(-1)?.revision === tombstoneRevision;
  }

  /** Where the next record will begin. */
  get end(): number {
    return this.#end;
  }

  /** Whether a record begins here, or the next one will. */
  isPosition(position: number): boolean {
    return position === this.#end || this.all[this.after(position - 1)]?.position === position;
  }

  /** Where the record behind this one begins. */
  behind(position: number): number {
    return this.all[this.after(position)]?.position ?? this.#end;
  }

  /** Index in `all` of the first event behind a position. */
  after(position: number): number {
    let [low, high] = [0, this.all.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.all[middle]?.position ?? 0) > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** All of it or nothing. */
  append(writes: readonly Write[]): Written {
    const checks = writes.map((write) => this.check(write));
    const repeated = checks.filter((check) => check.decision === 'repeated');
    if (repeated.length === writes.length)
      return {
        result: 'written',
        revisions: repeated.map(({ last }) => Number(last.revision)),
        position: Math.max(...repeated.map(({ last }) => last.position)),
      };
    const failed = checks.findIndex(({ decision }) => decision !== 'fits');
    const write = writes[failed];
    if (write && checks[failed]?.decision === 'deleted') return { result: 'deleted', stream: write.stream };
    if (write) {
      const { stream, expected } = write;
      return { result: 'conflict', conflict: { stream, expected, actual: this.revisionOf(stream) } };
    }
    const revisions = writes.map(({ stream, events }) => {
      for (const event of events) this.keep(stream, BigInt(this.revisionOf(stream) + 1), event);
      return this.revisionOf(stream);
    });
    const position = this.all.at(-1)?.position ?? 0;
    for (const watcher of this.#watchers) watcher();
    return { result: 'written', revisions, position };
  }

  /** Deletes a stream for ever. */
  tombstone(stream: string): number {
    const none = new Uint8Array();
    this.keep(stream, tombstoneRevision, {
      id: crypto.randomUUID(),
      type: '$streamDeleted',
      json: false,
      data: none,
      metadata: none,
    });
    for (const watcher of this.#watchers) watcher();
    return this.all.at(-1)?.position ?? 0;
  }

  /** Calls back after each append. Returns how to stop it. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  private revisionOf(stream: string): number {
    return this.stream(stream).length - 1;
  }

  private check({ stream, expected, events }: Write): Check {
    if (this.isDeleted(stream)) return { decision: 'deleted' };
    const current = this.revisionOf(stream);
    if (expected === expecting.exists && current < 0) return { decision: 'conflict' };
    if (expected < expecting.none) return this.recentlySeen(stream, events);
    if (expected === current) return { decision: 'fits' };
    if (expected > current) return { decision: 'conflict' };
    const there = this.stream(stream).slice(expected + 1, expected + 1 + events.length);
    const last = there.at(-1);
    const same = there.length === events.length && there.every(({ id }, i) => id === events[i]?.id);
    return same && last ? { decision: 'repeated', last } : { decision: 'conflict' };
  }

  private recentlySeen(stream: string, events: readonly Proposed[]): Check {
    const seen = events
      .map(({ id }) => this.#recent.get(id))
      .map((kept) => (kept?.stream === stream ? kept : undefined));
    const last = seen.at(-1);
    if (seen[0] === undefined) return { decision: 'fits' };
    return last && !seen.includes(undefined) ? { decision: 'repeated', last } : { decision: 'conflict' };
  }

  private keep(stream: string, revision: bigint, event: Proposed): void {
    const kept: Kept = { ...event, stream, revision, position: this.#end, created: Date.now() };
    this.#end += recordHead + stream.length + event.type.length + event.data.length + event.metadata.length;
    const events = this.#streams.get(stream) ?? [];
    this.#streams.set(stream, events);
    events.push(kept);
    this.all.push(kept);
    this.#recent.set(event.id, kept);
    const [oldest] = this.#recent.keys();
    if (oldest !== undefined && this.#recent.size > rememberedIds) this.#recent.delete(oldest);
  }
}

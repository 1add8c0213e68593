/** What is folded from a stream, as it was after any of its events. */
import { LRUCache } from 'lru-cache';
import { setImmediate } from 'node:timers/promises';
import type { EventLog, RecordedEvent } from '../../../libs/event-log/index.js';
import { isBefore } from '../../../libs/workflow/instant.js';

/** How something is folded from a stream. What it was before must stay as it is: it is kept. */
export interface Fold<Folded> {
  /** Before the first event, which says what it is a stream of. */
  readonly begin: (first: RecordedEvent) => Folded;
  readonly further: (before: Folded, event: RecordedEvent) => Folded;
}

interface Bounds {
  /** Events from one waymark of a stream to the next. */
  readonly every: number;
  readonly waymarks: number;
  /** How many of those that were asked for last are kept besides, for whoever goes on from there. */
  readonly recent: number;
}

/** One of a case takes some 10 KB, and more of a ballot with many members. */
const usual: Bounds = { every: 64, waymarks: 2_000, recent: 200 };

/** Events that are read and folded before others get a turn. */
const atOnce = 512;

interface Reached<Folded> {
  readonly revision: number;
  /** Undefined before the first event. */
  readonly folded: Folded | undefined;
}

/**
 * Waymarks of streams in memory, so that any moment costs the events since the last waymark before it, however many there are. Only the
 * first look at a stream reads it from its beginning, as far as it looks. What has been recorded never changes, so nothing here is ever out
 * of date; what is thrown away is folded again.
 */
export class Past<Folded extends object> {
  readonly #waymarks: LRUCache<string, Folded>;
  readonly #recent: LRUCache<string, Folded>;
  readonly #reaching = new Map<string, Promise<unknown>>();
  readonly #every: number;

  constructor(
    private readonly log: Pick<EventLog, 'readStream'>,
    private readonly fold: Fold<Folded>,
    { every, waymarks, recent }: Bounds = usual,
  ) {
    this.#every = every;
    this.#waymarks = new LRUCache({ max: waymarks });
    this.#recent = new LRUCache({ max: recent });
  }

  /** As it was after the event with this revision; undefined where the stream has none. @throws what the fold throws */
  async at(stream: string, revision: number): Promise<Folded | undefined> {
    const known = this.#kept(stream, revision);
    if (known !== undefined || revision < 0) return known;
    // Whoever looks at the same stream at the same time goes on from what this one comes by.
    const before = this.#reaching.get(stream) ?? Promise.resolve();
    const reaching = before.then(ignore, ignore).then(() => this.#reach(stream, revision));
    this.#reaching.set(stream, reaching);
    try {
      return await reaching;
    } finally {
      if (this.#reaching.get(stream) === reaching) this.#reaching.delete(stream);
    }
  }

  /** How many are kept. */
  get size(): number {
    return this.#waymarks.size + this.#recent.size;
  }

  async #reach(stream: string, revision: number): Promise<Folded | undefined> {
    let here = this.#nearest(stream, revision);
    while (here.revision < revision) {
      const limit = Math.min(revision - here.revision, atOnce);
      const events = await this.log.readStream(stream, { from: here.revision + 1, limit });
      here = this.#further(stream, here, events);
      if (events.length < limit) return undefined;
      if (here.revision < revision) await setImmediate();
    }
    if (here.folded !== undefined) this.#recent.set(keyOf(stream, revision), here.folded);
    return here.folded;
  }

  #further(stream: string, from: Reached<Folded>, events: readonly RecordedEvent[]): Reached<Folded> {
    let here = from;
    for (const event of events) {
      const folded = this.fold.further(here.folded ?? this.fold.begin(event), event);
      here = { revision: event.revision, folded };
      if (this.#isWaymark(event.revision)) this.#waymarks.set(keyOf(stream, event.revision), folded);
    }
    return here;
  }

  /** The last that is kept, up to this revision. */
  #nearest(stream: string, revision: number): Reached<Folded> {
    for (const at of [revision, revision - 1]) {
      const folded = this.#kept(stream, at);
      if (folded) return { revision: at, folded };
    }
    const last = revision - ((revision + 1) % this.#every);
    for (let at = last; at >= 0; at -= this.#every) {
      const folded = this.#waymarks.get(keyOf(stream, at));
      if (folded) return { revision: at, folded };
    }
    return { revision: -1, folded: undefined };
  }

  #kept(stream: string, revision: number): Folded | undefined {
    const key = keyOf(stream, revision);
    return this.#recent.get(key) ?? this.#waymarks.get(key);
  }

  #isWaymark(revision: number): boolean {
    return (revision + 1) % this.#every === 0;
  }
}

const keyOf = (stream: string, revision: number): string => `${stream}@${revision}`;
const ignore = (): void => undefined;

/**
 * Revision of the last event of a stream by an instant, of those up to `last`; undefined where there was none by then. Events of a stream
 * are in the order of their times, so it is looked for by halves.
 */
export async function lastBy(
  log: Pick<EventLog, 'readStream'>,
  stream: string,
  instant: string,
  last: number,
): Promise<number | undefined> {
  let [by, after] = [-1, last + 1];
  while (after - by > 1) {
    const middle = Math.floor((by + after) / 2);
    const [event] = await log.readStream(stream, { from: middle, limit: 1 });
    if (event === undefined || isBefore(instant, event.at)) after = middle;
    else by = middle;
  }
  return by < 0 ? undefined : by;
}

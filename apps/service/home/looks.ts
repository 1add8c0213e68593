/** How far everybody has looked: kept per person and role, and no fact. */
import { createHash } from 'node:crypto';
import type { Asker } from '../access/asker.js';
import { Kept } from '../kept/kept.js';

/** Positions in the log. */
interface Looks {
  /** What is later than this is news in the visit that goes on; -1 in the first one ever. */
  readonly since: number;
  /** When the visit before this one ended; in milliseconds since 1970, by the true time. */
  readonly before?: number;
  /** How far was looked last, and when. */
  readonly seen: number;
  readonly at: number;
}

/** A visit is over when nobody has looked for so many milliseconds. */
const visitEnds = 30 * 60_000;
/** How exactly it is noted when somebody looked, in milliseconds: a look is not to cost a write. */
const noted = 60_000;
/** Milliseconds after which nobody remembers what they had seen. */
const keptFor = 90 * 24 * 60 * 60_000;

/** From where on something is news for somebody. */
export interface NewsFrom {
  /** A position; 0 for whoever looks for the first time. */
  readonly since: number;
  /** When they looked the time before (ISO 8601); absent the first time. */
  readonly before?: string;
}

export class LastLooks {
  readonly #kept: Kept<Looks>;
  #cleared = 0;

  constructor(
    folder: string,
    /** Milliseconds since 1970. */
    private readonly now: () => number = Date.now,
  ) {
    this.#kept = new Kept(folder);
  }

  /** Notes that somebody looks now, when the log has come to `position`, and says from where on that was news. */
  async look(asking: Asker, position: number): Promise<NewsFrom> {
    const name = nameOf(asking);
    const known = await this.#kept.find(name);
    const now = this.now();
    const looks = this.#next(known, position, now);
    if (known === undefined || now - known.at >= noted || looks.since !== known.since)
      await this.#kept.put(name, looks);
    await this.#clear(now);
    // Whoever looks at a log that was restored since has seen what is not there any more.
    const since = Math.min(Math.max(looks.since, 0), position);
    return { since, ...(looks.before !== undefined && { before: new Date(looks.before).toISOString() }) };
  }

  #next(known: Looks | undefined, position: number, now: number): Looks {
    const here = { seen: position, at: now };
    if (known === undefined) return { since: -1, ...here };
    if (now - known.at >= visitEnds) return { since: known.seen, before: known.at, ...here };
    return { ...known, ...here };
  }

  /** Once a day, what nobody will ask for. */
  async #clear(now: number): Promise<void> {
    if (now - this.#cleared < 24 * 60 * 60_000) return;
    this.#cleared = now;
    for (const name of await this.#kept.names()) {
      const at = await this.#kept.putAt(name);
      if (at !== undefined && now - at >= keptFor) await this.#kept.remove(name);
    }
  }
}

/** In each role one sees other cases. */
const nameOf = ({ issuer, id, grants }: Asker): string =>
  createHash('sha256')
    .update(JSON.stringify([issuer, id, grants]))
    .digest('hex');

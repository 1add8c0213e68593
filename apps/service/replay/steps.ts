/** The events of a case that somebody steps through: all, or those of the part that they see. */
import { LRUCache } from 'lru-cache';
import type { EventLog } from '../../../libs/event-log/index.js';
import type { Part } from '../../../libs/workflow/index.js';
import { caseStream } from '../../../libs/workflow/streams.js';

/** From the first, in order. */
export interface Steps {
  readonly count: number;
  /** Revision of the event at a place, from 1. */
  readonly at: (place: number) => number | undefined;
  /** The place of a revision; undefined where it is none of theirs. */
  readonly placeOf: (revision: number) => number | undefined;
  /** How many of them were recorded up to a revision. */
  readonly upTo: (revision: number) => number;
}

export const allSteps = (last: number): Steps => ({
  count: last + 1,
  at: (place) => (place >= 1 && place <= last + 1 ? place - 1 : undefined),
  placeOf: (revision) => (revision >= 0 && revision <= last ? revision + 1 : undefined),
  upTo: (revision) => Math.min(revision, last) + 1,
});

function stepsAmong(revisions: readonly number[], last: number): Steps {
  const upTo = (revision: number): number => countUpTo(revisions, Math.min(revision, last));
  return {
    count: upTo(last),
    at: (place) => (place <= upTo(last) ? revisions[place - 1] : undefined),
    placeOf: (revision) => {
      const place = upTo(revision);
      return revisions[place - 1] === revision && revision <= last ? place : undefined;
    },
    upTo,
  };
}

/** By halves: they are in order. */
function countUpTo(revisions: readonly number[], revision: number): number {
  let [low, high] = [0, revisions.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((revisions[middle] ?? Infinity) <= revision) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Known {
  /** Events that were looked at. */
  read: number;
  readonly revisions: number[];
}

const page = 1_000;

/** Which events of cases are of the members’ part. Each event is looked at once, as long as its case is remembered. */
export class PartSteps {
  readonly #known = new LRUCache<string, Known>({ max: 500 });
  readonly #reading = new Map<string, Promise<Known>>();

  constructor(private readonly log: Pick<EventLog, 'readStream'>) {}

  /** @param last the last revision that is known to whoever asks */
  async of(id: string, part: Part, last: number): Promise<Steps> {
    const reading = this.#reading.get(id) ?? this.#readOn(id, part, last).finally(() => this.#reading.delete(id));
    this.#reading.set(id, reading);
    const { read, revisions } = await reading;
    return read <= last ? this.of(id, part, last) : stepsAmong(revisions, last);
  }

  async #readOn(id: string, part: Part, last: number): Promise<Known> {
    const known = this.#known.get(id) ?? { read: 0, revisions: [] };
    while (known.read <= last) {
      const events = await this.log.readStream(caseStream(id), { from: known.read, limit: page });
      if (events.length === 0)
        throw new Error(`expected case ${id} to have a revision ${last}, found ${known.read - 1}`);
      for (const { type, revision } of events) if (part.events.includes(type)) known.revisions.push(revision);
      known.read += events.length;
    }
    this.#known.set(id, known);
    return known;
  }
}

import type { Finding } from './finding.js';

/** Findings kept with their words; further ones are only counted. */
export const mostFindings = 1_000;

/** A finding and where it belongs in the order of the history. */
export interface Placed {
  /** Ascends with the history; the same for all findings of one event. */
  readonly place: number;
  readonly finding: Finding;
}

/** How many were found, and the first of them in the order of the history. Can be handed from thread to thread. */
export interface Found {
  readonly found: number;
  readonly first: readonly Placed[];
}

/** In the order of the history, and of one place in that of their words: parts come to them in whatever order. */
const inOrder = (a: Placed, b: Placed): number => a.place - b.place || words.compare(a.finding.what, b.finding.what);
const words = new Intl.Collator('en-GB');

/** Collects findings in whatever order they are made. */
export class Findings {
  #found = 0;
  #kept: Placed[] = [];

  add(place: number, finding: Finding): void {
    this.addAll({ found: 1, first: [{ place, finding }] });
  }

  addAll({ found, first }: Found): void {
    this.#found += found;
    for (const each of first) this.#kept.push(each);
    if (this.#kept.length > 2 * mostFindings) this.#kept = this.#sorted();
  }

  get all(): Found {
    return { found: this.#found, first: this.#sorted() };
  }

  #sorted(): Placed[] {
    return this.#kept.toSorted(inOrder).slice(0, mostFindings);
  }
}

import type { DrawnTally } from '../pages/components/tally-bar/bar.js';

/** What a page that stands open is told: all that it needs to be as true as one that is opened now. */
export interface Told {
  /** The texts that stand at places of the page (`data-remit-place`), by the place's name; at one that is not named, 0. */
  readonly places: Readonly<Record<string, string>>;
  /** Bars of the page, by their ids. */
  readonly bars?: Readonly<Record<string, Pick<DrawnTally, 'label' | 'parts'>>>;
  /** The same in a sentence or two, for whoever has the page read to them. */
  readonly said: string;
  /** What the page lacks, and the words of the link that shows it. Absent where it lacks nothing. */
  readonly offer?: Offer;
}

export interface Offer {
  readonly text: string;
  readonly link: string;
}

/** What a template needs to keep its page up to date. */
export interface Live {
  /** The address of the page's stream. */
  readonly from: string;
  /** Of the page itself. */
  readonly page: string;
  /** What would be said now: nothing is announced before that changes. */
  readonly said: string;
}

/** What committees meet about, and the minutes: cases are put on the agenda of a day, and have their item once the meeting was held. */
import type { Item } from '../../demonstration/story/meeting.js';

/** The item of a meeting. */
export interface Minuted {
  /** Id of the meeting. */
  readonly meeting: string;
  /** From 1. */
  readonly item: number;
}

export class Agenda {
  readonly #tabled = new Map<string, Item[]>();
  readonly #minutes = new Map<string, Minuted>();
  #meetings = 0;

  /** Meetings held. */
  get meetings(): number {
    return this.#meetings;
  }

  /** Items decided. */
  get decided(): number {
    return this.#minutes.size;
  }

  table(committee: string, day: string, item: Item): void {
    const key = `${committee} ${day}`;
    this.#tabled.set(key, [...(this.#tabled.get(key) ?? []), item]);
  }

  /** What the committee meets about on that day, in an order that is the same every time. */
  items(committee: string, day: string): readonly Item[] {
    return (this.#tabled.get(`${committee} ${day}`) ?? []).toSorted((a, b) => (a.title < b.title ? -1 : 1));
  }

  held(day: string, meeting: string, items: readonly Item[]): void {
    this.#meetings += 1;
    for (const [index, each] of items.entries()) this.#minutes.set(`${each.case} ${day}`, { meeting, item: index + 1 });
  }

  /** @throws Error when the committee did not decide on the case that day. */
  minuteOf(caseId: string, day: string): Minuted {
    const found = this.#minutes.get(`${caseId} ${day}`);
    if (found === undefined) throw new Error(`No committee decided on the case on ${day}`);
    return found;
  }
}

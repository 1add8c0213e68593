import { addDays, londonDay, startOfDay } from '../../../libs/workflow/london.js';
import type { ServiceClock } from '../clock/clock.js';
import type { Ledger } from '../ledger/ledger.js';

/** What may be stored for one organisation in a day of London. */
export interface DailyLimit {
  readonly documents: number;
  readonly bytes: number;
}

export const dailyLimit: DailyLimit = { documents: 200, bytes: 1024 ** 3 };

export type Allowed =
  | { readonly outcome: 'allowed'; readonly giveBack: () => void }
  /** `again` is when the next day begins. */
  | { readonly outcome: 'over'; readonly again: string };

/** Keeps each organisation to its limit. What is on its way counts as stored, so that many at once do not pass it. */
export class Allowance {
  readonly #underWay = new Map<string, DailyLimit>();

  constructor(
    private readonly ledger: Pick<Ledger, 'views'>,
    private readonly clock: Pick<ServiceClock, 'now'>,
    readonly limit: DailyLimit = dailyLimit,
  ) {}

  /** Sets one document of so many bytes aside, to be given back once it is recorded, or is not. */
  take(organisation: string, bytes: number): Allowed {
    const today = londonDay(this.clock.now());
    const stored = this.ledger.views.storedSince(organisation, startOfDay(today));
    const underWay = this.#underWay.get(organisation) ?? { documents: 0, bytes: 0 };
    const isOver =
      stored.documents + underWay.documents + 1 > this.limit.documents ||
      stored.bytes + underWay.bytes + bytes > this.limit.bytes;
    if (isOver) return { outcome: 'over', again: startOfDay(addDays(today, 1)) };
    this.#add(organisation, 1, bytes);
    return { outcome: 'allowed', giveBack: () => this.#add(organisation, -1, -bytes) };
  }

  #add(organisation: string, documents: number, bytes: number): void {
    const before = this.#underWay.get(organisation) ?? { documents: 0, bytes: 0 };
    const now = { documents: before.documents + documents, bytes: before.bytes + bytes };
    if (now.documents === 0) this.#underWay.delete(organisation);
    else this.#underWay.set(organisation, now);
  }
}

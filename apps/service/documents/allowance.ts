import { addDays, londonDay, startOfDay } from '../../../libs/workflow/london.js';
import type { ServiceClock } from '../clock/clock.js';
import type { Ledger } from '../ledger/ledger.js';

/** What may be stored for one organisation in a day of London. */
export interface DailyLimit {
  readonly documents: number;
  readonly bytes: number;
}

const mebibyte = 1024 ** 2;

export const dailyLimit: DailyLimit = { documents: 200, bytes: 1024 * mebibyte };

/** Whether one more document of so many bytes stays within the limit. */
export const fits = (limit: DailyLimit, stored: DailyLimit, bytes: number): boolean =>
  stored.documents < limit.documents && stored.bytes + bytes <= limit.bytes;

export const limitInWords = ({ documents, bytes }: DailyLimit): string =>
  `Your organisation may store ${documents} documents of ${Math.floor(bytes / mebibyte)} MiB together in a day.`;

export type Allowed =
  | { readonly outcome: 'allowed'; readonly giveBack: () => void }
  /** `over`: all of the day is used; `busy`: with what is on its way here it would be. */
  | { readonly outcome: 'over' | 'busy' };

/**
 * Turns away what would pass the limit before its bytes are taken, as far as this instance knows. Whether a document is within the limit
 * is decided where it is recorded.
 */
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
    if (!fits(this.limit, stored, bytes)) return { outcome: 'over' };
    const underWay = this.#underWayOf(organisation);
    const together = { documents: stored.documents + underWay.documents, bytes: stored.bytes + underWay.bytes };
    if (!fits(this.limit, together, bytes)) return { outcome: 'busy' };
    this.#add(organisation, 1, bytes);
    return { outcome: 'allowed', giveBack: () => this.#add(organisation, -1, -bytes) };
  }

  /** Seconds until the next day of London. */
  secondsToTomorrow(): number {
    const now = this.clock.now();
    const tomorrow = startOfDay(addDays(londonDay(now), 1));
    return Math.max(Math.ceil((Date.parse(tomorrow) - now.getTime()) / 1000), 1);
  }

  #underWayOf(organisation: string): DailyLimit {
    return this.#underWay.get(organisation) ?? { documents: 0, bytes: 0 };
  }

  #add(organisation: string, documents: number, bytes: number): void {
    const before = this.#underWayOf(organisation);
    const now = { documents: before.documents + documents, bytes: before.bytes + bytes };
    if (now.documents === 0) this.#underWay.delete(organisation);
    else this.#underWay.set(organisation, now);
  }
}

import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { londonDay } from '../../../libs/workflow/london.js';
import { idOf } from '../ledger/ids.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger/ledger.js';
import type { Asker } from './asker.js';

/** Where it is recorded what auditors have read. */
export const readingsStream = 'readings';

/** What an auditor reads is recorded, in a stream of its own (domain: auditors); the same, read again on the same day, is the same reading. */
@Injectable()
export class Readings {
  /** Ids of those that are in the log, as far as they are remembered. */
  readonly #noted = new LRUCache<string, true>({ max: 10_000 });

  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
  ) {}

  /** Records the reading when an auditor asks, before they are shown anything. @throws LogUnavailable */
  async note(asking: Asker, type: string, data: Readonly<Record<string, unknown>>): Promise<void> {
    const grant = asking.grants.find(({ role }) => role === 'auditor');
    if (grant === undefined) return;
    const actor = { id: asking.id, name: asking.name, role: grant.role, organisation: grant.organisation };
    const at = this.clock.now().toISOString();
    const id = idOf('reading', asking.issuer, asking.id, type, JSON.stringify(data), londonDay(at));
    if (this.#noted.has(id)) return;
    const event = { id, type, data, at, actor };
    await this.ledger.log.append({ stream: readingsStream, expected: 'any', events: [event] });
    this.#noted.set(id, true);
  }
}

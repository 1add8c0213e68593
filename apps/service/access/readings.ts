import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger.js';
import type { Asker } from './asker.js';

/** Where it is recorded what auditors have read. */
export const readingsStream = 'readings';

/** What an auditor reads is recorded, in a stream of its own (domain: auditors). */
@Injectable()
export class Readings {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: ServiceClock,
  ) {}

  /** Records the reading when an auditor asks, before they are shown anything. @throws LogUnavailable */
  async note(asking: Asker, type: string, data: Readonly<Record<string, unknown>>): Promise<void> {
    const grant = asking.grants.find(({ role }) => role === 'auditor');
    if (grant === undefined) return;
    const actor = { id: asking.id, name: asking.name, role: grant.role, organisation: grant.organisation };
    const event = { id: randomUUID(), type, data, at: this.clock.now().toISOString(), actor };
    await this.ledger.log.append({ stream: readingsStream, expected: 'any', events: [event] });
  }
}

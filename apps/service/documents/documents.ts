import { Injectable } from '@nestjs/common';
import type { Grant } from '../../../libs/register/model.js';
import { documentsIn } from '../../../libs/views/documents.js';
import type { Asker } from '../access/asker.js';
import { eventsSeen } from '../access/seen.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import { Visibility } from '../access/visibility.js';
import { ServiceClock } from '../clock/clock.js';
import { idOf } from '../casework/ids.js';
import { Ledger } from '../ledger.js';
import type { Document } from './store.js';

/** Whose the documents are: what was stored is an event, and who may read follows from events. */
@Injectable()
export class Documents {
  constructor(
    private readonly ledger: Ledger,
    private readonly visibility: Visibility,
    private readonly clock: ServiceClock,
  ) {}

  /** Records, before it answers, that the person stored the document. False when their organisation had. @throws LogUnavailable */
  async record({ sha256, size, type }: Document, { id, name }: Asker, { role, organisation }: Grant): Promise<boolean> {
    const event = {
      id: eventId(sha256, organisation),
      type: 'DocumentStored',
      data: { sha256, size, type },
      at: this.clock.now().toISOString(),
      actor: { id, name, role, organisation },
    };
    const appended = await this.ledger.log.append({ stream: 'documents', expected: 'any', events: [event] });
    if (appended.outcome === 'overtaken') throw new Error('An append without a condition was overtaken');
    await this.ledger.reached(appended.events[0]?.position ?? 0);
    return appended.outcome === 'appended';
  }

  /** Whether an organisation of the person stored it: each does so once, so that nobody learns what others have. */
  async isStoredBy(sha256: string, { grants }: Asker): Promise<boolean> {
    for (const organisation of new Set(grants.map((grant) => grant.organisation))) {
      const stored = await this.ledger.log.find(eventId(sha256, organisation));
      if (stored === undefined) continue;
      // On another instance, maybe: it can be read here from now on.
      await this.ledger.reached(stored.position);
      return true;
    }
    return false;
  }

  /** The document, for who stored it and for who sees an event of a case that names it; undefined for everybody else. */
  async find(sha256: string, asking: Asker): Promise<Document | undefined> {
    const stored = this.ledger.views.documentStoredBy(sha256);
    if (stored === undefined) return undefined;
    const mine = (await this.isStoredBy(sha256, asking)) || (await this.isNamedTo(asking, sha256));
    return mine ? { sha256, type: stored.type, size: stored.size } : undefined;
  }

  private async isNamedTo(asking: Asker, sha256: string): Promise<boolean> {
    for (const id of this.ledger.views.casesOfDocument(sha256)) {
      const sight = this.visibility.sight(id, asking);
      if (sight?.extent === 'all') return true;
      if (sight === undefined) continue;
      const events = await this.ledger.log.readStream(caseStream(id));
      if (eventsSeen(sight, events).some(({ data }) => documentsIn(data).includes(sha256))) return true;
    }
    return false;
  }
}

const eventId = (sha256: string, organisation: string): string => idOf('document', sha256, organisation);

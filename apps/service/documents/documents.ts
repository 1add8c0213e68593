import { Injectable } from '@nestjs/common';
import type { Actor, Append, Appended } from '../../../libs/event-log/index.js';
import type { Grant } from '../../../libs/register/model.js';
import { documentsIn } from '../../../libs/views/documents.js';
import { clockActor } from '../../../libs/workflow/clock.js';
import { londonDay, startOfDay } from '../../../libs/workflow/london.js';
import type { Asker } from '../access/asker.js';
import { eventsSeen } from '../access/seen.js';
import { caseStream } from '../../../libs/workflow/streams.js';
import { Visibility } from '../access/visibility.js';
import { ServiceClock } from '../clock/clock.js';
import { idOf } from '../ledger/ids.js';
import { Ledger } from '../ledger/ledger.js';
import { fits, type DailyLimit } from './allowance.js';
import type { Document } from './store.js';

const stream = 'documents';

/** Documents that one fact may name, with room for whatever its class adds. */
const mostNamed = 100;

/** What became of a document that was to be recorded: `known` was recorded before, by the organisation; `over` passes its limit. */
export type Recording = 'recorded' | 'known' | 'over';

/** Whose the documents are: what was stored is an event, and who may read follows from events. */
@Injectable()
export class Documents {
  /** Settles when the last recording has; never rejects. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly ledger: Ledger,
    private readonly visibility: Visibility,
    private readonly clock: ServiceClock,
  ) {}

  /**
   * Records, before it answers, that the person stored the document, unless more would be stored for their organisation in a day than may
   * be. That is decided on all that is recorded by then, whichever instance recorded it. @throws LogUnavailable
   */
  record(document: Document, asking: Asker, grant: Grant, limit: DailyLimit): Promise<Recording> {
    // One after another, so that only another instance can come first.
    const recording = this.#last.then(() => this.recordNext(document, asking, grant, limit));
    this.#last = recording.catch(() => undefined);
    return recording;
  }

  private async recordNext(
    { sha256, size, type }: Document,
    { id, name }: Asker,
    { role, organisation }: Grant,
    limit: DailyLimit,
  ): Promise<Recording> {
    for (;;) {
      const expected = await this.seen();
      const now = this.clock.now();
      const { views } = this.ledger;
      if (views.hasStored(organisation, sha256)) return 'known';
      const stored = views.storedSince(organisation, startOfDay(londonDay(now)));
      if (!fits(limit, stored, size)) return 'over';
      const actor = { id, name, role, organisation };
      const outcome = await this.append('DocumentStored', { sha256, size, type }, actor, { expected, now });
      // Another instance recorded a document: what fits is decided anew.
      if (outcome !== 'overtaken') return outcome === 'appended' ? 'recorded' : 'known';
    }
  }

  /** The revision of the documents' stream to which, at least, the views have come. */
  private async seen(): Promise<number | 'none'> {
    const { log } = this.ledger;
    const revision = await log.headOf(stream);
    await this.ledger.reached(await log.head());
    return revision;
  }

  /** Records that a document is no longer kept, as no event names it. @throws LogUnavailable */
  async recordRemoval(sha256: string): Promise<void> {
    await this.append('DocumentRemoved', { sha256 }, clockActor, { expected: 'any', now: this.clock.now() });
  }

  /** Whether an organisation of the person stored it: each does so once, so that nobody learns what others have. */
  async isStoredBy(sha256: string, asking: Asker): Promise<boolean> {
    // On another instance, maybe.
    await this.ledger.reached(await this.ledger.log.head());
    return this.hasStored(sha256, asking);
  }

  /** The document, for who stored it and for who sees an event of a case that names it; undefined for everybody else. */
  async find(sha256: string, asking: Asker): Promise<Document | undefined> {
    const found = await this.shown(sha256, asking);
    if (found) return found;
    // Stored, or named, on another instance, maybe.
    const { log, position } = this.ledger;
    const head = await log.head();
    if (head <= position) return undefined;
    await this.ledger.reached(head);
    return this.shown(sha256, asking);
  }

  private async shown(sha256: string, asking: Asker): Promise<Document | undefined> {
    const stored = this.ledger.views.documentStoredBy(sha256);
    if (stored === undefined) return undefined;
    const mine = this.hasStored(sha256, asking) || (await this.isNamedTo(asking, sha256));
    return mine ? { sha256, type: stored.type, size: stored.size } : undefined;
  }

  /** Of documents that are named, those that the person may not read: for them there are no such documents. */
  async hiddenFrom(asking: Asker, named: readonly string[]): Promise<readonly string[]> {
    const unique = [...new Set(named)];
    // No fact takes as many; whoever names them is not to make the service look for each.
    if (unique.length > mostNamed) return unique;
    const found = await Promise.all(unique.map((sha256) => this.find(sha256, asking)));
    return unique.filter((_, at) => found[at] === undefined);
  }

  private hasStored(sha256: string, { grants }: Asker): boolean {
    return grants.some(({ organisation }) => this.ledger.views.hasStored(organisation, sha256));
  }

  /** `repeated` when it was recorded before, since the document was last removed. */
  private async append(
    type: string,
    data: { readonly sha256: string; readonly [name: string]: unknown },
    actor: Actor,
    { expected, now }: { readonly expected: Append['expected']; readonly now: Date },
  ): Promise<Appended['outcome']> {
    const { sha256 } = data;
    const id = idOf('document', type, sha256, actor.organisation, String(this.ledger.views.timesRemoved(sha256)));
    const event = { id, type, data, at: now.toISOString(), actor };
    const appended = await this.ledger.log.append({ stream, expected, events: [event] });
    if (appended.outcome === 'overtaken') return 'overtaken';
    const [found] = appended.events;
    // What stands under the id is looked at, not only that something does.
    if (found?.type !== type || found.data['sha256'] !== sha256 || found.actor.organisation !== actor.organisation)
      throw new Error(`expected ${type} of ${sha256} under the id ${id}, found something else`);
    await this.ledger.reached(found.position);
    return appended.outcome;
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

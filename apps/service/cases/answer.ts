import { Injectable } from '@nestjs/common';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import { documentsIn } from '../../../libs/views/documents.js';
import type { CaseFilter, CaseRow, Extent } from '../../../libs/views/index.js';
import type { Standing, Workflow } from '../../../libs/workflow/index.js';
import { notNow, opening, type NotNow, type Opener } from '../../../libs/workflow/not-now.js';
import { caseStream, refusedStream } from '../../../libs/workflow/streams.js';
import type { Asker } from '../access/asker.js';
import { Readings } from '../access/readings.js';
import { eventsSeen, refusalSeen } from '../access/seen.js';
import { Visibility, workflowIn } from '../access/visibility.js';
import { ServiceClock } from '../clock/clock.js';
import { Ledger } from '../ledger/ledger.js';
import { Eligible } from '../queues/eligible.js';
import { caseJson, caseListed } from './case-json.js';
import type { CaseJson, CasePage } from './shapes.js';
import { Tracks, type Moment } from './tracks.js';

export const momentOf = (revision: number | undefined, asOf: string | undefined): Moment => ({
  ...(revision !== undefined && { revision }),
  ...(asOf !== undefined && { asOf }),
});

/** A case as somebody sees it at a moment. */
export interface FoundCase {
  readonly workflow: Workflow;
  readonly standing: Standing;
  readonly extent: Exclude<Extent, 'nothing'>;
}

/** A case that the person may know of, which was not there at that moment. */
export interface NoSuchMoment {
  /** Its last revision. */
  readonly last: number;
  readonly extent: FoundCase['extent'];
}

export const notThen = ({ last }: NoSuchMoment, revision: number | undefined): string =>
  revision === undefined
    ? 'The case had not begun then.'
    : `The case has no revision ${revision}: its last is ${last}.`;

/** A page of a stream: the case's history, or the attempts refused on it. */
export interface HistoryPage {
  /** Those of the page that the person sees, as they see them. */
  readonly events: readonly RecordedEvent[];
  /** Revision to go on after; undefined on the last page. */
  readonly next?: number;
  /** The last revision, where it lies before that to go on after. */
  readonly beyond?: number | 'none';
}

export interface Wanted {
  /** Revision to go on after. */
  readonly after: number;
  readonly limit: number;
}

/** `size` in bytes. */
export interface StoredDocument {
  readonly type: string;
  readonly size: number;
}

/** What lies before somebody on a case. */
export interface Ahead {
  readonly notNow: readonly NotNow[];
  /** By the name of a stage to come. */
  readonly opening: readonly { readonly stage: string; readonly after: readonly Opener[] }[];
}

/** What a person is shown of cases. Undefined stands for a case that is not there, and for one that they may not know of. */
@Injectable()
export class CasesAnswer {
  constructor(
    private readonly ledger: Ledger,
    private readonly visibility: Visibility,
    private readonly readings: Readings,
    private readonly clock: ServiceClock,
    private readonly eligible: Eligible,
    private readonly tracks: Tracks,
  ) {}

  list(
    filter: Pick<CaseFilter, 'ccg' | 'workflow' | 'state' | 'region' | 'round' | 'waitingOn'>,
    page: { readonly cursor?: string; readonly limit: number },
    asking: Asker,
  ): CasePage {
    const { cursor, limit } = page;
    const scope = this.visibility.scope(asking);
    const found = this.ledger.views.cases({ ...filter, scope, limit, ...(cursor !== undefined && { after: cursor }) });
    const cases = found.cases.map((row) => caseListed(row, workflowIn(row)));
    return { cases, ...(found.next !== undefined && { next: found.next }) };
  }

  /** The case now, with the moves of the person, or as it stood, without. */
  async one(id: string, moment: Moment, asking: Asker): Promise<CaseJson | NoSuchMoment | undefined> {
    const found = await this.found(id, moment, asking);
    if (found === undefined || 'last' in found) return found;
    const isNow = moment.revision === undefined && moment.asOf === undefined;
    return this.shown(id, found, { asking, isNow });
  }

  /** A case that was found, with the moves of the person where it was found as it is now. */
  async shown(
    id: string,
    found: FoundCase,
    { asking, isNow }: { readonly asking: Asker; readonly isNow: boolean },
  ): Promise<CaseJson> {
    await this.readings.note(asking, 'CaseRead', { case: id, what: 'case' });
    const { workflow, standing, extent } = found;
    const at = isNow ? this.clock.now().toISOString() : undefined;
    const bars = this.eligible.bars(found);
    return caseJson(id, workflow, standing, { asking, extent, at, bars });
  }

  /** The case as a command has left it; undefined where the person sees nothing of it any more. */
  after(id: string, workflow: Workflow, standing: Standing, asking: Asker): CaseJson | undefined {
    const extent = this.visibility.extent(asking, workflow, standing);
    if (extent === 'nothing') return undefined;
    const bars = this.eligible.bars({ workflow, standing });
    return caseJson(id, workflow, standing, { asking, extent, at: this.clock.now().toISOString(), bars });
  }

  /** What the person could do on the case and cannot now, and what opens the stages to come. A part of the case, which the reading of it notes. */
  async ahead(id: string, asking: Asker): Promise<Ahead> {
    const found = await this.found(id, {}, asking);
    if (found === undefined || 'last' in found) return { notNow: [], opening: [] };
    const { workflow, standing, extent } = found;
    const at = this.clock.now().toISOString();
    const part = extent === 'part' ? workflow.part : undefined;
    const bars = this.eligible.bars(found);
    const acts = notNow(workflow, standing, asking, asking.grants, { at, bars, only: part?.stage });
    if (part === undefined) return { notNow: acts, opening: opening(workflow, standing) };
    // Whoever sees the members’ part alone is not told of what opens it elsewhere.
    const within = acts.map((act) => ({ ...act, after: act.after.filter(({ type }) => part.events.includes(type)) }));
    return { notNow: within, opening: [] };
  }

  /** The whole history, as the person sees it; no case has more events than pages of it that are read here one after another. */
  async wholeHistory(
    id: string,
    kind: 'events' | 'refusals',
    asking: Asker,
  ): Promise<readonly RecordedEvent[] | undefined> {
    const events: RecordedEvent[] = [];
    for (let after: number | undefined = -1; after !== undefined;) {
      const page: HistoryPage | undefined = await this.history(id, kind, { after, limit: 1000 }, asking);
      if (page === undefined) return undefined;
      events.push(...page.events);
      after = page.next;
    }
    return events;
  }

  /** One event, as the person sees it; undefined where there is none for them. */
  async event(id: string, revision: number, asking: Asker): Promise<RecordedEvent | undefined> {
    const page = await this.history(id, 'events', { after: revision - 1, limit: 1 }, asking);
    return page?.events.find((event) => event.revision === revision);
  }

  /** Of the documents that events name, what is known of each by its SHA-256: kind, and size in bytes. */
  documentsNamedIn(events: readonly RecordedEvent[]): ReadonlyMap<string, StoredDocument> {
    const named = new Set(events.flatMap(({ data }) => documentsIn(data)));
    return new Map(
      [...named].flatMap((sha256) => {
        const stored = this.ledger.views.documentStoredBy(sha256);
        return stored ? [[sha256, { type: stored.type, size: stored.size }] as const] : [];
      }),
    );
  }

  /** Where the case stands or stood. Whoever shows it notes the reading. */
  async found(id: string, moment: Moment, asking: Asker): Promise<FoundCase | NoSuchMoment | undefined> {
    if (moment.revision !== undefined || moment.asOf !== undefined) return this.foundThen(id, moment, asking);
    const held = await this.ledger.streams.of(caseStream(id));
    if (held === undefined) return undefined;
    const { workflow, standing } = held;
    const extent = this.visibility.extent(asking, workflow, standing);
    return extent === 'nothing' ? undefined : { workflow, standing, extent };
  }

  /** Where it stood. What it is now need not be replayed for that. */
  private async foundThen(id: string, moment: Moment, asking: Asker): Promise<FoundCase | NoSuchMoment | undefined> {
    const sight = this.visibility.sight(id, asking);
    if (sight === undefined) return undefined;
    const { extent, revision: last } = sight;
    const revision = await this.tracks.revisionAt(id, moment, last);
    const track = revision === undefined ? undefined : await this.tracks.at(id, revision);
    return track === undefined ? { last, extent } : { workflow: track.workflow, standing: track.standing, extent };
  }

  async history(
    id: string,
    kind: 'events' | 'refusals',
    wanted: Wanted,
    asking: Asker,
  ): Promise<HistoryPage | undefined> {
    const page = await this.page(id, kind, wanted, asking);
    if (page !== undefined && page.beyond === undefined)
      await this.readings.note(asking, 'CaseRead', { case: id, what: kind });
    return page;
  }

  /** What was recorded after a revision, as far as the person may read it: told to whoever comes too late, and not a reading. */
  async since(id: string, revision: number, most: number, asking: Asker): Promise<HistoryPage | undefined> {
    return this.page(id, 'events', { after: revision, limit: most }, asking);
  }

  /** What a case is about and called, whoever asks: to be asked for those who see every case. */
  row(id: string): CaseRow | undefined {
    return this.ledger.views.findCase(id);
  }

  /** Whether the person sees a case, or part of it. */
  isSeen(id: string, asking: Asker): boolean {
    return this.visibility.sight(id, asking) !== undefined;
  }

  private async page(
    id: string,
    kind: 'events' | 'refusals',
    { after, limit }: Wanted,
    asking: Asker,
  ): Promise<HistoryPage | undefined> {
    const sight = this.visibility.sight(id, asking);
    if (sight === undefined) return undefined;
    const { log } = this.ledger;
    const stream = kind === 'events' ? caseStream(id) : refusedStream(id);
    const read = await log.readStream(stream, { from: after + 1, limit: limit + 1 });
    // What the sight does not know of yet belongs to a later page.
    const events = kind === 'events' ? read.filter(({ revision }) => revision <= sight.revision) : read;
    const page = events.slice(0, limit);
    const last = page.at(-1);
    const end = last === undefined ? await log.headOf(stream) : after;
    if (after > (end === 'none' ? -1 : end)) return { events: [], beyond: end };
    const seen = kind === 'events' ? eventsSeen(sight, page) : page.map((event) => refusalSeen(asking, event));
    return { events: seen, ...(events.length > limit && last && { next: last.revision }) };
  }
}

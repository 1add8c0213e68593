import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import type { CasePage } from '../../../libs/views/model.js';
import type { RecordedFact, Standing, Workflow } from '../../../libs/workflow/index.js';
import { replay } from '../../../libs/workflow/replay.js';
import type { Asker } from '../access/asker.js';
import { eventsSeen, refusalSeen, type Sight } from '../access/seen.js';
import { Ledger } from '../ledger.js';
import { caseStream, refusedStream } from '../../../libs/workflow/streams.js';
import { Visibility } from '../access/visibility.js';
import { pinnedWorkflow } from '../casework/stream-cache.js';

/** Which moment of a case is wanted; now when neither is given. */
export interface Moment {
  readonly revision?: number;
  /** ISO 8601, UTC: everything recorded up to and including it. */
  readonly asOf?: string;
}

export class FindCase {
  constructor(
    readonly id: string,
    readonly moment: Moment,
    readonly asking: Asker,
  ) {}
}

/** A case as somebody sees it; undefined when there is none, or none they may know of. */
export interface FoundCase {
  readonly workflow: Workflow;
  readonly standing: Standing;
  readonly extent: Sight['extent'];
}

/** A case that the asker may know of, which was not there at that moment. */
export interface NoSuchMoment {
  /** Its last revision. */
  readonly last: number;
  readonly extent: Sight['extent'];
}

export const notThen = ({ last }: NoSuchMoment, revision: number | undefined): string =>
  revision === undefined
    ? 'The case had not begun then.'
    : `The case has no revision ${revision}: its last is ${last}.`;

@QueryHandler(FindCase)
export class FindCaseHandler implements IQueryHandler<FindCase> {
  constructor(
    private readonly ledger: Ledger,
    private readonly visibility: Visibility,
  ) {}

  async execute({ id, moment, asking }: FindCase): Promise<FoundCase | NoSuchMoment | undefined> {
    const held = await this.ledger.streams.of(caseStream(id));
    if (held === undefined) return undefined;
    const extent = this.visibility.extent(asking, held.workflow, held.standing);
    if (extent === 'nothing') return undefined;
    if (moment.revision === undefined && moment.asOf === undefined)
      return { workflow: held.workflow, standing: held.standing, extent };
    const standing = await this.standingAt(id, moment);
    return standing ? { workflow: held.workflow, standing, extent } : { last: held.standing.revision, extent };
  }

  private async standingAt(id: string, { revision, asOf }: Moment): Promise<Standing | undefined> {
    const events = await this.ledger.log.readStream(
      caseStream(id),
      revision === undefined ? {} : { limit: revision + 1 },
    );
    const later = asOf === undefined ? -1 : events.findIndex(({ at }) => Date.parse(at) > Date.parse(asOf));
    const until = later < 0 ? events : events.slice(0, later);
    const [first] = until;
    if (first === undefined || (revision !== undefined && until.length <= revision)) return undefined;
    return replay(pinnedWorkflow(first), until as readonly RecordedFact[]);
  }
}

/** A page of a stream: the case's history, or the attempts refused on it. */
export class ReadHistory {
  constructor(
    readonly id: string,
    readonly kind: 'events' | 'refusals',
    readonly after: number,
    readonly limit: number,
    readonly asking: Asker,
  ) {}
}

export interface HistoryPage {
  /** Those of the page that the person sees, as they see them. */
  readonly events: readonly RecordedEvent[];
  /** Revision to go on after; undefined on the last page. */
  readonly next?: number;
  /** The last revision, where it lies before that to go on after; -1 where there is none. */
  readonly beyond?: number;
}

@QueryHandler(ReadHistory)
export class ReadHistoryHandler implements IQueryHandler<ReadHistory> {
  constructor(
    private readonly ledger: Ledger,
    private readonly visibility: Visibility,
  ) {}

  async execute({ id, kind, after, limit, asking }: ReadHistory): Promise<HistoryPage | undefined> {
    const sight = this.visibility.sight(id, asking);
    if (sight === undefined) return undefined;
    const stream = kind === 'events' ? caseStream(id) : refusedStream(id);
    const read = await this.ledger.log.readStream(stream, { from: after + 1, limit: limit + 1 });
    // What the sight does not know of yet belongs to a later page.
    const events = kind === 'events' ? read.filter(({ revision }) => revision <= sight.revision) : read;
    const page = events.slice(0, limit);
    const last = page.at(-1);
    const end = last === undefined ? await this.ledger.log.headOf(stream) : after;
    const beyond = end === 'none' ? -1 : end;
    if (after > beyond) return { events: [], beyond };
    const seen = kind === 'events' ? eventsSeen(sight, page) : page.map((event) => refusalSeen(asking, event));
    return { events: seen, ...(events.length > limit && last && { next: last.revision }) };
  }
}

export interface CaseFilter {
  readonly ccg?: string;
  readonly workflow?: string;
  readonly state?: string;
  readonly region?: string;
  readonly round?: string;
  readonly waitingOn?: string;
}

export class ListCases {
  constructor(
    readonly filter: CaseFilter,
    readonly cursor: string | undefined,
    readonly limit: number,
    readonly asking: Asker,
  ) {}
}

@QueryHandler(ListCases)
export class ListCasesHandler implements IQueryHandler<ListCases> {
  constructor(
    private readonly ledger: Ledger,
    private readonly visibility: Visibility,
  ) {}

  async execute({ filter, cursor, limit, asking }: ListCases): Promise<CasePage> {
    return this.ledger.views.cases({
      ...filter,
      scope: this.visibility.scope(asking),
      limit,
      ...(cursor && { after: cursor }),
    });
  }
}

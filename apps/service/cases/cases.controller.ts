import { Body, Controller, Get, Headers, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import { deadlineInWords } from '../../../libs/workflow/london.js';
import { holds, type Asker } from '../access/asker.js';
import { Readings } from '../access/readings.js';
import { Asks } from '../access/sign-in.guard.js';
import { ServiceClock } from '../clock/clock.js';
import type { Ledger } from '../ledger.js';
import { Problem, problemFor } from '../problems/problem.js';
import { CaseIdIn, noCase } from '../requests/id-pipe.js';
import { Eligible } from '../queues/eligible.js';
import { checkedKey, fingerprint } from '../requests/keys.js';
import { beyondTheEnd } from '../requests/positions.js';
import { wantsLeast } from '../requests/prefer.js';
import { Act, Begin } from './act.js';
import { caseJson, caseListed, type CaseJson } from './case-json.js';
import { FindCase, ListCases, ReadHistory, type FoundCase, type HistoryPage, type NoSuchMoment } from './find-cases.js';
import { BeginBody, CasesQuery, EventBody, HistoryQuery, MomentQuery } from './requests.js';
import type { Acted } from '../casework/acting.js';
import { Visibility, workflowIn } from '../access/visibility.js';

@Controller('api/cases')
export class CasesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly readings: Readings,
    private readonly visibility: Visibility,
    private readonly clock: ServiceClock,
    private readonly eligible: Eligible,
  ) {}

  @Post()
  async begin(
    @Body() { workflow, ccg = '', round = '', data }: BeginBody,
    @Headers('idempotency-key') key: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseJson | Least> {
    const attempt = {
      key: key === undefined ? randomUUID() : checkedKey(key),
      command: fingerprint(request, asking),
    };
    const acted = await this.commands.execute<Begin, Acted>(new Begin(workflow, ccg, round, data, attempt, asking));
    const recorded = recordedOr(acted);
    reply.header('location', `/api/cases/${recorded.caseId}`).header('etag', `"${recorded.standing.revision}"`);
    return wantsLeast(request, reply) ? leastOf(recorded) : this.shown(recorded, asking);
  }

  @Get()
  async list(
    @Query() { cursor, limit, ...filter }: CasesQuery,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const page = await this.queries.execute<ListCases, Awaited<ReturnType<Ledger['views']['cases']>>>(
      new ListCases(filter, cursor, limit, asking),
    );
    if (page.next !== undefined)
      reply.header('link', `<${withQuery(request, '/api/cases', 'cursor', page.next)}>; rel="next"`);
    const cases = page.cases.map((row) => caseListed(row, workflowIn(row)));
    return { cases, ...(page.next !== undefined && { next: page.next }) };
  }

  @Get(':id')
  async find(
    @CaseIdIn() id: string,
    @Query() { revision, asOf }: MomentQuery,
    @Asks() asking: Asker,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseJson> {
    const moment = { ...(revision !== undefined && { revision }), ...(asOf !== undefined && { asOf }) };
    const found = await this.queries.execute<FindCase, FoundCase | NoSuchMoment | undefined>(
      new FindCase(id, moment, asking),
    );
    if (found === undefined) throw notFound();
    if ('last' in found) throw new Problem('not-found', notThen(found, revision));
    await this.readings.note(asking, 'CaseRead', { case: id, what: 'case' });
    const at = revision === undefined && asOf === undefined ? this.clock.now().toISOString() : undefined;
    const bars = this.eligible.bars(found);
    reply.header('etag', `"${found.standing.revision}"`);
    return caseJson(id, found.workflow, found.standing, { asking, extent: found.extent, at, bars });
  }

  @Post(':id/events')
  async act(
    @CaseIdIn() id: string,
    @Body() { type, data }: EventBody,
    @Headers('idempotency-key') key: string | undefined,
    @Headers('if-match') ifMatch: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ event: RecordedEvent; case: CaseJson } | Least> {
    if (key === undefined)
      throw new Problem(
        'precondition-required',
        'Send the header Idempotency-Key with a new UUID, and the same one when you try again.',
      );
    const attempt = { type, data, key: checkedKey(key), command: fingerprint(request, asking) };
    const seen = revisionOf(ifMatch);
    const acted = await this.commands.execute<Act, Acted>(new Act(id, attempt, seen, asking));
    if (acted.outcome === 'overtaken') throw await this.overtaken(id, seen ?? -1, acted.revision, asking);
    const recorded = recordedOr(acted);
    reply.header('etag', `"${recorded.standing.revision}"`);
    if (wantsLeast(request, reply)) return leastOf(recorded);
    return { event: recorded.event, case: this.shown(recorded, asking) };
  }

  @Get(':id/events')
  async history(
    @CaseIdIn() id: string,
    @Query() query: HistoryQuery,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const { events } = await this.page(id, 'events', query, asking, request, reply);
    return { events };
  }

  @Get(':id/refusals')
  async refusals(
    @CaseIdIn() id: string,
    @Query() query: HistoryQuery,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    if (!holds(asking, 'auditor', 'national-committee'))
      throw new Problem('not-yours', 'Only auditors and the national committee read refused attempts.');
    const { events } = await this.page(id, 'refusals', query, asking, request, reply);
    return { refusals: events };
  }

  private async page(
    id: string,
    kind: 'events' | 'refusals',
    { after, limit }: HistoryQuery,
    asking: Asker,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<HistoryPage> {
    const page = await this.queries.execute<ReadHistory, HistoryPage | undefined>(
      new ReadHistory(id, kind, after, limit, asking),
    );
    if (page === undefined) throw notFound();
    if (page.beyond !== undefined) throw beyondTheEnd(page.beyond, 'history');
    await this.readings.note(asking, 'CaseRead', { case: id, what: kind });
    if (page.next !== undefined)
      reply.header(
        'link',
        `<${withQuery(request, `/api/cases/${id}/${kind}`, 'after', String(page.next))}>; rel="next"`,
      );
    return page;
  }

  /** Tells what was recorded since, as far as the asker may read it. */
  private async overtaken(id: string, seen: number, revision: number, asking: Asker): Promise<Problem> {
    const since = await this.queries.execute<ReadHistory, HistoryPage | undefined>(
      new ReadHistory(id, 'events', Math.min(seen, revision), mostTold, asking),
    );
    const told = since ? since.events.map(({ type, at }) => `${type} at ${deadlineInWords(at)}`) : [];
    const more = since?.next === undefined ? '' : ' and more';
    const what = told.length === 0 ? '' : ` Recorded since: ${told.join(', ')}${more}.`;
    return movedTo(revision, what);
  }

  /** The case after a command, as the asker sees it. */
  private shown({ caseId: id, workflow, standing }: Recorded, asking: Asker): CaseJson {
    const extent = this.visibility.extent(asking, workflow, standing);
    if (extent === 'nothing') throw notFound();
    const bars = this.eligible.bars({ workflow, standing });
    return caseJson(id, workflow, standing, { asking, extent, at: this.clock.now().toISOString(), bars });
  }
}

/** Of what was recorded since, so many events are told to whoever comes too late. */
const mostTold = 5;

type Recorded = Acted & { readonly outcome: 'recorded' };

/** The answer to whoever prefers the least (RFC 7240). */
interface Least {
  readonly event: RecordedEvent;
  readonly revision: number;
}

const leastOf = ({ event, standing: { revision } }: Recorded): Least => ({ event, revision });

/** What was recorded; every other outcome is a problem. */
function recordedOr(acted: Acted): Recorded {
  switch (acted.outcome) {
    case 'recorded':
      return acted;
    case 'refused':
      throw problemFor(acted.refusal);
    case 'overtaken':
      throw movedTo(acted.revision);
    case 'revision-needed':
      throw new Problem(
        'precondition-required',
        'Send the header If-Match with the revision you have seen, as in the ETag of the case: "3".',
      );
    case 'key-reused':
      throw new Problem(
        'key-reused',
        'That Idempotency-Key was used for another request. Use a new UUID for each request.',
      );
    case 'not-found':
      throw notFound();
  }
}

/** @param what was recorded since, as a sentence with a space before it */
const movedTo = (revision: number, what = ''): Problem =>
  new Problem(
    'revision',
    `The case is at revision ${revision} now.${what} Read it again, and decide on what it says.`,
    {},
    { etag: `"${revision}"` },
  );

const notFound = (): Problem => new Problem('not-found', noCase);

const notThen = ({ last }: NoSuchMoment, revision: number | undefined): string =>
  revision === undefined
    ? 'The case had not begun then.'
    : `The case has no revision ${revision}: its last is ${last}.`;

/** `"3"` → 3. Weak tags and lists are refused: one revision is meant. */
function revisionOf(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined) return undefined;
  const [, digits] = /^"(\d{1,9})"$/.exec(ifMatch) ?? [];
  if (digits === undefined)
    throw new Problem(
      'malformed',
      'The header If-Match must be one revision in quotes, as in the ETag of the case: "3".',
    );
  return Number(digits);
}

/** The address of the next page: whatever the spelling of this one’s, it is spelled as ours are. */
function withQuery({ url }: FastifyRequest, path: string, name: string, value: string): string {
  const { searchParams } = new URL(url, 'http://localhost');
  searchParams.set(name, value);
  return `${path}?${searchParams.toString()}`;
}

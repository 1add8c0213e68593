import { Body, Controller, Get, Headers, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { deadlineInWords } from '../../../libs/workflow/london.js';
import { holds, type Asker } from '../access/asker.js';
import { Asks } from '../access/sign-in.guard.js';
import type { Acted } from '../casework/acting.js';
import { ok, page, Says } from '../contract/says.js';
import { Problem, problemFor } from '../problems/problem.js';
import { CaseIdIn, noCase } from '../requests/id-pipe.js';
import { checkedKey, fingerprint, keyReused } from '../requests/keys.js';
import { beyondTheEnd } from '../requests/positions.js';
import { wantsLeast } from '../requests/prefer.js';
import { Act, Begin } from './act.js';
import { CasesAnswer, momentOf, notThen, type HistoryPage } from './answer.js';
import { BeginBody, CasesQuery, EventBody, HistoryQuery, MomentQuery } from './requests.js';
import {
  caseOrLeastShape,
  casePageShape,
  caseShape,
  historyShape,
  recordedOrLeastShape,
  refusalsShape,
  type CaseJson,
  type CasePage,
  type History,
  type Least,
  type RecordedOrLeast,
  type Refusals,
} from './shapes.js';

@Controller('api/cases')
export class CasesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly answer: CasesAnswer,
  ) {}

  @Says({
    tag: 'Cases',
    summary: 'Begin a case with its first event',
    headers: ['Idempotency-Key', 'Prefer'],
    answers: {
      201: {
        description: 'The case; with return=minimal its first event and revision',
        schema: caseOrLeastShape,
        headers: ['Location', 'ETag', 'Preference-Applied'],
      },
    },
    problems: ['not-yours', 'not-open-here', 'rule', 'key-reused'],
  })
  @Post()
  async begin(
    @Body() { workflow, ccg, round, data }: BeginBody,
    @Headers('idempotency-key') key: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseJson | Least> {
    const attempt = {
      key: key === undefined ? randomUUID() : checkedKey(key),
      command: fingerprint(request, asking),
    };
    const recorded = recordedOr(await this.commands.execute(new Begin(workflow, ccg, round, data, attempt, asking)));
    reply.header('location', `/api/cases/${recorded.caseId}`).header('etag', `"${recorded.standing.revision}"`);
    return wantsLeast(request, reply) ? leastOf(recorded) : this.shown(recorded, asking);
  }

  @Says({
    tag: 'Cases',
    summary: 'The cases you may see',
    description:
      'Practices see the members’ mandate of a case: its state, stages and whom it waits on are those of the mandate, and filters look no further.',
    answers: ok('A page of cases', casePageShape, page),
  })
  @Get()
  list(
    @Query() { cursor, limit, ...filter }: CasesQuery,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): CasePage {
    const found = this.answer.list(filter, { limit, ...(cursor !== undefined && { cursor }) }, asking);
    if (found.next !== undefined)
      reply.header('link', `<${withQuery(request, '/api/cases', 'cursor', found.next)}>; rel="next"`);
    return found;
  }

  @Says({
    tag: 'Cases',
    summary: 'A case now, or as it stood',
    description: 'With `revision` or `asOf` as it stood then, without moves. `moves` are what you can do now.',
    answers: ok('The case', caseShape, { headers: ['ETag'] }),
    problems: ['not-found'],
  })
  @Get(':id')
  async find(
    @CaseIdIn() id: string,
    @Query() { revision, asOf }: MomentQuery,
    @Asks() asking: Asker,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseJson> {
    const found = await this.answer.one(id, momentOf(revision, asOf), asking);
    if (found === undefined) throw notFound();
    if ('last' in found) throw new Problem('not-found', notThen(found, revision));
    reply.header('etag', `"${found.revision}"`);
    return found;
  }

  @Says({
    tag: 'Cases',
    summary: 'Ask for an event to be recorded',
    description: 'The workflow decides. A refusal names the rule, changes nothing, and is recorded itself.',
    headers: ['Idempotency-Key', 'If-Match', 'Prefer'],
    answers: {
      201: {
        description: 'The event, and the case after it; with return=minimal its revision only',
        schema: recordedOrLeastShape,
        headers: ['ETag', 'Preference-Applied'],
      },
    },
    problems: [
      'not-found',
      'not-yours',
      'not-open-here',
      'rule',
      'revision',
      'unknown-event',
      'key-reused',
      'precondition-required',
    ],
  })
  @Post(':id/events')
  async act(
    @CaseIdIn() id: string,
    @Body() { type, data }: EventBody,
    @Headers('idempotency-key') key: string | undefined,
    @Headers('if-match') ifMatch: string | undefined,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedOrLeast> {
    const attempt = { type, data, key: checkedKey(key), command: fingerprint(request, asking) };
    const seen = revisionOf(ifMatch);
    const acted = await this.commands.execute(new Act(id, attempt, seen, asking));
    if (acted.outcome === 'overtaken') throw await this.overtaken(id, seen ?? -1, acted.revision, asking);
    const recorded = recordedOr(acted);
    reply.header('etag', `"${recorded.standing.revision}"`);
    if (wantsLeast(request, reply)) return leastOf(recorded);
    return { event: recorded.event, case: this.shown(recorded, asking) };
  }

  @Says({
    tag: 'Cases',
    summary: 'The history of a case, oldest first',
    description:
      'As far as you may see it. Until a ballot is counted, the data of a vote is shown to the practice that cast it and to auditors, whose ' +
      'reading is recorded.',
    answers: ok('A page of events', historyShape, page),
    problems: ['not-found'],
  })
  @Get(':id/events')
  async history(
    @CaseIdIn() id: string,
    @Query() query: HistoryQuery,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<History> {
    const { events } = await this.page(id, 'events', query, asking, request, reply);
    return { events };
  }

  @Says({
    tag: 'Cases',
    summary: 'What was attempted and refused',
    description: 'For auditors and the national committee.',
    answers: ok('A page of refused attempts', refusalsShape, page),
    problems: ['not-found', 'not-yours'],
  })
  @Get(':id/refusals')
  async refusals(
    @CaseIdIn() id: string,
    @Query() query: HistoryQuery,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Refusals> {
    if (!holds(asking, 'auditor', 'national-committee'))
      throw new Problem('not-yours', 'Only auditors and the national committee read refused attempts.');
    const { events } = await this.page(id, 'refusals', query, asking, request, reply);
    return { refusals: events };
  }

  private async page(
    id: string,
    kind: 'events' | 'refusals',
    wanted: HistoryQuery,
    asking: Asker,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<HistoryPage> {
    const found = await this.answer.history(id, kind, wanted, asking);
    if (found === undefined) throw notFound();
    if (found.beyond !== undefined) throw beyondTheEnd(found.beyond, 'history');
    if (found.next !== undefined)
      reply.header(
        'link',
        `<${withQuery(request, `/api/cases/${id}/${kind}`, 'after', String(found.next))}>; rel="next"`,
      );
    return found;
  }

  /** Tells what was recorded since, as far as the asker may read it. */
  private async overtaken(id: string, seen: number, revision: number, asking: Asker): Promise<Problem> {
    const since = await this.answer.since(id, Math.min(seen, revision), mostTold, asking);
    const told = since ? since.events.map(({ type, at }) => `${type} at ${deadlineInWords(at)}`) : [];
    const more = since?.next === undefined ? '' : ' and more';
    const what = told.length === 0 ? '' : ` Recorded since: ${told.join(', ')}${more}.`;
    return movedTo(revision, what);
  }

  /** The case after a command, as the asker sees it. */
  private shown({ caseId, workflow, standing }: Recorded, asking: Asker): CaseJson {
    const shown = this.answer.after(caseId, workflow, standing, asking);
    if (shown === undefined) throw notFound();
    return shown;
  }
}

/** Of what was recorded since, so many events are told to whoever comes too late. */
const mostTold = 5;

type Recorded = Acted & { readonly outcome: 'recorded' };

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
      throw keyReused();
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

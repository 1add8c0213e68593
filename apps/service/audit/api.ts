import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Asker } from '../access/asker.js';
import { Asks, OnlyFor } from '../access/sign-in.guard.js';
import { ok, page, Says } from '../contract/says.js';
import { addressOf } from '../pages/addresses.js';
import { Problem } from '../problems/problem.js';
import { AuditAnswer, type Search } from './answer.js';
import { orNotReady } from './behind.js';
import { howToSay, momentSaid, type MomentSaid } from './moment.js';
import { DifferenceQuery, EventsQuery, MomentQuery, ReadingsQuery, RefusalsQuery } from './requests.js';
import {
  auditEventsShape,
  auditPersonShape,
  refusalSumsShape,
  registerDifferenceShape,
  registerThenShape,
  type AuditEvents,
  type AuditPerson,
  type RefusalSums,
  type RegisterDifference,
  type RegisterThen,
} from './shapes.js';

const noPerson = 'Nobody is known by this id.';
const recordedNote = 'For auditors. Each reading is recorded.';

/** The whole history, for programs of auditors. */
@OnlyFor('auditor')
@Controller('api/audit')
export class AuditController {
  constructor(private readonly answer: AuditAnswer) {}

  @Says({
    tag: 'Audit',
    summary: 'Search all events, the newest first',
    description: `${recordedNote} What was said with an event is in the history of its case.`,
    answers: ok('A page of events', auditEventsShape, page),
    problems: ['not-yours', 'not-ready'],
  })
  @Get('events')
  async events(
    @Query() { before, limit, ...search }: EventsQuery,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuditEvents> {
    const paged = { limit, ...(before !== undefined && { before }) };
    const found = await orNotReady(() => this.answer.events(asked(search), paged, asking));
    leadOn(request, reply, found.next);
    return found;
  }

  @Says({
    tag: 'Audit',
    summary: 'Refused attempts, summed up by rule, person and organisation',
    description: recordedNote,
    answers: ok('The sums', refusalSumsShape),
    problems: ['not-yours', 'not-ready'],
  })
  @Get('refusals')
  async refusals(@Query() search: RefusalsQuery, @Asks() asking: Asker): Promise<RefusalSums> {
    return { refusals: await orNotReady(() => this.answer.refusals(asked(search), asking)) };
  }

  @Says({
    tag: 'Audit',
    summary: 'What one person did, by role, and the interests they declared',
    description: recordedNote,
    answers: ok('The person', auditPersonShape),
    problems: ['not-yours', 'not-found', 'not-ready'],
  })
  @Get('people/:id')
  async person(@Param('id') id: string, @Asks() asking: Asker): Promise<AuditPerson> {
    const found = await orNotReady(() => this.answer.person(id, asking));
    if (found === undefined) throw new Problem('not-found', noPerson);
    return found;
  }

  @Says({
    tag: 'Audit',
    summary: 'What auditors read, the newest first',
    description: recordedNote,
    answers: ok('A page of readings', auditEventsShape, page),
    problems: ['not-yours', 'not-ready'],
  })
  @Get('readings')
  async readings(
    @Query() { before, limit, ...search }: ReadingsQuery,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuditEvents> {
    const paged = { limit, ...(before !== undefined && { before }) };
    const found = await orNotReady(() => this.answer.readingsOf(asked(search), paged, asking));
    leadOn(request, reply, found.next);
    return found;
  }

  @Says({
    tag: 'Audit',
    summary: 'The whole register at a moment: cases by stage, queues, levels',
    description: recordedNote,
    answers: ok('The register', registerThenShape),
    problems: ['not-yours', 'not-ready'],
  })
  @Get('as-of')
  asOf(@Query() { at }: MomentQuery, @Asks() asking: Asker): Promise<RegisterThen> {
    return orNotReady(() => this.answer.asOf(at === undefined ? undefined : momentIn('at', at), asking));
  }

  @Says({
    tag: 'Audit',
    summary: 'What differs between two moments',
    description: recordedNote,
    answers: ok('What began, moved and ended, and the levels', registerDifferenceShape, page),
    problems: ['not-yours', 'not-ready'],
  })
  @Get('difference')
  async difference(
    @Query() { from, to, change, after, limit }: DifferenceQuery,
    @Asks() asking: Asker,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RegisterDifference> {
    const moments = [momentIn('from', from), momentIn('to', to)] as const;
    const wanted = { limit, ...(change && { change }), ...(after !== undefined && { after }) };
    const found = await orNotReady(() => this.answer.difference(moments, wanted, asking));
    leadOn(request, reply, found.next, 'after');
    return withoutTallies(found);
  }
}

/** What is told of a moment is asked of that moment. */
function withoutTallies({
  from,
  to,
  began,
  moved,
  ended,
  changes,
  levels,
  next,
}: RegisterDifference): RegisterDifference {
  return { from, to, began, moved, ended, changes, levels, ...(next !== undefined && { next }) };
}

/** What was sent of a filter. */
const asked = (query: object): Search =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));

function momentIn(field: string, said: string): MomentSaid {
  const moment = momentSaid(said);
  if (moment !== undefined) return moment;
  throw new Problem('invalid', 'Check the fields named.', {
    fields: [{ field, message: `Enter the moment as ${howToSay}` }],
  });
}

function leadOn({ url }: FastifyRequest, reply: FastifyReply, next: number | undefined, name = 'before'): void {
  if (next !== undefined) reply.header('link', `<${addressOf(url, { [name]: next })}>; rel="next"`);
}

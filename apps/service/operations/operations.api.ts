import { Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { instant, listOf, named, orNull, shape, shapeOf, text, whole, type Said } from '../../../libs/forms/shape.js';
import { OnlyFor } from '../access/sign-in.guard.js';
import { Agenda } from '../casework/agenda.js';
import { Timekeeper } from '../casework/timekeeper.js';
import { ok, Says } from '../contract/says.js';
import { Ledger } from '../ledger/ledger.js';
import { Problem } from '../problems/problem.js';
import { Rebuilding, type RebuildProgress } from './rebuilding.js';

/** Positions of the log: what the views show, and the log's last. */
export const viewsShape = named(
  'Views',
  shape({
    position: whole,
    head: whole,
    // Null when none is under way.
    rebuilding: shapeOf<RebuildProgress | null>({
      type: ['object', 'null'],
      properties: { done: whole, total: whole },
    }),
  }),
);
export type ViewsJson = Said<typeof viewsShape>;

export const clockStateShape = named(
  'ClockState',
  shape({
    // Since when something is due that should be recorded by now; null while the clock keeps up.
    behindSince: orNull(shapeOf<string>({ ...text, format: 'date-time' })),
    // What was due and cannot be recorded; nothing else waits for it.
    setAside: listOf(shape({ case: text, event: text, at: instant, because: text })),
  }),
);

/** What registrars do to the running service, and what auditors read of it. */
@OnlyFor('registrar')
@Controller('api/operations')
export class OperationsController {
  constructor(
    private readonly ledger: Ledger,
    private readonly rebuilding: Rebuilding,
    private readonly agenda: Agenda,
    private readonly timekeeper: Timekeeper,
  ) {}

  @OnlyFor('registrar', 'auditor')
  @Says({
    tag: 'Operations',
    summary: 'How far the views are, and their rebuild',
    description: 'For registrars and auditors.',
    answers: ok('Positions of the log', viewsShape),
    problems: ['not-yours'],
  })
  @Get('views')
  async views(): Promise<ViewsJson> {
    const { position, log } = this.ledger;
    return { position, head: await log.head(), rebuilding: this.rebuilding.progress ?? null };
  }

  @OnlyFor('registrar', 'auditor')
  @Says({
    tag: 'Operations',
    summary: 'Whether the clock keeps up, and what it could not record',
    description:
      'For registrars and auditors. What was due and cannot be recorded is set aside; nothing else waits for it.',
    answers: ok('The state of the clock', clockStateShape),
    problems: ['not-yours'],
  })
  @Get('clock')
  clock(): Said<typeof clockStateShape> {
    return { behindSince: this.timekeeper.behindSince() ?? null, setAside: this.agenda.asides };
  }

  /** Builds the views anew from the log; they are answered from all the while. */
  @Says({
    tag: 'Operations',
    summary: 'Build the views anew from the log',
    description: 'For registrars. The service answers from the old ones all the while.',
    answers: { 202: { description: 'Begun', schema: viewsShape, headers: ['Location'] } },
    problems: ['not-yours', 'under-way'],
  })
  @Post('views/rebuild')
  @HttpCode(202)
  rebuild(@Res({ passthrough: true }) reply: FastifyReply): Promise<ViewsJson> {
    if (!this.rebuilding.begin())
      throw new Problem('under-way', 'The views are being rebuilt. /api/operations/views says how far that is.');
    reply.header('location', '/api/operations/views');
    return this.views();
  }
}

import { Controller, Get, Headers, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hash, timingSafeEqual } from 'node:crypto';
import { OpenToAll } from '../access/sign-in.guard.js';
import { okAs, Says } from '../contract/says.js';
import { nothingHere, Problem } from '../problems/problem.js';
import { Metrics } from './metrics.js';

/** What a Prometheus must show to be told the metrics; without one nobody is told. */
export class MetricsToken {
  constructor(private readonly token: string | undefined) {}

  isIn(authorization = ''): boolean {
    if (this.token === undefined) return false;
    // Digests are of one length, and comparing them takes the same time wherever they differ.
    return timingSafeEqual(digestOf(authorization), digestOf(`Bearer ${this.token}`));
  }
}

const digestOf = (text: string): Buffer => hash('sha256', text, 'buffer');

/** For a Prometheus that has a token of its own; to everybody else, wherever they come from, there is nothing here. */
@OpenToAll()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly token: MetricsToken,
  ) {}

  @Says({
    tag: 'Operations',
    summary: 'For Prometheus, with a token of its own',
    answers: okAs('text/plain', 'Metrics'),
    problems: ['not-found'],
  })
  @Get()
  async read(
    @Headers('authorization') authorization: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    if (!this.token.isIn(authorization)) {
      if (authorization !== undefined) request.triedForMetrics = true;
      throw new Problem('not-found', nothingHere);
    }
    reply.type(this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }
}

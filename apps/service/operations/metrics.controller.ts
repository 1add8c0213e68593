import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OpenToAll } from '../access/sign-in.guard.js';
import { Problem } from '../problems/problem.js';
import { Metrics } from './metrics.js';

/** For a Prometheus on the same machine; to everybody else there is nothing here. */
@OpenToAll()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  async read(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    if (!isLoopback(request.socket.remoteAddress)) throw new Problem('not-found', 'There is nothing at this address.');
    reply.type(this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }
}

/** By the address of the connection itself; what a proxy forwards is not asked, so a proxy must not forward this path. */
const isLoopback = (address = ''): boolean => address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address);

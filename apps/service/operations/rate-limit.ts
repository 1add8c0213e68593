import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { hash } from 'node:crypto';
import { Problem } from '../problems/problem.js';

const exempt = new Set(['/health/live', '/health/ready']);

/**
 * So many requests in a minute: of one person, or before sign-in of one address. A token counts as its person's only after it was
 * found good, so that whoever makes tokens up stays within what their address may do. Forwarded addresses are not looked at.
 */
export async function limitRates(fastify: FastifyInstance, perMinute: number): Promise<void> {
  const people = new LRUCache<string, string>({ max: 10_000 });
  /** Requests whose token is nobody's yet, with its digest: digests take time, and whose a token is never changes. */
  const strangers = new WeakMap<FastifyRequest, string>();

  fastify.addHook('onResponse', (request, _, done) => {
    const token = strangers.get(request);
    if (request.asking && token !== undefined) people.set(token, `${request.asking.issuer} ${request.asking.id}`);
    done();
  });
  await fastify.register(rateLimit, {
    max: perMinute,
    timeWindow: 60_000,
    cache: 20_000,
    enableDraftSpec: true,
    allowList: (request) => exempt.has(request.routeOptions.url ?? ''),
    keyGenerator: (request) => {
      const token = tokenOf(request);
      const person = people.get(token);
      if (person === undefined) strangers.set(request, token);
      return person ?? request.socket.remoteAddress ?? '';
    },
    errorResponseBuilder: () =>
      new Problem('too-many-requests', 'Wait as many seconds as the header Retry-After says, then try again.'),
  });
}

const tokenOf = ({ headers: { authorization = '' } }: FastifyRequest): string =>
  hash('sha256', authorization, 'base64');

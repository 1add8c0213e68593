import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';

const exempt = new Set(['/health/live', '/health/ready']);

/**
 * So many requests in a minute: of one person, or of one address as long as nobody has signed in there. Who has, is never held to what
 * others at their address do, and bad and missing tokens all count for the address. Forwarded addresses are not looked at. To be called
 * after `signInFirst`.
 */
export async function limitRates(fastify: FastifyInstance, perMinute: number): Promise<void> {
  await fastify.register(rateLimit, {
    max: perMinute,
    timeWindow: 60_000,
    cache: 20_000,
    enableDraftSpec: true,
    allowList: (request) => exempt.has(request.routeOptions.url ?? ''),
    keyGenerator: (request) => {
      const { signedIn } = request;
      if (signedIn?.ok !== true) return networkOf(addressOf(request));
      return `${signedIn.person.issuer} ${signedIn.person.subject}`;
    },
    errorResponseBuilder: () =>
      new Problem('too-many-requests', 'Wait as many seconds as the header Retry-After says, then try again.'),
  });
}

/** Of the connection itself; what a proxy forwards is not asked. One that is gone has none, and such ones count as one. */
export const addressOf = ({ socket }: FastifyRequest): string => socket.remoteAddress ?? 'gone';

/** An IPv6 host has a network of its own to take addresses from, a /64 at least: it counts as one. */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [front = '', back] = address.split('::');
  const groups = front.split(':').filter((group) => group !== '');
  if (back === undefined) return groups.slice(0, 4).join(':');
  const behind = back.split(':').filter((group) => group !== '');
  const between = Array.from({ length: 8 - groups.length - behind.length }, () => '0');
  return [...groups, ...between, ...behind].slice(0, 4).join(':');
}

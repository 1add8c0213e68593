/** Who was turned away, for whoever watches over the service. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { addressOf } from './rate-limit.js';

/** One refusal: never with a token, a body or anybody's name. */
export interface SecurityLine {
  readonly what: 'sign-in refused' | 'operation forbidden' | 'limit reached';
  /** Id of the request, which its problem document carries too. */
  readonly request: string;
  readonly method: string;
  /** As the API's documentation writes it, so without what stood in the address. */
  readonly route: string;
  readonly address: string;
  /** Subject at the identity provider, of whoever signed in. */
  readonly person?: string;
  /** Why the sign-in was refused. */
  readonly because?: string;
}

export type TellSecurity = (line: SecurityLine) => void;

const whatIs: Readonly<Record<number, SecurityLine['what']>> = {
  401: 'sign-in refused',
  403: 'operation forbidden',
  408: 'limit reached',
  429: 'limit reached',
};

/** Milliseconds in which one person, or one address, is told of once as having reached a limit. */
const window = 60_000;

/** Tells of every answer by its status, wherever in the service it came from. */
export function keepSecurityLog(fastify: FastifyInstance, tell: TellSecurity): void {
  const limited = new LRUCache<string, true>({ max: 10_000, ttl: window });
  fastify.addHook('onResponse', (request, reply, done) => {
    const what = request.triedForMetrics === true ? 'sign-in refused' : whatIs[reply.statusCode];
    if (what !== undefined) {
      const line = lineOf(request, what);
      const who = line.person ?? line.address;
      // Whoever goes on at a limit must not fill the disk with it.
      if (what !== 'limit reached' || !limited.has(who)) tell(line);
      if (what === 'limit reached') limited.set(who, true);
    }
    done();
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether it came with another token than the metrics have, which its answer does not say. */
    triedForMetrics?: true;
  }
}

function lineOf(request: FastifyRequest, what: SecurityLine['what']): SecurityLine {
  const { id, method, routeOptions, signedIn, triedForMetrics } = request;
  return {
    what,
    request: id,
    method,
    route: routeOptions.url ?? 'none',
    address: addressOf(request),
    ...(signedIn?.ok === true && { person: signedIn.person.subject }),
    ...(what === 'sign-in refused' && signedIn?.ok === false && { because: signedIn.because }),
    ...(triedForMetrics && { because: 'not the metrics token' }),
  };
}

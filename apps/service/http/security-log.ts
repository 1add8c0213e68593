/** Who came, went and was turned away, for whoever watches over the service. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { addressOf } from './rate-limit.js';

/** One sign-in, its end, or a refusal: never with a token, a body or anybody's name. */
export interface SecurityLine {
  readonly what: 'signed in' | 'signed out' | 'sign-in refused' | 'operation forbidden' | 'limit reached';
  /** Id of the request, which its problem document carries too; absent where a connection was dropped before there was one. */
  readonly request?: string;
  readonly method?: string;
  /** As the API's documentation writes it, so without what stood in the address. */
  readonly route?: string;
  readonly address: string;
  /** Subject at the identity provider, of whoever signed in. */
  readonly person?: string;
  /** Why the sign-in was refused, that it was the provider who ended it, or which limit was reached where it is none of requests. */
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

/** Whoever goes on at a limit must not fill the disk with it: each person, or address, is told of once in a while. */
function onceInAWhile(tell: TellSecurity): TellSecurity {
  const limited = new LRUCache<string, true>({ max: 10_000, ttl: window });
  return (line) => {
    const who = line.person ?? line.address;
    if (!limited.has(who)) tell(line);
    limited.set(who, true);
  };
}

/** Tells of connections that were dropped as there were too many, by their address. */
export function tellingOfDropped(tell: TellSecurity): (address: string) => void {
  const tellOnce = onceInAWhile(tell);
  return (address) => tellOnce({ what: 'limit reached', address, because: 'too many connections' });
}

/** Tells of every answer by its status, wherever in the service it came from. */
export function keepSecurityLog(fastify: FastifyInstance, tell: TellSecurity): void {
  const tellOnce = onceInAWhile(tell);
  fastify.addHook('onResponse', (request, reply, done) => {
    const { triedForMetrics, signing } = request;
    const what = triedForMetrics === true ? 'sign-in refused' : (signing?.what ?? whatIs[reply.statusCode]);
    if (what !== undefined) {
      const line = lineOf(request, what);
      if (what === 'limit reached') tellOnce(line);
      else tell(line);
    }
    done();
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether it came with another token than the metrics have, which its answer does not say. */
    triedForMetrics?: true;
    /** What came of a sign-in by the pages, or of its end. */
    signing?: Pick<SecurityLine, 'what' | 'person' | 'because'>;
  }
}

function lineOf(request: FastifyRequest, what: SecurityLine['what']): SecurityLine {
  const { id, method, routeOptions, signedIn, triedForMetrics, signing } = request;
  return {
    what,
    request: id,
    method,
    route: routeOptions.url ?? 'none',
    address: addressOf(request),
    ...(signedIn?.ok === true && { person: signedIn.person.subject }),
    ...(signedIn?.ok === false && what !== 'limit reached' && signing === undefined && { because: signedIn.because }),
    ...signing,
    ...(triedForMetrics && { because: 'not the metrics token' }),
  };
}

import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { isPage } from '../session/pages.js';

/** What every answer says to browsers, also where no hook runs. A page that needs more sends a policy of its own. */
export const strictPolicy = "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'";

const yearInSeconds = 31_536_000;

/** Security headers (OWASP ASVS 5.0 V3). No CORS header is ever sent: other sites' pages have no business here. */
export function sendSecurityHeaders(fastify: FastifyInstance, { secure }: { secure: boolean }): void {
  const always = securityHeaders(secure);
  const ofTheApi = { ...always, 'cache-control': 'no-store' };
  // With no referrer at all, a browser says of a form that it comes from nowhere, and it could not be told from another site's.
  const ofPages = { ...ofTheApi, 'referrer-policy': 'same-origin' };
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(isPage(request.url) ? ofPages : request.url.startsWith('/api') ? ofTheApi : always);
    done();
  });
}

/** What helmet says to an answer; found out once, as it says the same to each. */
function securityHeaders(secure: boolean): Readonly<Record<string, string>> {
  const none = ["'none'"];
  const say = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: none, baseUri: none, formAction: none, frameAncestors: none },
    },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: secure ? { maxAge: yearInSeconds, includeSubDomains: true } : false,
    xFrameOptions: { action: 'deny' },
  });
  const request = new IncomingMessage(new Socket());
  const answer = new ServerResponse(request);
  say(request, answer, (fault) => {
    if (fault !== undefined) throw new Error('helmet cannot say its headers', { cause: fault });
  });
  return Object.fromEntries(Object.entries(answer.getHeaders()).map(([name, value]) => [name, String(value)]));
}

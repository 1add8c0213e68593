import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** What every answer says to browsers, also where no hook runs. A page that needs more sends a policy of its own. */
export const strictPolicy = "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'";

const yearInSeconds = 31_536_000;

/** Security headers (OWASP ASVS 5.0 V3). No CORS header is ever sent: other sites' pages have no business here. */
export async function sendSecurityHeaders(fastify: FastifyInstance, { secure }: { secure: boolean }): Promise<void> {
  const none = ["'none'"];
  await fastify.register(helmet, {
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
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.url.startsWith('/api')) reply.header('cache-control', 'no-store');
    done();
  });
}

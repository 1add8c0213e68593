import helmet from '@fastify/helmet';
import { fastify as server, type FastifyInstance } from 'fastify';

/** What every answer says to browsers, also where no hook runs. A page that needs more sends a policy of its own. */
export const strictPolicy = "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'";

const yearInSeconds = 31_536_000;

/** Security headers (OWASP ASVS 5.0 V3). No CORS header is ever sent: other sites' pages have no business here. */
export async function sendSecurityHeaders(fastify: FastifyInstance, { secure }: { secure: boolean }): Promise<void> {
  const fixed = await securityHeaders(secure);
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(fixed);
    if (request.url.startsWith('/api')) reply.header('cache-control', 'no-store');
    done();
  });
}

/** As helmet makes them. It would make the same for every request, so it is asked once. */
async function securityHeaders(secure: boolean): Promise<Readonly<Record<string, string>>> {
  const none = ["'none'"];
  const once = server();
  await once.register(helmet, {
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
  once.get('/', (_, reply) => reply.code(204).send());
  const { headers } = await once.inject('/');
  await once.close();
  const own = Object.entries(headers).filter(([name]) => !['date', 'connection'].includes(name));
  return Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
}

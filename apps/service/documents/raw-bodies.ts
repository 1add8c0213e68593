import type { FastifyInstance } from 'fastify';

export const documentsPath = '/api/documents';

const raw = 'application/octet-stream';

/**
 * Hands bodies of documents on unread, whatever they say they are: nobody has signed in yet when a body would be parsed. For every
 * other route raw bytes stay a media type that is not supported.
 */
export function takeRawBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _, next) => {
    if (request.method === 'PUT' && request.routeOptions.url === documentsPath)
      request.raw.headers['content-type'] = raw;
    next();
  });
  fastify.addContentTypeParser(raw, (request, body, done) => {
    if (request.routeOptions.url === documentsPath) done(null, body);
    else done(Object.assign(new Error('Raw bytes are taken as documents only'), { statusCode: 415 }));
  });
}

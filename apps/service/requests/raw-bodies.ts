import type { FastifyInstance, FastifyRequest } from 'fastify';
import { assertNotEncoded } from './encoding.js';

export const documentsPath = '/api/documents';
export const importsPath = '/api/register/imports';

const raw = 'application/octet-stream';
const csv = 'text/csv';

/** Whether the body is a file, which may take its time. */
export const takesTime = ({ method, routeOptions: { url } }: FastifyRequest): boolean =>
  (method === 'PUT' && url === documentsPath) || (method === 'POST' && url === importsPath);

/**
 * Hands bodies of documents on unread, whatever they say they are, and those of imports that say they are CSV: nobody has signed in yet
 * when a body would be parsed. For every other route both stay media types that are not supported.
 */
export function takeRawBodies(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _, next) => {
    if (request.method === 'PUT' && request.routeOptions.url === documentsPath)
      request.raw.headers['content-type'] = raw;
    next();
  });
  takeUnread(fastify, raw, documentsPath);
  takeUnread(fastify, csv, importsPath);
}

function takeUnread(fastify: FastifyInstance, type: string, path: string): void {
  fastify.addContentTypeParser(type, (request, body, done) => {
    try {
      assertNotEncoded(request);
    } catch (refused) {
      done(refused as Error);
      return;
    }
    if (request.routeOptions.url === path) done(null, body);
    else done(Object.assign(new Error(`${type} is taken at ${path} only`), { statusCode: 415 }));
  });
}

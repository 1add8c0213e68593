import type { FastifyInstance } from 'fastify';
import { Problem } from '../problems/problem.js';

/**
 * Refuses a query whose escapes are not UTF-8, as the path is refused. It would be taken as it stands, and the link to the next page
 * would ask for something else.
 */
export function refuseUnreadableQueries(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ url }, _reply, next) => {
    next(
      isReadable(url)
        ? undefined
        : new Problem('malformed', 'The query of the address holds escapes that are not UTF-8.'),
    );
  });
}

function isReadable(url: string): boolean {
  const query = url.indexOf('?');
  if (query < 0 || !url.includes('%', query)) return true;
  try {
    decodeURIComponent(url.slice(query));
    return true;
  } catch {
    return false;
  }
}

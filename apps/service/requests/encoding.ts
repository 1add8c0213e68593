import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';

/** Nobody decodes a body here: what is said to be encoded would be taken for something else. @throws Problem */
export function assertNotEncoded({ headers }: Pick<FastifyRequest, 'headers'>): void {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity')
    throw new Problem('media-type', 'Send the body as it is, without the header Content-Encoding.');
}

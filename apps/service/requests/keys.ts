/** Idempotency keys: one for each request, and the same one when it is tried again. */
import type { FastifyRequest } from 'fastify';
import { hash } from 'node:crypto';
import { ordered } from '../../../libs/workflow/ordered.js';
import type { Asker } from '../access/asker.js';
import { isUuid } from '../ledger/ids.js';
import { Problem } from '../problems/problem.js';

/** @throws Problem for what is missing, or no UUID */
export function checkedKey(key: string | undefined): string {
  if (key === undefined)
    throw new Problem(
      'precondition-required',
      'Send the header Idempotency-Key with a new UUID, and the same one when you try again.',
    );
  if (!isUuid(key)) throw new Problem('malformed', 'The header Idempotency-Key must be one UUID.');
  return key.toLowerCase();
}

export const keyReused = (): Problem =>
  new Problem('key-reused', 'That Idempotency-Key was used for another request. Use a new UUID for each request.');

/**
 * SHA-256 that tells a retry from another request: who asks, and what was understood of method, address and body. Their spelling is not
 * part of it: capitals in an id, what is escaped in an address, the order of members.
 */
export function fingerprint(
  {
    method,
    routeOptions,
    params,
    query,
    body,
  }: Pick<FastifyRequest, 'method' | 'routeOptions' | 'params' | 'query' | 'body'>,
  { issuer, id }: Pick<Asker, 'issuer' | 'id'>,
): string {
  const route = Object.entries(params as Readonly<Record<string, string>>).map(([name, part]) => [
    name,
    isUuid(part) ? part.toLowerCase() : part,
  ]);
  return hash('sha256', JSON.stringify([issuer, id, method, routeOptions.url, route, ordered(query), ordered(body)]));
}

/** The same for what pages send: who asks, and what was understood of it. */
export const fingerprintOf = ({ issuer, id }: Pick<Asker, 'issuer' | 'id'>, parts: readonly unknown[]): string =>
  hash('sha256', JSON.stringify([issuer, id, 'page', ordered(parts)]));

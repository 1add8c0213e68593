/** Idempotency keys: one for each request, and the same one when it is tried again. */
import type { FastifyRequest } from 'fastify';
import { hash } from 'node:crypto';
import type { Asker } from '../access/asker.js';
import { isUuid } from '../casework/ids.js';
import { Problem } from '../problems/problem.js';

/** @throws Problem for what is no UUID */
export function checkedKey(key: string): string {
  if (!isUuid(key)) throw new Problem('malformed', 'The header Idempotency-Key must be one UUID.');
  return key.toLowerCase();
}

/** SHA-256 that tells a retry from another request: who asks, method, path and body. */
export function fingerprint({ method, url, body }: FastifyRequest, { issuer, id }: Asker): string {
  return hash('sha256', JSON.stringify([issuer, id, method, url, body]));
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { prefersMinimal } from './preferences.js';

/** Whether the asker prefers the least; then the answer says that it was heeded (RFC 7240 §3). */
export function wantsLeast({ headers }: Pick<FastifyRequest, 'headers'>, reply: Pick<FastifyReply, 'header'>): boolean {
  const said = headers['prefer'];
  if (!prefersMinimal(Array.isArray(said) ? said.join(',') : said)) return false;
  reply.header('preference-applied', 'return=minimal');
  return true;
}

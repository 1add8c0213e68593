/** What a client would rather be answered with (RFC 7240). */
import type { FastifyReply, FastifyRequest } from 'fastify';

const preference = /^\s*return\s*=\s*(?:minimal|"minimal")\s*(?:;.*)?$/i;

/** Whether it asks for the least: then the answer says that it was heeded (§3). Of several the first counts; what is unknown is ignored (§2). */
export function wantsLeast({ headers }: Pick<FastifyRequest, 'headers'>, reply: Pick<FastifyReply, 'header'>): boolean {
  const said = [headers['prefer'] ?? []].flat().join(',').split(',');
  const first = said.find((each) => /^\s*return\s*=/i.test(each));
  if (first === undefined || !preference.test(first)) return false;
  reply.header('preference-applied', 'return=minimal');
  return true;
}

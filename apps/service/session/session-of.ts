import type { FastifyRequest } from 'fastify';
import type { FoundSession } from './sessions.js';

/** Of whoever asks for a page: nobody comes to one that is not open to all without a session. */
export function sessionOf({ signedIn }: FastifyRequest): FoundSession {
  const session = signedIn?.ok === true ? signedIn.session : undefined;
  if (session === undefined) throw new Error('A page is for whoever has a session');
  return session;
}

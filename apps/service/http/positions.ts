/**
 * Reading one's own writes on any instance: what was recorded is answered with the log's position in `Remit-Position`, and whoever sends
 * that with a later request, to whichever instance, is answered from views that have come at least as far.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Ledger } from '../ledger/ledger.js';
import { Problem } from '../problems/problem.js';

export const positionHeader = 'remit-position';

/** How long a request waits for the views to come so far, in milliseconds. */
const longestWait = 10_000;

export function waitForPositions(fastify: FastifyInstance, ledger: Ledger): void {
  fastify.addHook('preHandler', async (request: FastifyRequest) => {
    const position = positionIn(request);
    if (position === undefined || position <= ledger.position) return;
    // What is not in the log never comes, and a wait for it would stay for ever.
    const end = await ledger.log.head();
    if (position > end) throw unknownPosition(` ${position} is none: the log ends at ${end}.`);
    if (!(await inTime(ledger.reached(position))))
      throw new Problem(
        'not-ready',
        'This instance has not come as far as what you have seen. Try again.',
        {},
        { 'retry-after': '1' },
      );
  });
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    // Strangers are not told how much is recorded here.
    const isKnown = request.signedIn?.ok === true;
    if (isKnown && request.method !== 'GET' && request.method !== 'HEAD' && reply.statusCode < 300)
      reply.header(positionHeader, String(ledger.position));
    done();
  });
}

/** @throws Problem for what is no position */
function positionIn({ headers }: FastifyRequest): number | undefined {
  const said = headers[positionHeader];
  if (said === undefined) return undefined;
  if (typeof said !== 'string' || !/^\d{1,15}$/.test(said)) throw unknownPosition();
  return Number(said);
}

const unknownPosition = (why = ''): Problem =>
  new Problem('malformed', `The header Remit-Position must be the position that an answer of ours carried.${why}`);

async function inTime(reached: Promise<void> | void): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), longestWait);
  });
  try {
    return await Promise.race([Promise.resolve(reached).then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

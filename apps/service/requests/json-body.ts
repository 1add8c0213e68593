import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isUtf8 } from 'node:buffer';
import { takesTime } from './raw-bodies.js';
import { problemForStatus } from '../problems/by-status.js';
import { Problem, problemText } from '../problems/problem.js';
import { assertNotEncoded } from './encoding.js';

/** How deep a body may be nested: an event's data takes eight levels, within the body's own. */
export const deepestBody = 32;

/** How many members of objects and lists a body may have together; the largest that is asked for has some hundred. */
export const mostMembers = 5_000;

/** Milliseconds that a body may take to arrive once its headers have; it is small, and whoever sends it by drops holds a connection. */
export const longestArrival = 20_000;

/** A body that is no request of this service; answered with 400. */
class UnfitBody extends Problem {
  readonly statusCode = 400;

  constructor(detail: string) {
    super('malformed', detail);
  }
}

/** Bodies are JSON, and nothing else is taken for it: a form or plain text, which a page elsewhere could send unasked, is refused. */
export function takeJsonOnly(adapter: FastifyAdapter, patience = longestArrival): void {
  const fastify = adapter.getInstance();
  // Whatever it says it is, and whether or not anybody wants it: first of all that is done. Most have arrived with their headers, as is
  // known once what came with these has been read.
  fastify.addHook('onRequest', (request, reply, done) => {
    if (hasBody(request) && !takesTime(request))
      setImmediate(() => {
        if (!request.raw.complete) cutOff(request, reply, patience);
      });
    done();
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    try {
      assertNotEncoded(request);
      if (!isUtf8Json(request.headers['content-type'] ?? '')) throw new Problem('media-type', notUtf8);
      done(null, parsed(bytes as Buffer));
    } catch (error) {
      done(error as Error, undefined);
    }
  });
}

/** Whether a body comes with the request (RFC 9112 §6.3). */
const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Ends a request whose body has not arrived in time, and the connection with it. */
function cutOff({ raw, id }: FastifyRequest, reply: FastifyReply, patience: number): void {
  const timer = setTimeout(() => {
    if (raw.complete) return;
    // What was answered before its body had come holds the connection until then.
    if (reply.sent) {
      raw.socket.destroySoon();
      return;
    }
    const problem = new Problem('too-slow', `Send the body within ${patience / 1_000} seconds.`);
    void reply
      .status(problem.getStatus())
      .headers({ connection: 'close' })
      .type('application/problem+json')
      .send(problemText(problem, id));
  }, patience);
  raw.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
}

const notUtf8 = 'Send JSON in UTF-8, with the header Content-Type: application/json.';

/** Whether a media type that is JSON names no charset but UTF-8, which JSON is in (RFC 8259 §8.1). */
export function isUtf8Json(type: string): boolean {
  const [, ...parameters] = type.split(';').map((part) => part.trim().toLowerCase());
  return parameters.every((part) => !part.startsWith('charset') || /^charset="?utf-?8"?$/.test(part));
}

/**
 * Bytes that are not UTF-8 are refused, not replaced: nothing is recorded that nobody sent. A member named `__proto__` is a member as any
 * other, and whoever takes the body says that nobody asked for it. @throws UnfitBody
 */
export function parsed(bytes: Buffer): unknown {
  const value = json(words(bytes));
  assertFit(value);
  return value;
}

/** A byte order mark stays: JSON does not begin with one. @throws UnfitBody */
function words(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new UnfitBody('The body holds bytes that are not UTF-8. Send JSON in UTF-8.');
  return bytes.toString('utf8');
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnfitBody('The body is not valid JSON. Check it, and that nothing stands before or behind it.');
  }
}

/** Walks without recursion: what is looked for here would otherwise exhaust the stack of whoever reads it later. */
function assertFit(body: unknown): void {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: body, depth: 0 }];
  let members = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    members += 1;
    if (members > mostMembers)
      throw new UnfitBody(`The body has more than ${mostMembers} names and items. Send fewer.`);
    if (typeof value !== 'object' || value === null) continue;
    if (depth > deepestBody) throw new UnfitBody(`The body is nested more than ${deepestBody} levels deep.`);
    for (const inner of Object.values(value)) open.push({ value: inner, depth: depth + 1 });
  }
}

/** What Fastify cannot route (an address that is not well formed, or too long) never reaches Nest; it is answered as all else is. */
export function unroutable(error: { readonly statusCode?: number }, { id }: FastifyRequest, reply: FastifyReply): void {
  const problem = problemForStatus(error.statusCode) ?? new Problem('malformed', 'The address is not well formed.');
  void reply.status(problem.getStatus()).type('application/problem+json').send(problemText(problem, id));
}

import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { Download, isAnswered, SeeOther, Shown, type Answered } from './answered.js';
import type { Frame } from './frame.js';
import type { Renderer } from './renderer.js';

/** Draws what routes of pages answer. */
export interface Drawing {
  readonly renderer: Renderer;
  readonly frameOf: (request: FastifyReply['request']) => Frame;
  /** Origins other than ours to which a form may lead: those of the sign-in. */
  readonly leadsTo: readonly string[];
}

export class PagesAdapter extends FastifyAdapter {
  #drawing: Drawing | undefined;

  draws(drawing: Drawing): void {
    this.#drawing = drawing;
  }

  override reply(
    response: Parameters<FastifyAdapter['reply']>[0],
    body: unknown,
    statusCode?: number,
  ): ReturnType<FastifyAdapter['reply']> {
    if (!isAnswered(body)) return super.reply(response, body, statusCode);
    return this.answer(response as FastifyReply, body);
  }

  answer(reply: FastifyReply, answered: Answered): FastifyReply {
    reply.header('cache-control', 'no-store');
    if (answered instanceof SeeOther) return reply.status(303).header('location', own(answered.to)).send();
    if (answered instanceof Download) return sendFile(reply, answered);
    return this.#show(reply, answered);
  }

  #show(reply: FastifyReply, { template, view, status }: Shown): FastifyReply {
    if (this.#drawing === undefined) throw new Error('Whoever answers with a page is to say before how it is drawn');
    const { renderer, frameOf, leadsTo } = this.#drawing;
    const frame = frameOf(reply.request);
    const html = renderer.draw(template, { ...partIn(reply.request.query), ...view, frame });
    return reply
      .status(status)
      .header('content-security-policy', policyOf(frame, leadsTo))
      .type('text/html; charset=utf-8')
      .send(html);
  }
}

/** What the title says of a page of a list, from the second on, whatever the list. */
function partIn(query: unknown): { readonly part?: string } {
  const { page } = query as { readonly page?: unknown };
  return typeof page === 'string' && /^\d{1,6}$/.test(page) && Number(page) > 1 ? { part: `page ${Number(page)}` } : {};
}

const sendFile = (reply: FastifyReply, { name, type, body }: Download): FastifyReply =>
  reply
    .status(200)
    .header('content-disposition', `attachment; filename="${name.replaceAll(/[^\w.-]/g, '-')}"`)
    .type(`${type}; charset=utf-8`)
    .send(typeof body === 'string' ? body : Readable.from(body, { objectMode: false }));

/** `data:` for the marks that nhsuk-frontend's style sheet draws. */
const policyOf = ({ nonce }: Frame, leadsTo: readonly string[]): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    `form-action ${["'self'", ...leadsTo].join(' ')}`,
    "frame-ancestors 'none'",
  ].join(';');

/**
 * An address of this service: a path from its root, whatever was asked for.
 *
 * @throws RangeError for one that leads elsewhere
 */
export function own(to: string): string {
  const url = ownUrl(to);
  // As a header can hold it: what is not ASCII is escaped.
  if (url !== undefined) return `${url.pathname}${url.search}${url.hash}`;
  throw new RangeError(`A page leads to a path of this service, not to ${JSON.stringify(to.slice(0, 100))}`);
}

export const isOwn = (to: string): boolean => ownUrl(to) !== undefined;

/** Browsers take `\` for `/`, and drop tabs and line ends (WHATWG URL §4.4). Once `..` is gone from it, a path must not begin with two slashes. */
function ownUrl(to: string): URL | undefined {
  if (!/^\/[^/\\]/.test(`${to} `) || /[\s\\\p{Cc}]/u.test(to) || to.length > 2_000) return undefined;
  const origin = 'http://own.invalid';
  if (!URL.canParse(to, origin)) return undefined;
  const url = new URL(to, origin);
  return url.origin === origin && !url.pathname.startsWith('//') ? url : undefined;
}

/** What somebody typed into a form that could not be taken as it came: their session had ended, or another one had begun. It is not lost. */
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { SignIn, type SignedIn } from '../access/sign-in.guard.js';
import { isOwn } from '../pages/adapter.js';
import { SeeOther, Shown } from '../pages/answered.js';
import { readFields } from '../forms/parts.js';
import { Problem } from '../problems/problem.js';
import { Forged, isInParts, isOfOwnPage, shownTo, ShownInOtherRole } from '../session/forgery.js';
import { markOf } from '../session/mark.js';
import { largestTyped, PostedForm } from '../session/posted-form.js';
import { SigningIn } from './signing-in.js';

@Injectable()
export class TypedAheadAnswer {
  constructor(
    private readonly signIn: SignIn,
    private readonly signingIn: SigningIn,
  ) {}

  /** What is answered instead of a problem, where somebody typed something or has been let go; undefined for all else. */
  async instead(problem: Problem, request: FastifyRequest, reply: FastifyReply): Promise<Shown | SeeOther | undefined> {
    const { signedIn, method } = request;
    if (signedIn?.ok === false && signedIn.because === 'no-role') return this.#letGo(request, reply);
    if (method !== 'POST' || signedIn === undefined) return undefined;
    if (problem.document.status === 401) return this.#signedOut(request, reply);
    if (signedIn.ok && (problem instanceof Forged || problem instanceof ShownInOtherRole))
      return this.#again((problem instanceof Forged && problem.form) || request.body, request, signedIn);
    return undefined;
  }

  async #letGo(request: FastifyRequest, reply: FastifyReply): Promise<Shown> {
    await this.signingIn.end(request, reply);
    const because =
      'Your last role in this service was withdrawn, and you have been signed out. Ask NHS England’s registrar if you think that this is a mistake.';
    return new Shown('sign-in/refused', { title: 'You have no role in this service', because }, 403);
  }

  async #signedOut(request: FastifyRequest, reply: FastifyReply): Promise<Shown | SeeOther> {
    if (request.url === '/sign-out') return new SeeOther('/signed-out');
    const form = await formOf(request);
    const [path, mark] = [pageOf(request), form && shownTo(form)];
    const typed = form?.typed() ?? {};
    const isKept =
      path !== undefined && mark !== undefined && (await this.signingIn.keep({ path, mark, typed }, request, reply));
    const isNothing = form !== undefined && Object.keys(typed).length === 0;
    const withFiles = isInParts(request.headers['content-type']);
    const view = { title: 'You have been signed out', isKept, isNothing, withFiles, to: path ?? cameFrom(request) };
    return new Shown('sign-in/ended', view, 401);
  }

  /** Of a page that was shown before the person signed in again, or in another role: it is shown again, with what was typed. */
  async #again(
    body: unknown,
    request: FastifyRequest,
    { person }: SignedIn & { ok: true },
  ): Promise<SeeOther | undefined> {
    const path = pageOf(request);
    if (!(body instanceof PostedForm) || path === undefined || !isOfOwnPage(request, this.signIn.origin))
      return undefined;
    if (shownTo(body) !== markOf(person)) return undefined;
    return (await this.signingIn.giveBackNow(person, { path, typed: body.typed() })) ? new SeeOther(path) : undefined;
  }
}

/** A form, in whichever way it is sent; undefined for what is none, or too long to be kept. */
async function formOf(request: FastifyRequest): Promise<PostedForm | undefined> {
  if (request.body instanceof PostedForm) return request.body;
  const isUnread = isInParts(request.headers['content-type']) && request.body instanceof Readable;
  if (!isUnread) return undefined;
  const form = await readFields(request).catch((fault: unknown) => {
    if (fault instanceof Problem) return undefined;
    throw fault;
  });
  return form && JSON.stringify(form.typed()).length <= largestTyped ? form : undefined;
}

/** The page that a form stands on: where it is sent to, as each comes back to its page with what is wrong. Undefined where there is no such page. */
function pageOf({ server, routeOptions, url }: FastifyRequest): string | undefined {
  const isPage = routeOptions.url !== undefined && server.hasRoute({ method: 'GET', url: routeOptions.url });
  return isPage && isOwn(url) ? url : undefined;
}

/** The page before, where the browser says so. */
function cameFrom({ headers: { referer = '' } }: FastifyRequest): string {
  if (!URL.canParse(referer)) return '/';
  const { pathname, search } = new URL(referer);
  return isOwn(pathname + search) ? pathname + search : '/';
}

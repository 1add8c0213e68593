/** What another site's page has a browser send is not taken for the person's own (ASVS 5.0 V3.5). */
import { hash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Grant } from '../../../libs/register/model.js';
import { Problem } from '../problems/problem.js';
import { PostedForm } from './posted-form.js';
import type { FoundSession } from './sessions.js';

/** Name of the field in every form. */
export const csrfField = '_csrf';
const csrfHeader = 'x-csrf-token';

/** Methods that change nothing. */
const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

type BySession = { readonly session?: FoundSession };

/** The origin under which browsers know the service; undefined where it is whatever host they ask. */
type Origin = string | undefined;

/** Before the body is read: a request by session that changes something and comes from elsewhere. Undefined for all others. */
export function foreignTo(request: FastifyRequest, { session }: BySession, ours: Origin): Problem | undefined {
  if (session === undefined || safe.has(request.method)) return undefined;
  return originOf(request, ours) === 'elsewhere' ? forged() : undefined;
}

/** Whether a browser says that something else than a page of ours sends it. */
export const isForeign = (request: FastifyRequest, ours: Origin): boolean => originOf(request, ours) === 'elsewhere';

/** Whether a browser says that a page of ours sends it. One that says nothing does not say so. */
export const isOfOwnPage = (request: FastifyRequest, ours: Origin): boolean => originOf(request, ours) === 'own';

/** Whose page sends it, as far as the browser says: no page can have it say otherwise (Fetch, forbidden request-headers). */
function originOf({ headers }: FastifyRequest, ours: Origin): 'own' | 'elsewhere' | 'unsaid' {
  const { origin, host, 'sec-fetch-site': site } = headers;
  if (site !== undefined && site !== 'same-origin') return 'elsewhere';
  if (origin === undefined) return site === undefined ? 'unsaid' : 'own';
  return isSame(origin, host, ours) ? 'own' : 'elsewhere';
}

function isSame(origin: string, host: string | undefined, ours: Origin): boolean {
  if (!URL.canParse(origin)) return false;
  return ours === undefined ? new URL(origin).host === host?.toLowerCase() : new URL(origin).origin === ours;
}

/** Once the body is read: one that lacks what the session put into the form. A form with files shows it first of its parts. */
export function forgedBy({ method, headers, body, signedIn, url }: FastifyRequest): Problem | undefined {
  const session = signedIn?.ok === true ? signedIn.session : undefined;
  if (session === undefined || safe.has(method) || isInParts(headers['content-type'])) return undefined;
  const sent = body instanceof PostedForm ? body.one(csrfField) : headers[csrfHeader];
  if (typeof sent !== 'string' || !isEqual(withoutRole(sent), session.csrf)) return forged();
  return isOwn(session, sent) || inAnyRole.has(url) ? undefined : new ShownInOtherRole();
}

/** What may be sent from a page that was shown in another role than the person acts in by now: no act is recorded by it. */
const inAnyRole: ReadonlySet<string> = new Set(['/sign-out', '/acting-as']);

/** What goes into a form: the session's secret, whom it is shown to, and in which role. */
export const formToken = ({ csrf, acting }: Pick<FoundSession, 'csrf' | 'acting'>): string =>
  `${csrf}.${roleMark(acting)}`;

const roleMark = (acting: Grant | undefined): string =>
  acting === undefined ? 'none' : hash('sha256', `${acting.role}\n${acting.organisation}`, 'base64url').slice(0, 11);

const withoutRole = (token: string): string => token.split('.').slice(0, 2).join('.');

export const isInParts = (type: string | undefined): boolean => /^multipart\/form-data\b/i.test(type ?? '');

/** Whether it is what the session puts into a form, as long as the person acts in this role. */
export const isOwn = (session: Pick<FoundSession, 'csrf' | 'acting'>, sent: unknown): boolean =>
  typeof sent === 'string' && isEqual(sent, formToken(session));

function isEqual(one: string, other: string): boolean {
  const [expected, found] = [Buffer.from(one), Buffer.from(other)];
  return expected.length === found.length && timingSafeEqual(expected, found);
}

/** Each act is recorded under the role that its page showed, or not at all. */
export class ShownInOtherRole extends Problem {
  constructor() {
    super(
      'not-yours',
      'You act in another role by now than when this page was shown. Nothing was recorded. Open the page again, and send it from there.',
    );
  }
}

/** Not taken for the person's own. */
export class Forged extends Problem {
  /** `form`: what was sent, where only whoever reads it part by part knows. */
  constructor(readonly form?: PostedForm) {
    super(
      'not-yours',
      'The form was not sent from a page of yours, or it is too old. Open the page again, and send it from there.',
    );
  }
}

export const forged = (): Problem => new Forged();

/** The mark of the person whom a form was shown to, as the form says; undefined where it says none. */
export const shownTo = (form: PostedForm): string | undefined => form.one(csrfField)?.split('.')[1];

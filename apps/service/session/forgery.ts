/** What another site's page has a browser send is not taken for the person's own (ASVS 5.0 V3.5). */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { PostedForm } from './posted-form.js';
import type { FoundSession } from './sessions.js';

/** Name of the field in every form. */
export const csrfField = '_csrf';
const csrfHeader = 'x-csrf-token';

/** Methods that change nothing. */
const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

type BySession = { readonly session?: FoundSession };

/** Before the body is read: a request by session that changes something and comes from elsewhere. Undefined for all others. */
export function foreignTo({ method, headers }: FastifyRequest, { session }: BySession): Problem | undefined {
  if (session === undefined || safe.has(method)) return undefined;
  const site = headers['sec-fetch-site'];
  const isElsewhere = (site !== undefined && site !== 'same-origin') || isOtherOrigin(headers.origin, headers.host);
  return isElsewhere ? forged() : undefined;
}

/** Whether a browser says that the page that sends it is of another origin than what it asks. */
function isOtherOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host?.toLowerCase();
}

/** Once the body is read: one that lacks what the session put into the form. A form with files shows it first of its parts. */
export function forgedBy({ method, headers, body, signedIn }: FastifyRequest): Problem | undefined {
  const session = signedIn?.ok === true ? signedIn.session : undefined;
  if (session === undefined || safe.has(method) || isInParts(headers['content-type'])) return undefined;
  const sent = body instanceof PostedForm ? body.one(csrfField) : headers[csrfHeader];
  return isOwn(session, sent) ? undefined : forged();
}

export const isInParts = (type: string | undefined): boolean => /^multipart\/form-data\b/i.test(type ?? '');

/** Whether it is what the session put into the form. */
export function isOwn({ csrf }: Pick<FoundSession, 'csrf'>, sent: unknown): boolean {
  if (typeof sent !== 'string') return false;
  const [expected, found] = [Buffer.from(csrf), Buffer.from(sent)];
  return expected.length === found.length && timingSafeEqual(expected, found);
}

export const forged = (): Problem =>
  new Problem(
    'not-yours',
    'The form was not sent from a page of yours, or it is too old. Open the page again, and send it from there.',
  );

/** A “no” as people read it. */
import type { FastifyRequest } from 'fastify';
import type { Problem } from '../problems/problem.js';
import { SeeOther, Shown } from './answered.js';
import { wordsOf } from './problem-words.js';

/** Browsers ask for HTML by name. Programs that come to a page's address by mistake are answered as programs. */
export const wantsPages = ({ headers: { accept } }: FastifyRequest): boolean => /\btext\/html\b/.test(accept ?? 'none');

/** To sign in where nobody has, and back; else what is wrong, in words. */
export function pageOf({ document }: Problem, request: FastifyRequest): SeeOther | Shown {
  const { signedIn, method, url, id } = request;
  if (document.status === 401 && signedIn?.ok === false && ['GET', 'HEAD'].includes(method))
    return new SeeOther(`/sign-in?to=${encodeURIComponent(url)}`);
  const { rule, fields = [], status } = document;
  return new Shown('pages/problem', { ...wordsOf(document), rule, fields, request: id }, status);
}

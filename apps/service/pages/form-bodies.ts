/** Bodies that browsers send: of pages, and of nothing else. */
import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { assertNotEncoded } from '../requests/encoding.js';
import { PostedForm } from '../session/posted-form.js';
import { isPage } from '../session/pages.js';

/** Largest form without files, in bytes: eight long texts in which every character takes nine. */
export const largestForm = 512 * 1024;
/** Most fields of a form; the largest page has some hundred. */
export const mostFields = 2_000;

export function takeForms(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer', bodyLimit: largestForm },
    (request, bytes, done) => {
      try {
        assertOfPage(request);
        done(null, formIn(bytes as Buffer));
      } catch (refused) {
        done(refused as Error, undefined);
      }
    },
  );
  // Read by the route, part by part, as files need not fit into memory.
  fastify.addContentTypeParser('multipart/form-data', (request, body, done) => {
    try {
      assertOfPage(request);
      done(null, body);
    } catch (refused) {
      done(refused as Error);
    }
  });
}

function assertOfPage(request: FastifyRequest): void {
  assertNotEncoded(request);
  if (!isPage(request.url)) throw Object.assign(new Error('forms are taken by pages only'), { statusCode: 415 });
}

/** @throws Problem */
export function formIn(bytes: Buffer): PostedForm {
  if (!isUtf8(bytes)) throw new Problem('malformed', 'The form holds bytes that are not UTF-8.');
  const pairs = [...new URLSearchParams(bytes.toString('utf8'))];
  if (pairs.length > mostFields) throw new Problem('malformed', `A form has ${mostFields} fields at most.`);
  // Browsers send line ends as CR LF (WHATWG HTML §4.10.22.4); nothing else here does.
  return PostedForm.of(pairs.map(([name, value]) => [name, value.replaceAll('\r\n', '\n')] as const));
}

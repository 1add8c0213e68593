/** Answers to what cannot be routed, where neither hooks nor filters of the application run. */
import { STATUS_CODES } from 'node:http';
import type { Writable } from 'node:stream';
import type { FastifyServerOptions } from 'fastify';
import { Problem, type ProblemName } from '../problems/problem.js';
import { strictPolicy } from './headers.js';

/** What every answer says that no hook has touched. */
export const bareHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': strictPolicy,
  'x-content-type-options': 'nosniff',
} as const;

/** By the code of Node's parser; everything else is malformed. */
const byCode: Readonly<Record<string, { readonly problem: ProblemName; readonly detail: string }>> = {
  HPE_HEADER_OVERFLOW: { problem: 'headers-too-large', detail: 'The headers may have 16 KiB together at most.' },
  ERR_HTTP_REQUEST_TIMEOUT: { problem: 'too-slow', detail: 'Send the whole request within five minutes.' },
};

/** What Node could not read as a request. */
export const unreadable: NonNullable<FastifyServerOptions['clientErrorHandler']> = (error, socket) => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { problem, detail } = byCode[error.code] ?? { problem: 'malformed', detail: 'This cannot be read as HTTP.' };
  answerOn(socket, new Problem(problem, detail));
};

/** Answers on the connection itself, and ends it. */
export function answerOn(socket: Writable, { document }: Problem): void {
  const body = JSON.stringify(document);
  const headers = {
    ...bareHeaders,
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${document.status} ${STATUS_CODES[document.status]}\r\n${lines.join('')}\r\n${body}`);
}

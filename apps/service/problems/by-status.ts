import { nothingHere, Problem, type ProblemName } from './problem.js';

const byStatus: Readonly<Record<number, ProblemName>> = {
  400: 'malformed',
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'too-large',
  414: 'too-large',
  415: 'media-type',
  429: 'too-many-requests',
};

const details: Partial<Record<ProblemName, string>> = {
  malformed: 'The request cannot be read. Check that its body is valid JSON and its path is well formed.',
  'not-found': nothingHere,
  'method-not-allowed': 'That method is not allowed at this address.',
  'too-large': 'The request is larger than the service takes. The limits are in the API’s documentation.',
  'media-type': 'Send JSON, with the header Content-Type: application/json.',
  'too-many-requests': 'Wait as long as the header Retry-After says, then try again.',
};

/** The problem that a status of Fastify's or Nest's stands for; undefined for one that nobody foresaw. */
export function problemForStatus(status: number | undefined): Problem | undefined {
  const name = status === undefined ? undefined : byStatus[status];
  return name && new Problem(name, details[name] ?? '');
}

import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { IdentityUnavailable } from '../../../libs/access/index.js';
import { LogUnavailable } from '../../../libs/event-log/index.js';
import { Problem, type ProblemName } from './problem.js';

/** Turns whatever was thrown into a problem document. What nobody foresaw is logged and answered without its words. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger('Problem');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.problemOf(thrown);
    void reply
      .status(problem.getStatus())
      .headers(problem.headers)
      .type('application/problem+json')
      .send(JSON.stringify(problem.document));
  }

  private problemOf(thrown: unknown): Problem {
    if (thrown instanceof Problem) return thrown;
    if (thrown instanceof LogUnavailable) {
      this.#logger.error(thrown.message);
      return new Problem(
        'log-unavailable',
        'Nothing was recorded. Try again in a little while.',
        {},
        { 'retry-after': '5' },
      );
    }
    if (thrown instanceof IdentityUnavailable) {
      this.#logger.error(thrown.message);
      return new Problem(
        'identity-unavailable',
        'Your token cannot be checked now. Try again in a little while.',
        {},
        { 'retry-after': '5' },
      );
    }
    const known = foreseen(thrown);
    if (known) return known;
    this.#logger.error(thrown instanceof Error ? thrown.stack : String(thrown));
    return new Problem('fault', 'The fault is in the service, not in your request. It was logged.');
  }
}

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
  'not-found': 'There is nothing at this address.',
  'method-not-allowed': 'That method is not allowed at this address.',
  'too-large': 'The request is larger than the service takes. The limits are in the API’s documentation.',
  'media-type': 'Send JSON, with the header Content-Type: application/json.',
  'too-many-requests': 'Wait as long as the header Retry-After says, then try again.',
};

/** What Fastify and Nest throw for requests they could not take. */
function foreseen(thrown: unknown): Problem | undefined {
  const status = statusOf(thrown);
  const name = status === undefined ? undefined : byStatus[status];
  return name && new Problem(name, details[name] ?? '');
}

function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (typeof thrown === 'object' && thrown !== null && 'statusCode' in thrown && typeof thrown.statusCode === 'number')
    return thrown.statusCode;
  return undefined;
}

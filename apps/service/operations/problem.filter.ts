import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IdentityUnavailable } from '../../../libs/access/index.js';
import { LogUnavailable } from '../../../libs/event-log/index.js';
import { LostFile } from '../../../libs/documents/whole-file.js';
import type { PagesAdapter } from '../pages/adapter.js';
import { pageOf, wantsPages } from '../pages/problem-page.js';
import { isPage } from '../session/pages.js';
import { TypedAheadAnswer } from '../sign-in/typed-ahead.js';
import { Metrics } from './metrics.js';
import { problemForStatus } from '../problems/by-status.js';
import { Problem, problemText } from '../problems/problem.js';

/** Turns whatever was thrown into a problem document. What nobody foresaw is logged and answered without its words. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger('Problem');

  readonly pages: PagesAdapter;

  constructor(
    private readonly metrics: Metrics,
    private readonly typedAhead: TypedAheadAnswer,
    { httpAdapter }: HttpAdapterHost<PagesAdapter>,
  ) {
    this.pages = httpAdapter;
  }

  catch(thrown: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const { id } = request;
    const page = isPage(request.url);
    const problem = this.problemOf(thrown, id, page);
    if (page && wantsPages(request)) {
      void this.show(problem, request, reply.headers(problem.headers));
      return;
    }
    this.say(problem, request, reply);
  }

  private async show(problem: Problem, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    try {
      const instead = await this.typedAhead.instead(problem, request, reply);
      await this.pages.answer(reply, instead ?? pageOf(problem, request));
    } catch (fault) {
      this.#logger.error(`${request.id}: ${fault instanceof Error ? fault.stack : String(fault)}`);
      if (!reply.sent) this.say(problem, request, reply);
    }
  }

  private say(problem: Problem, { id }: FastifyRequest, reply: FastifyReply): void {
    void reply
      .status(problem.getStatus())
      .headers(problem.headers)
      .type('application/problem+json')
      .send(problemText(problem, id));
  }

  private problemOf(thrown: unknown, id: string, page: boolean): Problem {
    if (thrown instanceof Problem) return thrown;
    if (thrown instanceof LogUnavailable) {
      this.#logger.error(`${id}: ${thrown.message}`);
      return new Problem(
        'log-unavailable',
        'Nothing was recorded. Try again in a little while.',
        {},
        { 'retry-after': '5' },
      );
    }
    if (thrown instanceof IdentityUnavailable) {
      this.#logger.error(`${id}: ${thrown.message}`);
      return new Problem(
        'identity-unavailable',
        page
          ? 'You cannot be signed in now, as the provider of sign-ins does not answer. Try again in a little while.'
          : 'Your token cannot be checked now. Try again in a little while.',
        {},
        { 'retry-after': '5' },
      );
    }
    if (thrown instanceof LostFile) {
      this.#logger.error(thrown.message);
      this.metrics.lost(thrown);
      return new Problem(`stored-file-${thrown.how}`, lost[thrown.how]);
    }
    const known = foreseen(thrown);
    if (known) return known;
    this.#logger.error(`${id}: ${thrown instanceof Error ? thrown.stack : String(thrown)}`);
    return new Problem('fault', 'The fault is in the service, not in your request. It was logged.');
  }
}

const reported = 'This has been reported. Whoever has the same file can store it again.';
const lost = {
  gone: `The file is not where it was stored. ${reported}`,
  changed: `The file is not what was stored, so none of it is given. ${reported}`,
} as const satisfies Record<LostFile['how'], string>;

/** What Fastify and Nest throw for requests they could not take. */
function foreseen(thrown: unknown): Problem | undefined {
  return problemForStatus(statusOf(thrown));
}

function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (typeof thrown === 'object' && thrown !== null && 'statusCode' in thrown && typeof thrown.statusCode === 'number')
    return thrown.statusCode;
  return undefined;
}

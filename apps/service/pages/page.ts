/** What stands on routes of pages. */
import { applyDecorators, Controller, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { PostedForm } from '../session/posted-form.js';

/** A controller of pages: its routes answer with a value of `answered.ts`, and stand in no document of the API. */
export const Pages = (path: string): ClassDecorator => applyDecorators(ApiExcludeController(), Controller(path));

/** The form that was sent. */
export const Posted = createParamDecorator((_: unknown, context: ExecutionContext): PostedForm => {
  const { body } = context.switchToHttp().getRequest<FastifyRequest>();
  if (body instanceof PostedForm) return body;
  throw new Problem('malformed', 'Send the form from its page.');
});

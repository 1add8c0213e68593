import { HttpException } from '@nestjs/common';
import { listOf, named, oneOf, shape, shapeOf, text, told, whole, type Named } from '../../../libs/forms/shape.js';
import type { FieldError, Refusal, RuleId } from '../../../libs/workflow/index.js';

/** Every problem the API answers with (RFC 9457), by the last part of its `type`. */
export const problems = {
  malformed: { status: 400, title: 'The request cannot be read' },
  'too-slow': { status: 408, title: 'The request took too long to arrive' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  'not-yours': { status: 403, title: 'You may not do this' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'That method is not allowed here' },
  'not-open-here': { status: 409, title: 'This cannot be done where the case stands' },
  rule: { status: 409, title: 'A rule does not allow this' },
  'clock-moves-forward': { status: 409, title: 'The clock moves forward only' },
  'register-changed': { status: 409, title: 'The register has changed since' },
  'under-way': { status: 409, title: 'That is under way already' },
  revision: { status: 412, title: 'The case has moved on' },
  'too-large': { status: 413, title: 'The request is too large' },
  'media-type': { status: 415, title: 'That media type is not supported' },
  'unknown-event': { status: 422, title: 'There is no such event' },
  invalid: { status: 422, title: 'Some of the data is not right' },
  'key-reused': { status: 422, title: 'That idempotency key was used for something else' },
  'precondition-required': { status: 428, title: 'A header is missing' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  fault: { status: 500, title: 'Something went wrong' },
  'stored-file-gone': { status: 500, title: 'What was stored is gone' },
  'stored-file-changed': { status: 500, title: 'What was stored has been changed' },
  'log-unavailable': { status: 503, title: 'The log cannot take writes now' },
  'identity-unavailable': { status: 503, title: 'The identity provider does not answer' },
  'not-ready': { status: 503, title: 'The service is not ready' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemName = keyof typeof problems;

/** RFC 9457, with `rule` where one decided and `fields` at fault. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly rule?: RuleId;
  readonly fields?: readonly FieldError[];
  /** Of an instance that is not ready. */
  readonly writes?: 'taken' | 'refused';
  /** Which answer this is: the id of the request, by which the logs know it. */
  readonly instance?: string;
}

export const problemShape: Named<ProblemDocument> = named(
  'Problem',
  told(
    shape(
      {
        type: told(text, 'A path under /problems/'),
        title: text,
        status: whole,
        detail: told(text, 'What happened, and how to mend it'),
        rule: shapeOf<RuleId>({ ...text, pattern: '^R-[0-9]+$', description: 'The rule that decided' }),
        fields: told(listOf(shape({ field: text, message: text })), 'The fields at fault'),
        writes: told(oneOf('taken', 'refused'), 'Of an instance that is not ready'),
        instance: told(text, 'Which answer this is: tell it to whoever runs the service'),
      },
      'rule',
      'fields',
      'writes',
      'instance',
    ),
    'Problem details (RFC 9457)',
  ),
);

/** Thrown at the edge of the service only: a "no" that has become an answer. */
export class Problem extends HttpException {
  readonly document: ProblemDocument;

  constructor(
    readonly problem: ProblemName,
    detail: string,
    more: Pick<ProblemDocument, 'rule' | 'fields' | 'writes'> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail, problems[problem].status);
    this.document = { type: `/problems/${problem}`, ...problems[problem], detail, ...more };
  }
}

/** What is said of an address, or to whom there is to be nothing. */
export const nothingHere = 'There is nothing at this address.';

/** As it is sent to the request of this id. */
export const problemText = ({ document }: Problem, requestId: string): string =>
  JSON.stringify({ ...document, instance: `urn:uuid:${requestId}` });

/** Which problem each kind of refusal is; whole by its type. */
const problemOf = {
  'unknown-event': 'unknown-event',
  'not-open-here': 'not-open-here',
  'not-yours': 'not-yours',
  due: 'not-open-here',
  invalid: 'invalid',
  rule: 'rule',
} as const satisfies Record<Refusal['because'], ProblemName>;

const onlyThese = (roles: readonly string[]): string =>
  roles.length === 0
    ? 'Nobody may ask for this here. Where it can happen at all, the service records it by itself.'
    : `Only ${roles.join(' or ')} may do this, for their own organisation.`;

export function problemFor(refusal: Refusal): Problem {
  const name = problemOf[refusal.because];
  switch (refusal.because) {
    case 'unknown-event':
      return new Problem(
        name,
        `“${refusal.type.slice(0, 100)}” is not an event of this workflow. Choose one of: ${refusal.known.join(', ')}.`,
      );
    case 'not-open-here':
      return new Problem(
        name,
        `${refusal.type} cannot be recorded where the case stands. ${refusal.meaning ?? 'Its moves say what can.'}`,
      );
    case 'not-yours':
      return new Problem(
        name,
        refusal.meaning ?? onlyThese(refusal.by.filter((role) => role !== 'clock')),
        refusal.rule ? { rule: refusal.rule } : {},
      );
    case 'due':
      return new Problem(
        name,
        `${refusal.event} has been due since ${refusal.at} and could not be recorded yet. NHS England’s registrar has been told.`,
      );
    case 'invalid': {
      const [first] = refusal.fields;
      return new Problem(name, first ? `${first.message}.` : 'Check the data.', { fields: refusal.fields });
    }
    case 'rule':
      return new Problem(name, refusal.meaning, refusal.rule ? { rule: refusal.rule } : {});
  }
}

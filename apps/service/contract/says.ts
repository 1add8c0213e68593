/** What OpenAPI says of a route stands beside the route. */
import { SetMetadata } from '@nestjs/common';
import type { ProblemName } from '../problems/problem.js';
import type { SchemaName } from './schemas.js';

export interface Answer {
  readonly description: string;
  /** Name of a schema; a media type that is not described further. JSON where neither stands. */
  readonly schema?: SchemaName;
  readonly media?: readonly string[];
  readonly headers?: readonly HeaderName[];
}

export interface Described {
  readonly tag: 'Cases' | 'Work' | 'Register' | 'Documents' | 'Feed' | 'Workflows' | 'Operations' | 'About';
  readonly summary: string;
  readonly description?: string;
  readonly headers?: readonly HeaderName[];
  /** Media type of a body that is no JSON. */
  readonly body?: string;
  readonly answers: Readonly<Record<number, Answer>>;
  /** Beside those that every such route has. */
  readonly problems?: readonly ProblemName[];
}

export const headers = {
  'Idempotency-Key':
    'A new UUID for each request, and the same one when it is tried again: a retry is answered as the first time.',
  'If-Match':
    'The revision you have seen, in quotes, as in the ETag of the case. Not needed for events that commute, such as a vote.',
  'If-None-Match': 'The ETag you have.',
  Prefer: '`return=minimal` (RFC 7240) leaves the case out of the answer.',
  'Preference-Applied': '`return=minimal` where that was preferred.',
  'Last-Event-ID': 'The id of the last event you had; it goes before `after`.',
  ETag: 'The revision of the case, or the SHA-256 of the document, in quotes.',
  Location: 'Where it is.',
  Link: 'The next page, rel="next"; absent on the last.',
} as const;
export type HeaderName = keyof typeof headers;

export const ok = (description: string, schema?: SchemaName, more: Partial<Answer> = {}): Described['answers'] => ({
  200: { description, ...(schema && { schema }), ...more },
});
export const page = { headers: ['Link'] } as const;

/** A fact of the register was recorded. */
export const recorded = {
  headers: ['Idempotency-Key'],
  answers: { 201: { description: 'What was recorded, and the cases it fell on', schema: 'Listing' } },
  problems: ['not-yours', 'rule', 'key-reused', 'precondition-required'],
} as const;

/** Name of the metadata that describes a route. */
export const says = 'says';
export const Says = (described: Described): MethodDecorator => SetMetadata(says, described);

/** What OpenAPI says of a route stands beside the route. */
import { SetMetadata, type StreamableFile } from '@nestjs/common';
import { named, shapeOf, told, anything, type Named } from '../../../libs/forms/shape.js';
import type { ProblemName } from '../problems/problem.js';

export interface Answer<T = never> {
  readonly description: string;
  /** Its shape, in JSON; a media type that is not described further. */
  readonly schema?: Named<T>;
  readonly media?: readonly string[];
  readonly headers?: readonly HeaderName[];
}

export interface Described {
  readonly tag: 'Cases' | 'Work' | 'Register' | 'Documents' | 'Feed' | 'Workflows' | 'Operations' | 'Audit' | 'About';
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

/** JSON of this shape. */
export const ok = <T>(description: string, schema: Named<T>, more: Pick<Answer, 'headers'> = {}) => ({
  200: { description, schema, ...more },
});
/** Something else than JSON. */
export const okAs = (media: string, description: string) => ({ 200: { description, media: [media] } });
export const page = { headers: ['Link'] } as const;

/** An answer of which the document says no more than the name of its route. */
export const listing = named('Listing', shapeOf<unknown>(told(anything, 'As the name says')));

/** A fact of the register was recorded. */
export const recorded = {
  headers: ['Idempotency-Key'],
  answers: { 201: { description: 'What was recorded, and the cases it fell on', schema: listing } },
  problems: ['not-yours', 'rule', 'key-reused', 'precondition-required'],
} as const;

/** Name of the metadata that describes a route. */
export const says = 'says';

/** What is answered: JSON of the shape, or what is sent as it is. */
type Answered<A> = A extends { readonly schema: Named<infer T> } ? T | Sent<A> : A extends AsItIs ? Sent<A> : undefined;
type Sent<A> = A extends AsItIs ? string | StreamableFile : never;
interface AsItIs {
  readonly media: readonly string[];
}

/** The compiler holds the route to the shapes it is said to answer with. */
export const Says =
  <const D extends Described>(described: D) =>
  <M extends (...taken: never[]) => Returned<Answered<D['answers'][keyof D['answers']]>>>(
    target: object,
    name: string,
    descriptor: TypedPropertyDescriptor<M>,
  ): void => {
    SetMetadata(says, described)(target, name, descriptor);
  };

type Returned<T> = T | Promise<T>;

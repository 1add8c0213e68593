import { describe, expect, it } from '@jest/globals';
import { ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { IsInt, registerDecorator } from 'class-validator';
import fc from 'fast-check';
import { BeginBody, EventBody } from '../cases/requests.js';
import { Problem } from '../problems/problem.js';
import { RequestPipe } from './request-pipe.js';

const pipe = new RequestPipe();
const nests = new (class extends RequestPipe {
  override transform = (value: unknown, metadata: ArgumentMetadata): Promise<unknown> =>
    ValidationPipe.prototype.transform.call(this, value, metadata);
})();

/** As the text of a body is read: each pipe gets its own, since Nest's changes what it gets. */
const copyOf = (value: unknown): unknown =>
  value === undefined || Buffer.isBuffer(value) ? value : JSON.parse(JSON.stringify(value));

const answerOf = async (by: RequestPipe, value: unknown, metadata: ArgumentMetadata): Promise<unknown> => {
  try {
    return { taken: await by.transform(copyOf(value), metadata) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { refused: error.document };
  }
};

const named = fc.constantFrom('workflow', 'ccg', 'round', 'data', 'type', 'more', 'constructor', 'toString');
const said = fc.oneof(
  fc.constantFrom<unknown>('VoteCast', '00C', '', 'x'.repeat(101), 7, true, null, {}, { choice: 'for' }, [1]),
  fc.jsonValue({ maxDepth: 3 }),
);
const bodies = fc.oneof(
  { weight: 4, arbitrary: fc.dictionary(named, said, { noNullPrototype: true }) },
  fc.record({ type: fc.constant('VoteCast'), data: fc.dictionary(fc.string(), said, { noNullPrototype: true }) }),
  said,
);

describe('a request', () => {
  it('is taken and refused as Nest’s own pipe would, in the same words', async () => {
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom(EventBody, BeginBody), async (body, metatype) => {
        const metadata = { type: 'body', metatype } as const;
        expect(await answerOf(pipe, body, metadata)).toEqual(await answerOf(nests, body, metadata));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is of its class once it is taken', async () => {
    const body = { type: 'VoteCast', data: { choice: 'for' } };
    expect(await pipe.transform(body, { type: 'body', metatype: EventBody })).toBeInstanceOf(EventBody);
  });

  it('waits for a check that takes its time', async () => {
    class Slow {
      @IsInt() number: number;
    }
    registerDecorator({
      name: 'slow',
      target: Slow,
      propertyName: 'number',
      async: true,
      validator: { validate: async (value) => value !== 7, defaultMessage: () => 'Not 7' },
    });
    const metadata = { type: 'body', metatype: Slow } as const;
    expect(await answerOf(pipe, { number: 8 }, metadata)).toEqual({ taken: { number: 8 } });
    expect(await answerOf(pipe, { number: 7 }, metadata)).toMatchObject({
      refused: { fields: [{ field: 'number', message: 'Not 7' }] },
    });
  });

  it('that is a list, or nothing, is no object of its class', async () => {
    for (const body of [[], [{ type: 'VoteCast', data: {} }], null, undefined, 'VoteCast', Buffer.from('{}')])
      expect(await answerOf(pipe, body, { type: 'body', metatype: EventBody })).toHaveProperty('refused');
  });
});

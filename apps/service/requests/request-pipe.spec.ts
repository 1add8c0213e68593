import { describe, expect, it } from '@jest/globals';
import type { ArgumentMetadata } from '@nestjs/common';
import { BeginBody, EventBody } from '../cases/requests.js';
import { Problem } from '../problems/problem.js';
import { RequestPipe } from './request-pipe.js';

const pipe = new RequestPipe(() => '2014-06-12');

function answerOf(value: unknown, metatype: ArgumentMetadata['metatype'], type: ArgumentMetadata['type'] = 'body') {
  try {
    return { taken: pipe.transform(value, { type, metatype }) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { refused: error.document.fields };
  }
}

describe('a request', () => {
  it('is of its class once it is taken', () => {
    const body = { type: 'VoteCast', data: { choice: 'for' } };
    expect(answerOf(body, EventBody)).toEqual({ taken: body });
    expect(pipe.transform(body, { type: 'body', metatype: EventBody })).toBeInstanceOf(EventBody);
  });

  it('is told of each field at fault, and of those nobody asks for', () => {
    for (const name of ['more', 'constructor', '__proto__'])
      expect(answerOf(JSON.parse(`{"data":{},"workflow":7,"${name}":1}`), BeginBody)).toEqual({
        refused: [
          { field: name, message: `Remove ${name}: nothing of that name is asked for` },
          expect.objectContaining({ field: 'workflow' }),
        ],
      });
  });

  it('that is a list, a text or bytes is no object of its class', () => {
    for (const body of [[], [{ type: 'VoteCast', data: {} }], 'VoteCast', 7, Buffer.from('{}')])
      expect(answerOf(body, EventBody)).toEqual({ refused: [expect.objectContaining({ field: '' })] });
  });

  it('that says nothing is told what is asked for', () => {
    for (const body of [null, undefined, {}])
      expect(answerOf(body, EventBody)).toEqual({
        refused: [expect.objectContaining({ field: 'type' }), expect.objectContaining({ field: 'data' })],
      });
  });

  it('has the parts of its path, and what the service adds, as they are', () => {
    expect(answerOf('case-1', String, 'param')).toEqual({ taken: 'case-1' });
    expect(answerOf(undefined, undefined, 'param')).toEqual({ taken: undefined });
    expect(answerOf([1], EventBody, 'custom')).toEqual({ taken: [1] });
  });
});

import { describe, expect, it } from '@jest/globals';
import { deepestBody, parsed } from './json-body.js';

const nested = (depth: number): string => `${'['.repeat(depth)}1${']'.repeat(depth)}`;

describe('a body', () => {
  it('is JSON, as it was sent', () => {
    expect(parsed('{"a":[1,null,"x"],"toString":"y"}')).toEqual({ a: [1, null, 'x'], toString: 'y' });
  });

  it('is refused when it is not, when it reaches for a prototype, and when it is nested too deep for whoever reads it', () => {
    for (const text of ['', '{', '[1,]', '{"__proto__":1}', '{"a":[{"constructor":0}]}', '{"a":{"prototype":{}}}'])
      expect(() => parsed(text)).toThrow(expect.objectContaining({ statusCode: 400 }));
    expect(parsed(nested(deepestBody))).toBeDefined();
    expect(() => parsed(nested(deepestBody + 2))).toThrow(expect.objectContaining({ statusCode: 400 }));
    expect(() => parsed(nested(100_000))).toThrow(expect.objectContaining({ statusCode: 400 }));
  });
});

import { describe, expect, it } from '@jest/globals';
import { deepestBody, isUtf8Json, parsed } from './json-body.js';

const read = (text: string): unknown => parsed(Buffer.from(text));
const nested = (depth: number): string => `${'['.repeat(depth)}1${']'.repeat(depth)}`;

describe('a body', () => {
  it('is JSON, as it was sent', () => {
    expect(read('{"a":[1,null,"x"],"toString":"y"}')).toEqual({ a: [1, null, 'x'], toString: 'y' });
  });

  it('has members of every name, and none of them reaches a prototype', () => {
    const body = read('{"__proto__":{"admin":true},"a":[{"constructor":{"prototype":{}}}]}') as object;
    expect(Object.keys(body)).toEqual(['__proto__', 'a']);
    expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
    expect('admin' in body).toBe(false);
  });

  it('is refused when it is not, and when it is nested too deep for whoever reads it', () => {
    for (const text of ['', '{', '[1,]'])
      expect(() => read(text)).toThrow(expect.objectContaining({ statusCode: 400 }));
    expect(read(nested(deepestBody))).toBeDefined();
    expect(() => read(nested(deepestBody + 2))).toThrow(expect.objectContaining({ statusCode: 400 }));
    expect(() => read(nested(100_000))).toThrow(expect.objectContaining({ statusCode: 400 }));
  });

  it.each([
    ['Latin-1', Buffer.from('{"a":"caf\xe9"}', 'latin1')],
    ['UTF-16', Buffer.from('{"a":"x"}', 'utf16le')],
    ['half a letter', Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xe2, 0x82]), Buffer.from('"}')])],
    ['half a letter at its end', Buffer.concat([Buffer.from('"'), Buffer.from([0xe2, 0x82])])],
    ['surrogates', Buffer.concat([Buffer.from('"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"')])],
    ['an overlong slash', Buffer.concat([Buffer.from('"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"')])],
    ['a byte order mark', Buffer.from('\ufeff{}')],
  ])('is UTF-8: of %s nothing is replaced, it is refused', (_, bytes) => {
    expect(() => parsed(bytes)).toThrow(expect.objectContaining({ statusCode: 400 }));
  });
});

describe('a media type', () => {
  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;Charset="UTF-8"',
    'application/json; charset=utf8; x=y',
  ])('that is JSON in UTF-8 is taken: %s', (type) => {
    expect(isUtf8Json(type)).toBe(true);
  });

  it.each([
    'application/json; charset=iso-8859-1',
    'application/json; charset=utf-16',
    'application/json;charset="windows-1252"',
    'application/json; charset=utf-8; charset=latin1',
    'application/json; x=y; charset=us-ascii',
    'application/json; charset=',
    "application/json; charset*=utf-8''latin1",
  ])('that names another charset is not: %s', (type) => {
    expect(isUtf8Json(type)).toBe(false);
  });
});

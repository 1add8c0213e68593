import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { derivedId, isUuid } from './ids.js';

describe('an id', () => {
  it('is a UUID of a version that exists, in either case', () => {
    expect(isUuid(randomUUID())).toBe(true);
    expect(isUuid(randomUUID().toUpperCase())).toBe(true);
    for (const none of [
      '',
      'x',
      '00000000-0000-0000-0000-000000000000',
      `{${randomUUID()}}`,
      `${randomUUID()}\n`,
      randomUUID().replaceAll('-', ''),
    ])
      expect([none, isUuid(none)]).toEqual([none, false]);
  });

  it('derived from another is a UUID itself, the same each time, and another for another purpose', () => {
    const id = randomUUID();
    expect(isUuid(derivedId(id, 'case'))).toBe(true);
    expect(derivedId(id, 'case')).toBe(derivedId(id.toUpperCase(), 'case'));
    expect(
      new Set([derivedId(id, 'case'), derivedId(id, 'BallotClosed'), derivedId(randomUUID(), 'case'), id]).size,
    ).toBe(4);
  });
});

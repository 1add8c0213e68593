import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { fingerprint } from './keys.js';

type Request = Parameters<typeof fingerprint>[0];

const id = randomUUID();
const asked = (body: unknown, more: object = {}): string =>
  fingerprint(
    {
      method: 'POST',
      routeOptions: { url: '/api/cases/:id/events' } as Request['routeOptions'],
      params: { id },
      query: {},
      body,
      ...more,
    },
    { issuer: 'https://identity.example', id: 'officer@00C' },
  );

describe('a command', () => {
  it('is the same whatever the order of its members, at any depth', () => {
    const same = [
      { type: 'X', data: { a: [{ x: 1, y: 2 }], b: null, 10: 1, 9: 2 } },
      { data: { 9: 2, b: null, 10: 1, a: [{ y: 2, x: 1 }] }, type: 'X' },
    ];
    expect(new Set(same.map((body) => asked(body))).size).toBe(1);
    expect(asked(same[0], { params: { id: id.toUpperCase() } })).toBe(asked(same[0]));
  });

  it('is another when it says anything else', () => {
    const others = [
      { list: [1, 2] },
      { list: [2, 1] },
      { list: ['1', 2] },
      { list: { 0: 1, 1: 2 } },
      { list: { members: [['0', 1]] } },
      { list: { 0: 1 } },
      { list: [['0', 1]] },
      { list: [] },
      { list: {} },
      { list: null },
      {},
    ];
    const all = [
      ...others.map((body) => asked(body)),
      asked({}, { params: { id: randomUUID() } }),
      asked({}, { query: { a: '1' } }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});

import { describe, expect, it } from '@jest/globals';
import { performance } from 'node:perf_hooks';
import { prefersMinimal } from './preferences.js';

describe('the header Prefer', () => {
  it.each([
    'return=minimal',
    'Return=Minimal',
    'return = minimal',
    'return="minimal"',
    String.raw`return="mini\mal"`,
    'respond-async, return=minimal',
    'respond-async , wait=10,return=minimal',
    ',, return=minimal ,',
    'return=minimal; strict; foo="a, b"',
    'foo="return=representation, x"; bar = 1 ;, return=minimal',
    'return=minimal, return=minimal',
    'return=minimal, "',
  ])('%s asks for as little as can be', (prefer) => {
    expect(prefersMinimal(prefer)).toBe(true);
  });

  it.each([
    undefined,
    '',
    ',',
    'return',
    'return=',
    'return=representation',
    'return=least',
    'minimal',
    'x-return=minimal',
    'foo="a, return=minimal"',
    'foo="a, return=minimal',
    'foo; return=minimal',
    'return minimal',
    'return=minimal x',
    'return=minimal, return=representation',
    'return=representation, return=minimal',
  ])('%s does not', (prefer) => {
    expect(prefersMinimal(prefer)).toBe(false);
  });

  it('is read in time, however it is made', () => {
    for (const piece of [' ', '\t,', ';', '; ', '"', '\\"', '"\\"', 'a', 'a=', 'a=" ";'])
      for (const start of ['', 'a', 'a=', 'a=b;', 'a="']) {
        const began = performance.now();
        prefersMinimal(`${start}${piece.repeat(16_384 / piece.length)}\u0001`);
        expect(performance.now() - began).toBeLessThan(50);
      }
  });
});

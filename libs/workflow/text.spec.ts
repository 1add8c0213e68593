import { describe, expect, it } from '@jest/globals';
import { isVisible, unfitIn } from './text.js';

describe('a text', () => {
  it.each([
    'Ealing’s members: “yes” – 3 of 4, ½, 日本, 👍🏽',
    'one\ttwo\nthree\r\nfour',
    'עברית\u200f (R-14)\u200e',
    'a family 👩‍👩‍👧 and a flag 🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    '',
  ])('may hold %j', (text) => {
    expect(unfitIn(text)).toBeUndefined();
  });

  it.each([
    ['\ud83d', 'broken'],
    ['a\udc00b', 'broken'],
    ['a\u0000', 'control'],
    ['\u001b[2J', 'control'],
    ['approve\rreject', 'control'],
    ['a\u007f', 'control'],
    ['a\u0085', 'control'],
    ['a\u009b', 'control'],
    ['\u202eevorppa', 'direction'],
    ['a\u202ab', 'direction'],
    ['a\u2066b\u2069', 'direction'],
  ])('may not hold what stands in %j', (text, why) => {
    expect(unfitIn(text)).toContain(why);
  });

  it('is seen where one of its characters is drawn', () => {
    for (const text of ['a', ' 1 ', '–', '£', '👍', '\u200bx', 'é'])
      expect([text, isVisible(text)]).toEqual([text, true]);
    for (const text of [
      '',
      ' \n\t',
      '\u00a0',
      '\u200b',
      '\ufeff',
      '\u00ad',
      '\u2060\u200d',
      '\u3164',
      '\uffa0',
      '\u2800',
      '\u0301',
      '\u{e0020}',
    ])
      expect([text, isVisible(text)]).toEqual([text, false]);
  });
});

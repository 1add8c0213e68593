import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { differencesBetween, type Run } from './differences.js';

const textOf = (runs: readonly Run[]): string => runs.map(({ text }) => text).join('');
const changed = (runs: readonly Run[]): readonly string[] =>
  runs.filter(({ isShared }) => !isShared).map(({ text }) => text.trim());

describe('two texts of a constitution', () => {
  it('differ by words, and each stays whole', () => {
    const [before, after] = ['7.2 The committee decides by a majority.', '7.2 The committee decides by two thirds.'];
    const found = differencesBetween(before, after);
    expect([textOf(found.before), textOf(found.after)]).toEqual([before, after]);
    expect([changed(found.before), changed(found.after)]).toEqual([['a majority'], ['two thirds']]);
  });

  it('are the same where they are', () => {
    expect(differencesBetween('One.', 'One.')).toEqual({
      before: [{ text: 'One.', isShared: true }],
      after: [{ text: 'One.', isShared: true }],
      isWordByWord: true,
    });
  });

  it('stay whole whatever they say, and share what is said to be shared', () => {
    const text = fc
      .array(fc.constantFrom('the', 'clause', '7.2', '\n', ' ', '<ins>', '&', 'é'), { maxLength: 40 })
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const found = differencesBetween(before, after);
        expect([textOf(found.before), textOf(found.after)]).toEqual([before, after]);
        const shared = (runs: readonly Run[]) => textOf(runs.filter(({ isShared }) => isShared));
        expect(shared(found.before)).toBe(shared(found.after));
      }),
    );
  });

  it('are not told apart word by word where that takes too long', () => {
    const [before, after] = [1, 2].map((seed) =>
      Array.from({ length: 40_000 }, (_, at) => (at * seed * 7919) % 1009).join(' '),
    );
    const found = differencesBetween(before!, after!, 1);
    expect(found.isWordByWord).toBe(false);
    expect([textOf(found.before), textOf(found.after)]).toEqual([before, after]);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant } from '../../../libs/workflow/instant.js';
import { oneVoteEach } from '../../../test/builders.js';
import type { Ballot } from './ballot.js';
import { choices } from './events.js';
import { placeOn, votesByPractice, withHand, withVote } from './polls.js';

const ballotOf = (practices: readonly string[]): Ballot => ({
  question: 'Shall we?',
  openedAt: '2014-09-01T10:00:00.000Z',
  closesAt: instant('2014-10-01T10:00Z'),
  roll: practices.map((practice) => ({ practice, name: practice, patients: null })),
  counting: oneVoteEach,
  votes: practices.map(() => null),
  covers: [],
  voted: 0,
  hands: ['officer'],
  tally: null,
  closedAt: null,
});

describe('the votes of a ballot', () => {
  it('are the last of each practice, however often and in whatever order they vote, and none of the earlier ballots change', () => {
    const practices = fc.uniqueArray(fc.stringMatching(/^[A-Z]\d{5}$/), { minLength: 1, maxLength: 30 });
    const ballots = practices.chain((codes) =>
      fc.record({
        codes: fc.constant(codes),
        cast: fc.array(fc.tuple(fc.constantFrom(...codes), fc.constantFrom(...choices)), { maxLength: 60 }),
      }),
    );
    fc.assert(
      fc.property(ballots, ({ codes, cast }) => {
        const last = new Map<string, string>();
        let ballot = ballotOf(codes);
        for (const [practice, choice] of cast) {
          const before = structuredClone(ballot);
          const next = { ...ballot, ...withVote(ballot, practice, choice) };
          expect(ballot).toEqual(before);
          ballot = next;
          last.set(practice, choice);
        }
        expect(votesByPractice(ballot)).toEqual(Object.fromEntries(last));
        expect(ballot.voted).toBe(last.size);
      }),
    );
  });

  it('stand at the places of the roll; who is on none has no place, and no vote', () => {
    const ballot = ballotOf(['A81001', 'A81002']);
    expect(
      ['A81001', 'A81002', 'A81003', 'constructor', '__proto__'].map((code) => placeOn(ballot.roll, code)),
    ).toEqual([0, 1, undefined, undefined, undefined]);
    expect(() => withVote(ballot, 'A81003', 'for')).toThrow('A81003 is not on the roll');
  });

  it('leave the hands of whoever votes, each once (R-46)', () => {
    const hands = ['officer', 'a', 'a', 'b', 'officer', 'a'].reduce<readonly string[]>(withHand, []);
    expect(hands).toEqual(['officer', 'a', 'b']);
    expect(withHand(hands, 'b')).toBe(hands);
  });
});

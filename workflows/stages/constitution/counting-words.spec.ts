import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { count, type Member } from '../mandate/counting.js';
import type { CountingRule } from './counting-rule.js';
import { countingInWords, shareInWords } from './counting-words.js';

const half = { numerator: 1, denominator: 2 };
const simple: CountingRule = {
  basis: 'practice',
  denominator: 'votes-cast',
  threshold: { comparison: 'more-than', ...half },
  quorum: half,
  tie: 'defeated',
};
const carried = (rule: Partial<CountingRule>): string => countingInWords({ ...simple, ...rule }).carried;
const more = (rule: Partial<CountingRule>): readonly string[] => countingInWords({ ...simple, ...rule }).more;

/** Rules without a quorum, of all kinds. */
const rules: fc.Arbitrary<CountingRule> = fc
  .record({
    basis: fc.constantFrom('practice', 'patient', 'thousand-patients'),
    denominator: fc.constantFrom('members', 'votes-cast', 'votes-cast-without-abstentions'),
    comparison: fc.constantFrom('at-least', 'more-than'),
    share: fc.constantFrom([0, 1], [1, 4], [1, 3], [1, 2], [2, 3], [1, 1]),
    tie: fc.constantFrom('carried', 'defeated'),
  })
  .filter(({ comparison, share: [numerator, whole] }) =>
    comparison === 'at-least' ? numerator !== 0 : numerator !== whole,
  )
  .map(({ basis, denominator, comparison, share: [numerator = 0, whole = 1], tie }) => ({
    basis,
    denominator,
    threshold: { comparison, numerator, denominator: whole },
    quorum: { numerator: 0, denominator: 1 },
    tie,
  }));

/** As many practices for as against, all of one size, others that abstain, and one that stays away. */
function tied(rule: CountingRule, pairs: number, abstaining: number) {
  const roll = Array.from({ length: 2 * pairs + abstaining + 1 }, (_, index): Member => {
    const practice = `A${81_001 + index}`;
    return { practice, name: practice, patients: 4_000 };
  });
  const choiceAt = (index: number) => (index < pairs ? 'for' : index < 2 * pairs ? 'against' : 'abstain');
  const votes = roll.slice(0, -1).map(({ practice }, index) => [practice, choiceAt(index)] as const);
  return count(rule, roll, Object.fromEntries(votes));
}

describe('a counting rule in words (R-14)', () => {
  it('says when a vote is carried, and all that decides how it is counted', () => {
    expect(countingInWords(simple)).toEqual({
      carried:
        'Carried when more than half of the practices that voted are in favour, if at least half of the member practices vote.',
      more: [
        'Each practice has one vote, whatever its size.',
        'An abstention is a vote that is not in favour.',
        'A tie is defeated.',
        'Whoever abstains takes part. If fewer than half take part, the ballot is inquorate.',
      ],
    });
  });

  it('says of what the share is, for each basis and each denominator', () => {
    const quorum = { numerator: 0, denominator: 1 };
    const said = (['practice', 'patient', 'thousand-patients'] as const).flatMap((basis) =>
      (['members', 'votes-cast', 'votes-cast-without-abstentions'] as const).map((denominator) =>
        carried({ basis, denominator, quorum }),
      ),
    );
    expect(said).toEqual([
      'Carried when more than half of all the member practices are in favour.',
      'Carried when more than half of the practices that voted are in favour.',
      'Carried when more than half of the practices that voted for or against are in favour.',
      'Carried when the practices in favour have more than half of the registered patients of all the member practices.',
      'Carried when the practices in favour have more than half of the registered patients of the practices that voted.',
      'Carried when the practices in favour have more than half of the registered patients of the practices that voted for or against.',
      'Carried when the practices in favour have more than half of the votes of all the member practices.',
      'Carried when the practices in favour have more than half of the votes of the practices that voted.',
      'Carried when the practices in favour have more than half of the votes of the practices that voted for or against.',
    ]);
  });

  it('says how a vote weighs, rounding included', () => {
    const weight = (rule: Partial<CountingRule>) => more(rule)[0];
    expect(weight({ basis: 'patient' })).toBe('Each practice has one vote for each of its registered patients.');
    const thousands = 'Each practice has one vote for every 1,000 of its registered patients.';
    expect(
      (['down', 'up', 'nearest'] as const).map((rounding) => weight({ basis: 'thousand-patients', rounding })),
    ).toEqual([
      `${thousands} Parts of 1,000 are rounded down.`,
      `${thousands} Parts of 1,000 are rounded up.`,
      `${thousands} Parts of 1,000 are rounded to the nearest 1,000, and 500 is rounded up.`,
    ]);
    expect(weight({ basis: 'thousand-patients' })).toBe(weight({ basis: 'thousand-patients', rounding: 'nearest' }));
  });

  it('says what an abstention is, for each denominator', () => {
    expect(
      (['members', 'votes-cast', 'votes-cast-without-abstentions'] as const).map(
        (denominator) => more({ denominator })[1],
      ),
    ).toEqual([
      'Practices that abstain or do not vote are not in favour.',
      'An abstention is a vote that is not in favour.',
      'An abstention counts neither for nor against.',
    ]);
  });

  it('says shares in words as people say them, and in lowest terms', () => {
    const said = (numerator: number, denominator: number) => shareInWords({ numerator, denominator });
    expect([said(1, 2), said(50, 100), said(2, 3), said(3, 4), said(6, 10), said(1, 10)]).toEqual([
      'half',
      'half',
      'two thirds',
      'three quarters',
      'three fifths',
      'one tenth',
    ]);
    expect([said(64, 100), said(47_668, 73_562), said(3, 3), said(0, 4)]).toEqual([
      '16 in every 25',
      '23834 in every 36781',
      'all',
      'none',
    ]);
    expect(
      carried({
        threshold: { comparison: 'at-least', numerator: 1, denominator: 1 },
        quorum: { numerator: 2, denominator: 2 },
      }),
    ).toBe('Carried when all of the practices that voted are in favour, if all of the member practices vote.');
    expect(carried({ threshold: { comparison: 'more-than', numerator: 0, denominator: 1 } })).toContain(
      'when any of the practices that voted are in favour',
    );
  });

  it('says of a tie what the count makes of one, whatever the rule', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(rules, fc.nat(4), fc.nat(4), (rule, pairs, abstaining) => {
        const [, , tie = ''] = countingInWords(rule).more;
        seen.add(tie.replace(/(?<=are )[^,]+/, '…'));
        const { for: yes, of, result } = tied(rule, pairs + 1, abstaining);
        const { numerator, denominator } = rule.threshold;
        const reaches = yes * denominator >= of * numerator;
        const isCarried = tie === 'A tie is carried.' || (tie.includes(' if ') && reaches);
        expect(result).toBe(isCarried ? 'carried' : 'defeated');
      }),
      { numRuns: 2_000, endOnFailure: true },
    );
    expect([...seen].sort()).toEqual([
      'A tie falls short of that share, so it is defeated.',
      'A tie is carried if those in favour are …, and otherwise defeated.',
      'A tie is carried.',
      'A tie is defeated.',
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { count, weightOf, type CountingRule, type Member } from './counting.js';
import { choices, type Choice } from './events.js';

const simple: CountingRule = {
  basis: 'practice',
  denominator: 'votes-cast',
  threshold: { comparison: 'more-than', numerator: 1, denominator: 2 },
  quorum: { numerator: 0, denominator: 1 },
  tie: 'defeated',
};
const rollOf = (...sizes: readonly (number | null)[]): readonly Member[] =>
  sizes.map((patients, index) => ({ practice: `E8100${index + 1}`, name: `Practice ${index + 1}`, patients }));
/** Votes in the order of the roll; undefined stays away. */
const votesOf = (roll: readonly Member[], ...given: readonly (Choice | undefined)[]): Record<string, Choice> =>
  Object.fromEntries(roll.flatMap(({ practice }, index) => (given[index] ? [[practice, given[index]]] : [])));
const tally = (rule: CountingRule, sizes: readonly (number | null)[], ...given: readonly (Choice | undefined)[]) => {
  const roll = rollOf(...sizes);
  return count(rule, roll, votesOf(roll, ...given));
};
const atLeast = (numerator: number, denominator: number) =>
  ({ comparison: 'at-least', numerator, denominator }) as const;
const moreThan = (numerator: number, denominator: number) =>
  ({ comparison: 'more-than', numerator, denominator }) as const;

describe('five practices of which one holds 64.8 % of the patients (R-14)', () => {
  const sizes = [47_668, 9_000, 7_000, 5_894, 4_000];
  const alone = ['for', 'against', 'against', 'against', 'against'] as const;
  const byPatients: CountingRule = { ...simple, basis: 'patient', denominator: 'members' };

  it('the big one alone carries a weighted half of all members’ patients', () => {
    expect(tally({ ...byPatients, threshold: atLeast(1, 2) }, sizes, ...alone)).toEqual({
      members: 5,
      tookPart: 5,
      for: 47_668,
      against: 25_894,
      abstained: 0,
      of: 73_562,
      result: 'carried',
    });
  });

  it('the big one alone misses two thirds, and reaches its own share exactly', () => {
    expect(tally({ ...byPatients, threshold: atLeast(2, 3) }, sizes, ...alone).result).toBe('defeated');
    expect(tally({ ...byPatients, threshold: atLeast(47_668, 73_562) }, sizes, ...alone).result).toBe('carried');
    expect(tally({ ...byPatients, threshold: moreThan(47_668, 73_562) }, sizes, ...alone).result).toBe('defeated');
  });

  it('the big one alone is one vote of five unweighted', () => {
    expect(tally(simple, sizes, ...alone)).toMatchObject({ for: 1, against: 4, of: 5, result: 'defeated' });
  });

  it('the four others together cannot carry without it, weighted', () => {
    const others = ['against', 'for', 'for', 'for', 'for'] as const;
    expect(tally({ ...byPatients, threshold: atLeast(1, 2) }, sizes, ...others).result).toBe('defeated');
    expect(tally(simple, sizes, ...others).result).toBe('carried');
  });

  it('the big one alone is quorate only where the quorum asks for no more than a fifth', () => {
    const present = ['for'] as const;
    const rule = { ...byPatients, threshold: atLeast(1, 2) };
    expect(tally({ ...rule, quorum: { numerator: 1, denominator: 5 } }, sizes, ...present).result).toBe('carried');
    expect(tally({ ...rule, quorum: { numerator: 1, denominator: 4 } }, sizes, ...present).result).toBe('inquorate');
  });
});

describe('the weight of a vote (R-14)', () => {
  it.each([
    ['down', 499, 0],
    ['down', 500, 0],
    ['down', 999, 0],
    ['down', 1000, 1],
    ['down', 7500, 7],
    ['nearest', 499, 0],
    ['nearest', 500, 1],
    ['nearest', 1499, 1],
    ['nearest', 1500, 2],
    ['nearest', 2500, 3],
    ['up', 0, 0],
    ['up', 1, 1],
    ['up', 500, 1],
    ['up', 1000, 1],
    ['up', 1001, 2],
  ] as const)('in thousands rounded %s: %i patients weigh %i', (rounding, patients, weight) => {
    expect(weightOf({ ...simple, basis: 'thousand-patients', rounding }, patients)).toBe(weight);
  });

  it('in thousands rounds to the nearest where the constitution does not say', () => {
    expect(weightOf({ ...simple, basis: 'thousand-patients' }, 499)).toBe(0);
    expect(weightOf({ ...simple, basis: 'thousand-patients' }, 500)).toBe(1);
  });

  it('is nothing without a list size, and one where each practice has one vote', () => {
    expect(weightOf({ ...simple, basis: 'patient' }, null)).toBe(0);
    expect(weightOf({ ...simple, basis: 'thousand-patients', rounding: 'up' }, null)).toBe(0);
    expect(weightOf(simple, null)).toBe(1);
  });
});

describe('practices without a list size', () => {
  const rule: CountingRule = { ...simple, basis: 'patient', quorum: { numerator: 2, denominator: 3 } };

  it('count for the quorum and weigh nothing', () => {
    expect(tally(rule, [null, 5000, 4000], 'against', 'for')).toMatchObject({ tookPart: 2, for: 5000, against: 0 });
    expect(tally(rule, [null, 5000, 4000], 'against', 'for').result).toBe('carried');
    expect(tally(rule, [null, 5000, 4000], undefined, 'for').result).toBe('inquorate');
  });

  it('cannot carry anything alone', () => {
    const anything = { ...rule, threshold: atLeast(0, 1), tie: 'carried' } as const;
    expect(tally(anything, [null, null], 'for', 'for').result).toBe('defeated');
  });
});

describe('the denominator (R-14)', () => {
  const votes = ['for', 'for', 'against', 'abstain', undefined] as const;
  const sizes = [1, 1, 1, 1, 1];

  it.each([
    ['members', 5, 'defeated'],
    ['votes-cast', 4, 'defeated'],
    ['votes-cast-without-abstentions', 3, 'carried'],
  ] as const)('%s: two for, one against, one abstention, one away are two of %i', (denominator, of, result) => {
    expect(tally({ ...simple, denominator }, sizes, ...votes)).toMatchObject({ for: 2, abstained: 1, of, result });
  });

  it('at least a half differs from more than a half by exactly the half', () => {
    const half = { ...simple, threshold: atLeast(1, 2) };
    expect(tally(half, sizes, ...votes).result).toBe('carried');
    expect(tally(simple, sizes, ...votes).result).toBe('defeated');
  });
});

describe('a tie (R-14)', () => {
  const tied = ['for', 'for', 'against', 'against'] as const;
  const sizes = [1, 1, 1, 1];

  it('is what the constitution says where half is the threshold, “at least” or “more than”', () => {
    for (const threshold of [atLeast(1, 2), moreThan(1, 2)]) {
      expect(tally({ ...simple, threshold, tie: 'carried' }, sizes, ...tied).result).toBe('carried');
      expect(tally({ ...simple, threshold, tie: 'defeated' }, sizes, ...tied).result).toBe('defeated');
    }
  });

  it('of weights counts, not of practices', () => {
    const rule: CountingRule = { ...simple, basis: 'patient', tie: 'carried' };
    expect(tally(rule, [3000, 1000, 2000], 'for', 'against', 'against').result).toBe('carried');
    expect(tally(rule, [3000, 1000, 2001], 'for', 'against', 'against').result).toBe('defeated');
  });

  it('carries nothing that falls short of the threshold: where three of five lose, two of four do not win', () => {
    const twoThirds: CountingRule = { ...simple, threshold: atLeast(2, 3), tie: 'carried' };
    expect(tally(twoThirds, sizes, 'for', 'for', 'for', 'against').result).toBe('carried');
    expect(tally(twoThirds, [1, 1, 1, 1, 1], 'for', 'for', 'for', 'against', 'against').result).toBe('defeated');
    expect(tally(twoThirds, sizes, ...tied).result).toBe('defeated');
    const ofMembers: CountingRule = { ...simple, denominator: 'members', tie: 'carried' };
    expect(tally(ofMembers, [1, 1, 1, 1, 1], 'for', 'against').result).toBe('defeated');
  });

  it('of nothing with nothing carries nothing', () => {
    const rule: CountingRule = { ...simple, threshold: atLeast(1, 2), tie: 'carried' };
    expect(tally(rule, sizes).result).toBe('defeated');
    expect(tally(rule, sizes, 'abstain', 'abstain').result).toBe('defeated');
  });
});

describe('the quorum (R-14)', () => {
  const twoThirds: CountingRule = { ...simple, quorum: { numerator: 2, denominator: 3 } };

  it('is reached exactly, and missed by one', () => {
    expect(tally(twoThirds, [1, 1, 1, 1, 1, 1], 'for', 'for', 'for', 'for').result).toBe('carried');
    expect(tally(twoThirds, [1, 1, 1, 1, 1, 1], 'for', 'for', 'for').result).toBe('inquorate');
    expect(tally(twoThirds, [1, 1, 1, 1, 1], 'for', 'for', 'for').result).toBe('inquorate');
  });

  it('counts abstentions as taking part', () => {
    expect(tally(twoThirds, [1, 1, 1], 'for', 'abstain').result).not.toBe('inquorate');
    expect(tally(twoThirds, [1, 1, 1], 'for').result).toBe('inquorate');
  });

  it('counts practices, not their weight', () => {
    const rule: CountingRule = { ...twoThirds, basis: 'patient' };
    expect(tally(rule, [90_000, 10, 10], 'for').result).toBe('inquorate');
  });
});

describe('exactness (R-14)', () => {
  const rule: CountingRule = { ...simple, basis: 'patient', denominator: 'members' };
  const all = Number.MAX_SAFE_INTEGER;

  it('tells a majority by one among the largest numbers there are', () => {
    const larger = (all + 1) / 2;
    expect(tally(rule, [larger, all - larger], 'for', 'against').result).toBe('carried');
    expect(tally(rule, [larger - 1, all - larger + 1], 'for', 'against').result).toBe('defeated');
  });

  it('counts thirds that no decimal holds', () => {
    expect(tally({ ...rule, threshold: atLeast(1, 3) }, [3_333, 6_666], 'for').result).toBe('carried');
    expect(tally({ ...rule, threshold: atLeast(1, 3) }, [3_333, 6_667], 'for').result).toBe('defeated');
    expect(tally({ ...rule, threshold: moreThan(1, 3) }, [3_333, 6_666], 'for').result).toBe('defeated');
  });

  it('takes fractions of any size', () => {
    const huge = atLeast(all - 1, all);
    expect(tally({ ...rule, threshold: huge }, [all - 1, 1], 'for', 'against').result).toBe('carried');
    expect(tally({ ...rule, threshold: huge }, [all - 2, 2], 'for', 'against').result).toBe('defeated');
  });
});

const fraction = fc
  .record({ denominator: fc.integer({ min: 1, max: 1000 }), numerator: fc.nat(1000) })
  .map(({ denominator, numerator }) => ({ denominator, numerator: numerator % (denominator + 1) }));
const countingRule: fc.Arbitrary<CountingRule> = fc.record({
  basis: fc.constantFrom('practice', 'patient', 'thousand-patients'),
  rounding: fc.constantFrom('down', 'nearest', 'up'),
  denominator: fc.constantFrom('members', 'votes-cast', 'votes-cast-without-abstentions'),
  threshold: fc
    .tuple(fc.constantFrom('at-least' as const, 'more-than' as const), fraction)
    .map(([comparison, each]) => ({ comparison, ...each })),
  quorum: fraction,
  tie: fc.constantFrom('carried', 'defeated'),
});
const sizeOfList = fc.option(fc.oneof(fc.nat(30_000), fc.constantFrom(499, 500, 1000, 1_000_000_000_000)));
const ballot = fc
  .array(fc.record({ patients: sizeOfList, choice: fc.option(fc.constantFrom(...choices), { nil: undefined }) }), {
    minLength: 1,
    maxLength: 30,
  })
  .map((practices) => {
    const roll = rollOf(...practices.map(({ patients }) => patients));
    return { roll, votes: votesOf(roll, ...practices.map(({ choice }) => choice)) };
  });

/** A rational number, as slowly and plainly as can be. */
type Rational = readonly [above: bigint, below: bigint];
const compare = ([a, b]: Rational, [c, d]: Rational): number => (a * d < c * b ? -1 : a * d > c * b ? 1 : 0);

function expectedResult(rule: CountingRule, roll: readonly Member[], votes: Readonly<Record<string, Choice>>): string {
  const weigh = (patients: number | null): bigint => {
    if (rule.basis === 'practice') return 1n;
    const registered = BigInt(patients ?? 0);
    if (rule.basis === 'patient') return registered;
    const [whole, rest] = [registered / 1000n, registered % 1000n];
    if (rule.rounding === 'down') return whole;
    return rest === 0n || (rule.rounding === 'nearest' && rest < 500n) ? whole : whole + 1n;
  };
  const sum = (...kinds: readonly (Choice | undefined)[]): bigint =>
    roll
      .filter(({ practice }) => kinds.includes(votes[practice]))
      .map(({ patients }) => weigh(patients))
      .reduce((all, each) => all + each, 0n);
  const took = BigInt(roll.filter(({ practice }) => votes[practice] !== undefined).length);
  if (compare([took, BigInt(roll.length)], [BigInt(rule.quorum.numerator), BigInt(rule.quorum.denominator)]) < 0)
    return 'inquorate';
  const yes = sum('for');
  if (yes === 0n) return 'defeated';
  const whole = {
    members: sum('for', 'against', 'abstain', undefined),
    'votes-cast': sum('for', 'against', 'abstain'),
    'votes-cast-without-abstentions': sum('for', 'against'),
  }[rule.denominator];
  const order = compare([yes, whole], [BigInt(rule.threshold.numerator), BigInt(rule.threshold.denominator)]);
  if (yes === sum('against')) return rule.tie === 'carried' && order >= 0 ? 'carried' : 'defeated';
  return order > 0 || (order === 0 && rule.threshold.comparison === 'at-least') ? 'carried' : 'defeated';
}

describe('whatever the rule, the roll and the votes (R-14)', () => {
  it('the count is what rational arithmetic makes it', () => {
    fc.assert(
      fc.property(countingRule, ballot, (rule, { roll, votes }) => {
        expect(count(rule, roll, votes).result).toBe(expectedResult(rule, roll, votes));
      }),
      { numRuns: 1000 },
    );
  });

  it('the order of the roll changes nothing', () => {
    const shuffled = ballot.chain(({ roll, votes }) =>
      fc
        .shuffledSubarray([...roll], { minLength: roll.length, maxLength: roll.length })
        .map((other) => ({ roll, other, votes })),
    );
    fc.assert(
      fc.property(countingRule, shuffled, (rule, { roll, other, votes }) => {
        expect(count(rule, other, votes)).toEqual(count(rule, roll, votes));
      }),
    );
  });

  it('votes of practices that are not on the roll change nothing', () => {
    fc.assert(
      fc.property(countingRule, ballot, (rule, { roll, votes }) => {
        expect(count(rule, roll, { ...votes, Y99999: 'for' })).toEqual(count(rule, roll, votes));
      }),
    );
  });

  it('one more “for” never loses a ballot that was carried, where the threshold is a half or more', () => {
    const half = countingRule.map((rule) => {
      const { numerator, denominator } = rule.threshold;
      const least = Math.ceil(denominator / 2);
      return { ...rule, threshold: { ...rule.threshold, numerator: Math.max(numerator, least) } };
    });
    fc.assert(
      fc.property(half, ballot, fc.nat(), (rule, { roll, votes }, which) => {
        const turned = { ...votes, [roll[which % roll.length]!.practice]: 'for' as const };
        if (count(rule, roll, votes).result === 'carried') expect(count(rule, roll, turned).result).toBe('carried');
      }),
      { numRuns: 1000 },
    );
  });
});

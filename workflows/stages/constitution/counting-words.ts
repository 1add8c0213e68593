/** A counting rule as people read it (R-14). */
import type { CountingRule, Fraction } from './counting-rule.js';

/** Whole sentences. `carried` says when a vote is carried; `more` what else decides how it is counted. */
export interface CountingWords {
  readonly carried: string;
  readonly more: readonly string[];
}

/** What is said of a rule here is what `count` does with it. */
export function countingInWords(rule: CountingRule): CountingWords {
  const { basis, threshold, quorum } = rule;
  const share = `${thresholdInWords(threshold)} of ${wholeInWords(rule)}`;
  const carried = basis === 'practice' ? `${share} are in favour` : `the practices in favour have ${share}`;
  const hasQuorum = quorum.numerator > 0;
  return {
    carried: hasQuorum
      ? `Carried when ${carried}, if ${atLeast(quorum)} of the member practices vote.`
      : `Carried when ${carried}.`,
    more: [
      weightInWords(rule),
      abstentionInWords(rule),
      tieInWords(rule),
      ...(hasQuorum
        ? [`Whoever abstains takes part. If fewer than ${shareInWords(quorum)} take part, the ballot is inquorate.`]
        : []),
    ],
  };
}

/** `two thirds`, `16 in every 25`, `all`. */
export function shareInWords(fraction: Fraction): string {
  const { numerator, denominator } = reduced(fraction);
  if (numerator === denominator) return 'all';
  if (numerator === 0) return 'none';
  const part = parts[denominator];
  const count = counts[numerator];
  if (part === undefined || count === undefined) return `${numerator} in every ${denominator}`;
  if (denominator === 2) return part;
  return `${count} ${numerator === 1 ? part : `${part}s`}`;
}

/** By what a fraction is divided. */
const parts: Readonly<Record<number, string>> = {
  2: 'half',
  3: 'third',
  4: 'quarter',
  5: 'fifth',
  6: 'sixth',
  7: 'seventh',
  8: 'eighth',
  9: 'ninth',
  10: 'tenth',
};

const counts: Readonly<Record<number, string>> = {
  1: 'one',
  2: 'two',
  3: 'three',
  4: 'four',
  5: 'five',
  6: 'six',
  7: 'seven',
  8: 'eight',
  9: 'nine',
};

/** In lowest terms. */
export function reduced({ numerator, denominator }: Fraction): Fraction {
  const by = greatestCommonDivisor(numerator, denominator);
  return { numerator: numerator / by, denominator: denominator / by };
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

export const thresholdInWords = ({ comparison, ...share }: CountingRule['threshold']): string =>
  comparison === 'at-least' ? atLeast(share) : moreThan(share);

/** Nothing is carried that nobody is in favour of, so at least nothing is anything. */
function atLeast(share: Fraction): string {
  if (share.numerator === 0) return 'any';
  const words = shareInWords(share);
  return words === 'all' ? words : `at least ${words}`;
}

const moreThan = (share: Fraction): string => (share.numerator === 0 ? 'any' : `more than ${shareInWords(share)}`);

/** What the threshold is a share of. */
export function wholeInWords({ basis, denominator }: Pick<CountingRule, 'basis' | 'denominator'>): string {
  const practices = {
    members: 'all the member practices',
    'votes-cast': 'the practices that voted',
    'votes-cast-without-abstentions': 'the practices that voted for or against',
  }[denominator];
  if (basis === 'practice') return practices;
  return `the ${basis === 'patient' ? 'registered patients' : 'votes'} of ${practices}`;
}

function weightInWords({ basis, rounding = 'nearest' }: CountingRule): string {
  if (basis === 'practice') return 'Each practice has one vote, whatever its size.';
  if (basis === 'patient') return 'Each practice has one vote for each of its registered patients.';
  const rounded = {
    down: 'Parts of 1,000 are rounded down.',
    up: 'Parts of 1,000 are rounded up.',
    nearest: 'Parts of 1,000 are rounded to the nearest 1,000, and 500 is rounded up.',
  }[rounding];
  return `Each practice has one vote for every 1,000 of its registered patients. ${rounded}`;
}

const abstentionInWords = ({ denominator }: CountingRule): string =>
  ({
    members: 'Practices that abstain or do not vote are not in favour.',
    'votes-cast': 'An abstention is a vote that is not in favour.',
    'votes-cast-without-abstentions': 'An abstention counts neither for nor against.',
  })[denominator];

/** Equal weights are a half at most of what a threshold is a share of, so above a half the rule for ties decides nothing. */
function tieInWords({ threshold, denominator, tie }: CountingRule): string {
  const { numerator, denominator: whole } = threshold;
  if (2 * numerator > whole) return 'A tie falls short of that share, so it is defeated.';
  if (tie === 'defeated') return 'A tie is defeated.';
  const alwaysReaches = denominator === 'votes-cast-without-abstentions' || numerator === 0;
  if (alwaysReaches) return 'A tie is carried.';
  return `A tie is carried if those in favour are ${atLeast(threshold)}, and otherwise defeated.`;
}

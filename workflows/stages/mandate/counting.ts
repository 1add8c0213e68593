/** Counting a ballot by the constitution's rule, in whole numbers only. */
import type { CountingRule } from '../constitution/counting-rule.js';
import type { Choice } from './events.js';

export type { CountingRule };

export interface Member {
  readonly practice: string;
  readonly name: string;
  /** Registered patients; null where the register has no list size: a ballot that weighs by patients does not open then. */
  readonly patients: number | null;
}

export interface Tally {
  readonly members: number;
  readonly tookPart: number;
  /** Weights, by the rule's basis. */
  readonly for: number;
  readonly against: number;
  readonly abstained: number;
  /** The weight the threshold is taken of. */
  readonly of: number;
  readonly result: 'carried' | 'defeated' | 'inquorate';
}

/** What a practice's vote weighs. `nearest` rounds halves up. */
export function weightOf(rule: CountingRule, patients: number | null): number {
  if (rule.basis === 'practice') return 1;
  const registered = patients ?? 0;
  if (rule.basis === 'patient') return registered;
  switch (rule.rounding ?? 'nearest') {
    case 'down':
      return Math.floor(registered / 1000);
    case 'up':
      return Math.ceil(registered / 1000);
    case 'nearest':
      return Math.floor((registered + 500) / 1000);
  }
}

/** Counts a ballot: the roll as it was frozen, each practice's last vote. */
export function count(rule: CountingRule, roll: readonly Member[], votes: Readonly<Record<string, Choice>>): Tally {
  const weights = { for: 0, against: 0, abstain: 0 };
  let all = 0;
  let tookPart = 0;
  for (const { practice, patients } of roll) {
    const weight = weightOf(rule, patients);
    const choice = votes[practice];
    all += weight;
    if (choice === undefined) continue;
    weights[choice] += weight;
    tookPart += 1;
  }
  const cast = weights.for + weights.against + weights.abstain;
  const of = rule.denominator === 'members' ? all : rule.denominator === 'votes-cast' ? cast : cast - weights.abstain;
  const sums = { for: weights.for, against: weights.against, abstained: weights.abstain, of };
  const quorate = reaches(tookPart, roll.length, { ...rule.quorum, comparison: 'at-least' });
  return { members: roll.length, tookPart, ...sums, result: quorate ? resultOf(rule, sums) : 'inquorate' };
}

function resultOf(
  rule: CountingRule,
  { for: yes, against, of }: Pick<Tally, 'for' | 'against' | 'of'>,
): 'carried' | 'defeated' {
  if (yes === 0) return 'defeated';
  if (yes !== against) return reaches(yes, of, rule.threshold) ? 'carried' : 'defeated';
  return rule.tie === 'carried' && reaches(yes, of, { ...rule.threshold, comparison: 'at-least' })
    ? 'carried'
    : 'defeated';
}

/** part/whole compared with a fraction by cross-multiplication: exact, and no division by nothing. */
function reaches(
  part: number,
  whole: number,
  { comparison, numerator, denominator }: CountingRule['threshold'],
): boolean {
  const left = BigInt(part) * BigInt(denominator);
  const right = BigInt(whole) * BigInt(numerator);
  return comparison === 'at-least' ? left >= right : left > right;
}

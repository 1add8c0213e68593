/** How a ballot came to its result, step by step, so that whoever verifies it can do each step again (R-14, R-15). */
import type { CountingRule, Fraction } from '../constitution/counting-rule.js';
import { reduced, thresholdInWords, wholeInWords } from '../constitution/counting-words.js';
import type { Tally } from './counting.js';

export interface WorkingStep {
  readonly title: string;
  /** The sum, in exact numbers. */
  readonly working: string;
  /** What follows, as a sentence. */
  readonly finding: string;
}

/** How many practices said what; the weights are in the tally. */
export interface Practices {
  readonly for: number;
  readonly against: number;
  readonly abstained: number;
}

/** The steps by which `count` came to its tally. */
export function workingOf(rule: CountingRule, tally: Tally, practices: Practices): readonly WorkingStep[] {
  const took = tookPart(rule, tally, practices);
  if (tally.result === 'inquorate') return [took];
  return [took, whole(rule, tally), ...decided(rule, tally)];
}

function tookPart({ quorum }: CountingRule, { members, tookPart: part, result }: Tally, said: Practices): WorkingStep {
  const needed = exact(members * quorum.numerator, quorum.denominator);
  const isReached = result !== 'inquorate';
  return {
    title: 'Did enough practices take part?',
    working: `${fraction(quorum)} of ${inNumbers(members)} member practices is ${needed}. ${inNumbers(said.for)} for + ${inNumbers(said.against)} against + ${inNumbers(said.abstained)} abstaining = ${inNumbers(part)} took part.`,
    finding: isReached
      ? `${inNumbers(part)} is at least ${needed}, so the ballot is quorate.`
      : `${inNumbers(part)} is fewer than ${needed}, so the ballot is inquorate and decides nothing.`,
  };
}

function whole(rule: CountingRule, tally: Tally): WorkingStep {
  const { for: yes, against, abstained, of } = tally;
  const sum = {
    members: `All member practices together: ${inNumbers(of)}.`,
    'votes-cast': `${inNumbers(yes)} for + ${inNumbers(against)} against + ${inNumbers(abstained)} abstaining = ${inNumbers(of)}.`,
    'votes-cast-without-abstentions': `${inNumbers(yes)} for + ${inNumbers(against)} against = ${inNumbers(of)}. Abstentions (${inNumbers(abstained)}) are left out.`,
  }[rule.denominator];
  return {
    title: 'What is the share of?',
    working: sum,
    finding: `The share is of ${wholeInWords(rule)}: ${inNumbers(of)}.`,
  };
}

function decided(rule: CountingRule, tally: Tally): readonly WorkingStep[] {
  const { for: yes, against, of, result } = tally;
  const { threshold } = rule;
  const needed = exact(of * threshold.numerator, threshold.denominator);
  const inFavour = `In favour: ${[`${inNumbers(yes)} of ${inNumbers(of)}`, ...(of > 0 ? [`which is ${fraction({ numerator: yes, denominator: of })}`] : [])].join(', ')}.`;
  const working = `${fraction(threshold)} of ${inNumbers(of)} is ${needed}. ${inFavour}`;
  const outcome = result === 'carried' ? 'the ballot is carried' : 'the ballot is defeated';
  const title = `Are ${thresholdInWords(threshold)} in favour?`;
  if (yes === 0) return [{ title, working, finding: `No vote is in favour, so ${outcome}.` }];
  if (yes === against) return [{ title, working, finding: `${tied(rule, needed, yes, of)}, so ${outcome}.` }];
  return [{ title, working, finding: `${compared(threshold, yes, of, needed)}, so ${outcome}.` }];
}

/** The numbers, as they compare. */
function compared(threshold: CountingRule['threshold'], yes: number, of: number, needed: string): string {
  const [left, right] = [BigInt(yes) * BigInt(threshold.denominator), BigInt(of) * BigInt(threshold.numerator)];
  const words = left > right ? 'more than' : left === right ? 'exactly' : 'less than';
  const found = `${inNumbers(yes)} is ${words} ${needed}`;
  return threshold.comparison === 'more-than' && left === right ? `${found}, and more is needed` : found;
}

function tied({ tie, threshold }: CountingRule, needed: string, yes: number, of: number): string {
  const equal = 'As many votes are for as against';
  if (tie === 'defeated') return `${equal}, and the constitution counts a tie as defeated`;
  const reaches = BigInt(yes) * BigInt(threshold.denominator) >= BigInt(of) * BigInt(threshold.numerator);
  return reaches
    ? `${equal}, ${inNumbers(yes)} is at least ${needed}, and the constitution counts a tie as carried`
    : `${equal}, and ${inNumbers(yes)} is less than ${needed}, which no tie makes up for`;
}

const inNumbers = (value: number): string => new Intl.NumberFormat('en-GB').format(value);

const fraction = (share: Fraction): string => {
  const { numerator, denominator } = reduced(share);
  return denominator === 1 ? inNumbers(numerator) : `${inNumbers(numerator)}/${inNumbers(denominator)}`;
};

/** A quotient in whole numbers: `5`, `5 1/2`, `2/3`. Products here stay far below 2^53: ten thousand times the patients of a CCG. */
export function exact(numerator: number, denominator: number): string {
  const wholes = Math.floor(numerator / denominator);
  const rest = numerator - wholes * denominator;
  if (rest === 0) return inNumbers(wholes);
  const part = fraction({ numerator: rest, denominator });
  return wholes === 0 ? part : `${inNumbers(wholes)} ${part}`;
}

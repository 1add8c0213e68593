import { describe, expect, it } from '@jest/globals';
import { count, type CountingRule, type Member } from './counting.js';
import type { Choice } from './events.js';
import { exact, workingOf } from './working.js';

const half = { numerator: 1, denominator: 2 };
const simple: CountingRule = {
  basis: 'practice',
  denominator: 'votes-cast',
  threshold: { comparison: 'more-than', ...half },
  quorum: half,
  tie: 'defeated',
};

/** The steps for practices of these sizes that voted so; undefined stays away. */
function steps(rule: CountingRule, given: readonly (Choice | undefined)[], sizes: readonly number[] = []) {
  const roll = given.map((_, index): Member => {
    const practice = `A8100${index + 1}`;
    return { practice, name: practice, patients: sizes[index] ?? 5_000 };
  });
  const votes = roll.flatMap(({ practice }, index) => {
    const choice = given[index];
    return choice === undefined ? [] : [[practice, choice] as const];
  });
  const said = (choice: Choice) => given.filter((each) => each === choice).length;
  const practices = { for: said('for'), against: said('against'), abstained: said('abstain') };
  return workingOf(rule, count(rule, roll, Object.fromEntries(votes)), practices);
}

const findings = (...of: Parameters<typeof steps>) => steps(...of).map(({ finding }) => finding);

describe('how a ballot came to its result, step by step (R-14)', () => {
  it('shows each sum in exact numbers', () => {
    expect(steps(simple, ['for', 'for', 'against', 'abstain', undefined])).toEqual([
      {
        title: 'Did enough practices take part?',
        working: '1/2 of 5 member practices is 2 1/2. 2 for + 1 against + 1 abstaining = 4 took part.',
        finding: '4 is at least 2 1/2, so the ballot is quorate.',
      },
      {
        title: 'What is the share of?',
        working: '2 for + 1 against + 1 abstaining = 4.',
        finding: 'The share is of the practices that voted: 4.',
      },
      {
        title: 'Are more than half in favour?',
        working: '1/2 of 4 is 2. In favour: 2 of 4, which is 1/2.',
        finding: '2 is exactly 2, and more is needed, so the ballot is defeated.',
      },
    ]);
  });

  it('weighs by patients, and compares fractions that no decimal number holds', () => {
    const rule: CountingRule = {
      ...simple,
      basis: 'patient',
      denominator: 'members',
      threshold: { comparison: 'at-least', numerator: 2, denominator: 3 },
    };
    const [, whole, share] = steps(
      rule,
      ['for', 'against', 'against', 'against', 'against'],
      [47_668, 9_000, 7_000, 5_894, 4_000],
    );
    expect(whole?.finding).toBe('The share is of the registered patients of all the member practices: 73,562.');
    expect(share).toMatchObject({
      working: '2/3 of 73,562 is 49,041 1/3. In favour: 47,668 of 73,562, which is 23,834/36,781.',
      finding: '47,668 is less than 49,041 1/3, so the ballot is defeated.',
    });
  });

  it('ends where too few took part', () => {
    expect(findings(simple, ['for', 'for', undefined, undefined, undefined])).toEqual([
      '2 is fewer than 2 1/2, so the ballot is inquorate and decides nothing.',
    ]);
  });

  it('says what a tie comes to, and that none carries what falls short', () => {
    const carries: CountingRule = { ...simple, tie: 'carried' };
    const last = (rule: CountingRule, ...given: Choice[]) => findings(rule, given).at(-1);
    expect(last(simple, 'for', 'against')).toBe(
      'As many votes are for as against, and the constitution counts a tie as defeated, so the ballot is defeated.',
    );
    expect(last(carries, 'for', 'against')).toBe(
      'As many votes are for as against, 1 is at least 1, and the constitution counts a tie as carried, so the ballot is carried.',
    );
    expect(last(carries, 'for', 'against', 'abstain')).toBe(
      'As many votes are for as against, and 1 is less than 1 1/2, which no tie makes up for, so the ballot is defeated.',
    );
  });

  it('leaves abstentions out where the rule does, and says so where nobody is in favour', () => {
    const without: CountingRule = { ...simple, denominator: 'votes-cast-without-abstentions' };
    expect(steps(without, ['abstain', 'abstain']).slice(1)).toEqual([
      {
        title: 'What is the share of?',
        working: '0 for + 0 against = 0. Abstentions (2) are left out.',
        finding: 'The share is of the practices that voted for or against: 0.',
      },
      {
        title: 'Are more than half in favour?',
        working: '1/2 of 0 is 0. In favour: 0 of 0.',
        finding: 'No vote is in favour, so the ballot is defeated.',
      },
    ]);
  });

  it('writes quotients exactly', () => {
    expect([exact(6, 2), exact(5, 2), exact(2, 3), exact(0, 7), exact(14_700, 4)]).toEqual([
      '3',
      '2 1/2',
      '2/3',
      '0',
      '3,675',
    ]);
  });
});

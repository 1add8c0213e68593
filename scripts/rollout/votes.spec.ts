import { describe, expect, it } from '@jest/globals';
import { inventRegister } from '../../demonstration/register/invented.js';
import { count, type CountingRule, type Member, type Tally } from '../../workflows/stages/mandate/counting.js';
import { planVotes, type Vote } from './votes.js';

const ccgs = inventRegister(2014).map(({ data }) => ({
  code: data.code,
  rule: data.constitution.counting,
  roll: data.practices.map(({ code, name, patients }): Member => ({ practice: code, name, patients })),
}));
const results: readonly Tally['result'][] = ['carried', 'defeated', 'inquorate'];

const counted = (rule: CountingRule, roll: readonly Member[], votes: readonly Vote[]): Tally =>
  count(rule, roll, Object.fromEntries(votes.map(({ practice, choice }) => [practice, choice])));

describe('planned votes', () => {
  it.each(results)('come to %s under the counting rule of every CCG of the register', (result) => {
    for (const { rule, roll, code } of ccgs)
      expect({ code, result: counted(rule, roll, planVotes(rule, roll, result, 7)).result }).toEqual({ code, result });
  });

  it('are for, against and abstentions, and some practices stay away', () => {
    const votes = ccgs.flatMap(({ rule, roll }) => planVotes(rule, roll, 'carried', 7));
    const share = (choice: string): number => votes.filter((vote) => vote.choice === choice).length / votes.length;
    const turnout = votes.length / ccgs.reduce((sum, { roll }) => sum + roll.length, 0);
    expect(turnout).toBeGreaterThan(0.75);
    expect(turnout).toBeLessThan(0.97);
    expect(share('against')).toBeGreaterThan(0.05);
    expect(share('abstain')).toBeGreaterThan(0.02);
    expect(votes.some(({ before, choice }) => before !== undefined && before !== choice)).toBe(true);
  });

  it('name each practice of the roll once at most', () => {
    for (const { rule, roll } of ccgs) {
      const voting = planVotes(rule, roll, 'carried', 7).map(({ practice }) => practice);
      expect(new Set(voting).size).toBe(voting.length);
      expect(roll.map(({ practice }) => practice)).toEqual(expect.arrayContaining(voting));
    }
  });

  it('are the same from the same seed', () => {
    const [{ rule, roll }] = ccgs as [(typeof ccgs)[number]];
    expect(planVotes(rule, roll, 'carried', 1)).toEqual(planVotes(rule, roll, 'carried', 1));
    expect(planVotes(rule, roll, 'carried', 2)).not.toEqual(planVotes(rule, roll, 'carried', 1));
  });
});

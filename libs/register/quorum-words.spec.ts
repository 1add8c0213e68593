import { describe, expect, it } from '@jest/globals';
import { offices } from '../../workflows/committee-meeting/quorum.js';
import {
  fourWithTheChair,
  layMemberAndNamedExecutive,
  manyOffices,
  oneOfEach,
} from '../../workflows/committee-meeting/quorum-rules.js';
import { quorumMet, type QuorumRule } from '../../workflows/committee-meeting/quorum.js';
import { quorumInWords, quorumParts, type Counted } from './quorum-words.js';

const called = (office: string): string => (offices as Readonly<Record<string, string>>)[office] ?? office;
const person = (id: string, ...held: readonly string[]): Counted => ({ id, offices: held, voting: true });
const chair = person('chair', 'chair', 'lay-member');
const gp = person('gp', 'gp');
const finance = person('finance', 'finance-officer', 'executive');
const observer: Counted = { id: 'observer', offices: [], voting: false };

describe('a quorum in words (R-47)', () => {
  it.each<readonly [QuorumRule, string]>([
    [
      layMemberAndNamedExecutive,
      'at least 3 members; at least 1 lay member; and at least 1 chief officer, finance officer or head of contracting',
    ],
    [
      manyOffices,
      'at least 3 non-executives; at least 1 GP; at least 2 chief officers; at least 1 finance officer; at least 1 head of contracting; and at least 2 members without a vote',
    ],
    [oneOfEach, 'at least 1 lay member; at least 1 GP; and at least 1 executive'],
    [
      fourWithTheChair,
      'at least 4 members; at least 1 chief officer or finance officer; at least 2 lay members, nurses or secondary-care consultants; and at least 1 chair or vice-chair',
    ],
    [
      { atLeast: 2, of: { offices: ['head-of-contracting'], voting: true } },
      'at least 2 heads of contracting with a vote',
    ],
    [
      { any: [{ atLeast: 5 }, { all: [{ atLeast: 3 }, { atLeast: 1, of: { offices: ['gp'] } }] }] },
      'either at least 5 members, or (at least 3 members; and at least 1 GP)',
    ],
    [
      { all: [{ any: [{ atLeast: 5 }, { atLeast: 1, of: { offices: ['gp'] } }] }, { atLeast: 2 }] },
      '(either at least 5 members, or at least 1 GP); and at least 2 members',
    ],
    [{ all: [{ atLeast: 1 }] }, 'at least 1 member'],
    [{ all: [{ all: [{ atLeast: 1 }] }, { atLeast: 2 }] }, 'at least 1 member; and at least 2 members'],
  ])('%j', (rule, words) => {
    expect(quorumInWords(rule, called)).toBe(words);
  });

  it('spells an office that nobody has words for', () => {
    expect(quorumInWords({ atLeast: 1, of: { offices: ['public-health-lead'] } })).toBe(
      'at least 1 public health lead',
    );
  });

  it('says who counts toward which part, one person toward several', () => {
    const { met, parts, counted } = quorumParts(layMemberAndNamedExecutive, [chair, gp, finance, finance], called);
    expect(met).toBe(true);
    expect(parts.map((part) => [part.words, part.met, part.counted])).toEqual([
      ['at least 3 members', true, ['chair', 'gp', 'finance']],
      ['at least 1 lay member', true, ['chair']],
      ['at least 1 chief officer, finance officer or head of contracting', true, ['finance']],
    ]);
    expect(counted).toEqual(['chair', 'gp', 'finance']);
  });

  it('counts members without a vote only where they are asked for', () => {
    expect(quorumParts({ atLeast: 1, of: { voting: false } }, [chair, observer]).counted).toEqual(['observer']);
    expect(quorumParts({ atLeast: 2, of: { voting: true } }, [chair, observer])).toMatchObject({
      met: false,
      counted: ['chair'],
    });
  });

  it('is met exactly where the rule is', () => {
    const rules: readonly QuorumRule[] = [
      layMemberAndNamedExecutive,
      manyOffices,
      oneOfEach,
      fourWithTheChair,
      { any: [oneOfEach, { atLeast: 4 }] },
    ];
    const people = [chair, gp, finance, observer];
    for (const rule of rules)
      for (let some = 0; some < 2 ** people.length; some += 1) {
        const present = people.filter((_, place) => (some >> place) % 2 === 1);
        expect(quorumParts(rule, present).met).toBe(quorumMet(rule, present));
      }
  });
});

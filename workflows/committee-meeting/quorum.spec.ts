import { describe, expect, it } from '@jest/globals';
import { fourWithTheChair, layMemberAndNamedExecutive, manyOffices, oneOfEach } from './quorum-rules.js';
import { faultOf, quorumMet, shortfall, type Present, type QuorumRule } from './quorum.js';

const person = (id: string, offices: readonly string[], voting = true): Present => ({ id, offices, voting });
const lay = person('lay', ['chair', 'lay-member', 'non-executive']);
const vice = person('vice', ['vice-chair', 'lay-member', 'non-executive']);
const third = person('third', ['non-executive']);
const gp = person('gp', ['gp']);
const nurse = person('nurse', ['nurse']);
const chief = person('chief', ['chief-officer', 'executive']);
const chief2 = person('chief-2', ['chief-officer', 'executive']);
const finance = person('finance', ['finance-officer', 'executive']);
const contracting = person('contracting', ['head-of-contracting']);
const observers = [person('observer', [], false), person('observer-2', [], false)];
const everybody = [lay, vice, third, gp, nurse, chief, chief2, finance, contracting, ...observers];

const real = [
  ['(a) three with a lay member and a named executive', layMemberAndNamedExecutive],
  ['(b) many offices and two non-voting members', manyOffices],
  ['(c) one lay member, GP and executive', oneOfEach],
  ['(d) four with the chair', fourWithTheChair],
] as const;

describe.each(real)('the real quorum rule %s (R-47)', (_, rule) => {
  it('is a rule, met by everybody and by nobody not', () => {
    expect(faultOf(rule)).toBeUndefined();
    expect([quorumMet(rule, everybody), quorumMet(rule, [])]).toEqual([true, false]);
    expect([shortfall(rule, everybody), shortfall(rule, []).length > 0]).toEqual([[], true]);
  });

  it('is never unmade by one more, and says what is missing exactly where it is not met', () => {
    const subsets = everybody.reduce<readonly (readonly Present[])[]>(
      (sets, one) => [...sets, ...sets.map((set) => [...set, one])],
      [[]],
    );
    const met = new Map(subsets.map((some) => [some.map(({ id }) => id).join(), quorumMet(rule, some)]));
    for (const some of subsets) {
      expect(shortfall(rule, some).length === 0).toBe(met.get(some.map(({ id }) => id).join()));
      for (const one of some) {
        const fewer = some.filter((each) => each !== one).map(({ id }) => id);
        if (met.get(fewer.join())) expect(met.get(some.map(({ id }) => id).join())).toBe(true);
      }
    }
  });
});

describe('each real quorum rule at its edge (R-47)', () => {
  const edges: readonly (readonly [string, QuorumRule, readonly Present[], readonly string[]])[] = [
    ['(a) is met by three', layMemberAndNamedExecutive, [lay, contracting, gp], []],
    ['(a) wants three', layMemberAndNamedExecutive, [lay, chief], ['at least 3 members: 2 present']],
    ['(a) wants a lay member', layMemberAndNamedExecutive, [third, chief, gp], ['at least 1 lay member: 0 present']],
    [
      '(a) wants a named executive',
      layMemberAndNamedExecutive,
      [lay, vice, gp],
      ['at least 1 of chief officer, finance officer or head of contracting: 0 present'],
    ],
    [
      '(b) wants both chief officers and two who do not vote',
      manyOffices,
      [lay, vice, third, gp, chief, finance, contracting, ...observers.slice(1)],
      ['at least 2 chief officers: 1 present', 'at least 2 non-voting members: 1 present'],
    ],
    ['(c) is met by three', oneOfEach, [lay, gp, finance], []],
    ['(c) wants a GP', oneOfEach, [lay, nurse, finance], ['at least 1 GP: 0 present']],
    ['(d) is met by four', fourWithTheChair, [lay, nurse, finance, gp], []],
    ['(d) wants four', fourWithTheChair, [lay, nurse, finance], ['at least 4 members: 3 present']],
    [
      '(d) wants two of the lay members and clinicians who are no GPs',
      fourWithTheChair,
      [lay, gp, finance, chief],
      ['at least 2 of lay member, nurse or secondary-care consultant: 1 present'],
    ],
    [
      '(d) wants the chair or the vice-chair',
      fourWithTheChair,
      [nurse, person('nurse-2', ['nurse']), finance, gp],
      ['at least 1 of chair or vice-chair: 0 present'],
    ],
  ];
  it.each(edges)('%s', (_, rule, present, missing) => {
    expect(shortfall(rule, present)).toEqual(missing);
  });

  it('counts one member in every part they fit: a lay member in the chair is both', () => {
    const rule: QuorumRule = {
      all: [
        { atLeast: 1, of: { offices: ['chair'] } },
        { atLeast: 1, of: { offices: ['lay-member'] } },
      ],
    };
    expect(quorumMet(rule, [lay])).toBe(true);
  });

  it('counts people, not seats: somebody named twice is one', () => {
    expect(shortfall({ atLeast: 2, of: { voting: true } }, [gp, gp])).toEqual(['at least 2 voting members: 1 present']);
    expect(quorumMet({ atLeast: 2, of: { offices: ['chair', 'lay-member'] } }, [lay])).toBe(false);
  });

  it('tells an office it has no words for as it is spelt', () => {
    const rule: QuorumRule = { atLeast: 1, of: { offices: ['toString'], voting: true } };
    expect(shortfall(rule, [gp])).toEqual(['at least 1 voting toString: 0 present']);
  });

  it('is met by any one of alternatives, and says what each lacks', () => {
    const rule: QuorumRule = { any: [oneOfEach, { atLeast: 2, of: { offices: ['non-executive'] } }] };
    expect(quorumMet(rule, [lay, vice])).toBe(true);
    expect(shortfall(rule, [lay])).toEqual([
      'either at least 1 GP: 0 present and at least 1 executive: 0 present, or at least 2 non-executives: 1 present',
    ]);
  });
});

describe('data that should be a quorum rule', () => {
  const deep = (levels: number): unknown => (levels === 0 ? { atLeast: 1 } : { all: [deep(levels - 1)] });

  it.each<readonly [string, unknown, RegExp]>([
    ['nothing', undefined, /as an object/],
    ['a list', [], /as an object/],
    ['an empty object', {}, /one of all, any and atLeast/],
    ['two kinds at once', { all: [{ atLeast: 1 }], atLeast: 1 }, /nothing else/],
    ['no parts, which everybody would meet', { all: [] }, /one part or more/],
    ['too many parts', { any: Array.from({ length: 50 }, () => ({ atLeast: 1 })) }, /50 parts or fewer/],
    ['parts too deep', deep(5), /5 deep or less/],
    ['nobody', { atLeast: 0 }, /1 or more/],
    ['half a person', { atLeast: 1.5 }, /whole number/],
    ['a number in words', { atLeast: '3' }, /whole number/],
    ['an office without a name', { all: [{ atLeast: 1, of: { offices: [''] } }] }, /one office or more/],
    ['an office that is no word', { atLeast: 1, of: { offices: ['\u202epg'] } }, /one office or more/],
    ['no office', { atLeast: 1, of: { offices: [] } }, /one office or more/],
    ['voting as a word', { atLeast: 1, of: { voting: 'yes' } }, /true or false/],
    ['something else asked of people', { atLeast: 1, of: { clinician: true } }, /nothing else/],
  ])('is refused when it is %s', (_, data, words) => {
    expect(faultOf(data)).toMatch(words);
  });

  it('is taken as deep and as wide as the limits', () => {
    expect(faultOf(deep(4))).toBeUndefined();
    expect(faultOf({ any: Array.from({ length: 49 }, () => ({ atLeast: 1 })) })).toBeUndefined();
  });
});

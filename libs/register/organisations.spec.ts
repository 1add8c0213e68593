import { describe, expect, it } from '@jest/globals';
import { contradictionOf } from './contradiction.js';
import type { PracticesMerged, RegisterFact } from './facts.js';
import { registerOf } from './index.js';
import { inventRegister } from '../../demonstration/register/invented.js';

const [ccg, other] = inventRegister(2014) as [RegisterFact<'CcgRegistered'>, RegisterFact<'CcgRegistered'>];
const [here, there] = [ccg.data.code, other.data.code];
const [first, second, third] = ccg.data.practices.map(({ code }) => code) as [string, string, string];
const [elsewhere] = other.data.practices.map(({ code }) => code) as [string];
const north: RegisterFact = { type: 'RegionRegistered', data: { code: 'Y54', name: 'North' } };
const after = (...facts: RegisterFact[]) => registerOf([north, ccg, other, ...facts]);

const patients = (practice: string, count: number | null): RegisterFact => ({
  type: 'ListSizeChanged',
  data: { practice, patients: count, on: '2014-04-01' },
});
const merged = (change: Partial<PracticesMerged> = {}): RegisterFact => ({
  type: 'PracticesMerged',
  data: { from: [second, third], into: first, on: '2014-09-30', ...change },
});

describe('practices that merge (R-80)', () => {
  it('close into one, which takes their patients on', () => {
    const register = after(patients(first, 1_000), patients(second, 200), patients(third, 30), merged());
    expect(register.practice(first, '2014-10-01')).toMatchObject({ status: 'A', patients: 1_230 });
    const voters = (on: string) => register.rollOf(here, on).map(({ practice }) => practice);
    expect(voters('2014-09-30')).toEqual(expect.arrayContaining([first, second, third]));
    expect(voters('2014-10-01')).toContain(first);
    expect(voters('2014-10-01')).not.toContain(second);
    expect(voters('2014-10-01')).not.toContain(third);
    expect(register.practice(second, '2014-10-01')).toMatchObject({
      status: 'C',
      closed: '2014-09-30',
      left: '2014-09-30',
    });
  });

  it.each([
    [[null, 200, 0], null],
    [[100, 200, null], null],
    [[null, null, null], null],
    [[0, 200, 0], 200],
  ] as const)('with list sizes %j have one of %p', ([a, b, c], expected) => {
    const register = after(patients(first, a), patients(second, b), patients(third, c), merged());
    expect(register.practice(first, '2014-10-01')?.patients).toBe(expected);
  });

  it('may be of two CCGs', () => {
    const register = after(merged({ from: [elsewhere] }));
    expect(register.memberOf(elsewhere, '2014-10-01')).toBeUndefined();
    expect(register.memberOf(first, '2014-10-01')).toBe(here);
  });

  const closed: RegisterFact = { type: 'PracticeClosed', data: { practice: second, on: '2014-05-31' } };
  const left: RegisterFact = { type: 'PracticeLeft', data: { practice: first, ccg: here, on: '2014-05-31' } };

  it.each<[string, RegisterFact[], Partial<PracticesMerged>]>([
    ['Practice Z00000 is not registered', [], { into: 'Z00000' }],
    ['Practice Z00000 is not registered', [], { from: [second, 'Z00000'] }],
    [`Practice ${first} is a member of no CCG (R-80)`, [left], {}],
    [`Practice ${second} is a member of no CCG (R-80)`, [closed], { from: [third], into: second }],
    [`Practice ${second} is closed already`, [closed], {}],
    [`Practice ${first} merges with none`, [], { from: [] }],
    ['merges with another, and once', [], { from: [first] }],
    ['merges with another, and once', [], { from: [second, second] }],
    [`Practice ${second} joined ${here} only on 2013-04-01`, [], { on: '2013-03-31' }],
  ])('contradict the register: %s', (because, before, change) => {
    const register = after(...before);
    const known = register.told(first);
    expect(contradictionOf(register, merged(change))).toContain(because);
    expect(() => register.take(merged(change))).toThrow(because);
    expect(register.told(first)).toEqual(known);
  });
});

describe('facts learnt late (R-81)', () => {
  const later = patients(second, 4_321);

  it.each<[string, RegisterFact, (register: ReturnType<typeof after>) => unknown, unknown]>([
    [
      'a practice that joined',
      {
        type: 'PracticeJoined',
        data: { code: 'Y00001', name: 'New', patients: 9, ccg: here, joined: '2013-06-01' },
      },
      (register) => register.memberOf('Y00001', '2013-06-01'),
      here,
    ],
    [
      'a practice that left',
      { type: 'PracticeLeft', data: { practice: first, ccg: here, on: '2013-06-01' } },
      (register) => register.memberOf(first, '2013-06-02'),
      undefined,
    ],
    [
      'a practice that moved',
      { type: 'PracticeMoved', data: { practice: first, from: here, to: there, on: '2013-06-01' } },
      (register) => register.memberOf(first, '2013-06-01'),
      there,
    ],
    [
      'a practice that closed',
      { type: 'PracticeClosed', data: { practice: first, on: '2013-06-01' } },
      (register) => register.memberOf(first, '2013-06-02'),
      undefined,
    ],
    [
      'practices that merged',
      merged({ from: [third], on: '2013-06-01' }),
      (register) => register.memberOf(third, '2013-06-02'),
      undefined,
    ],
  ])('may be of months before what is known already: %s', (_, fact, ask, expected) => {
    const moved: RegisterFact = {
      type: 'PracticeMoved',
      data: { practice: elsewhere, from: there, to: here, on: '2015-04-01' },
    };
    const register = after(later, moved, fact);
    expect(ask(register)).toBe(expected);
    expect(register.practice(second, '2015-04-01')?.patients).toBe(4_321);
    expect(register.memberOf(elsewhere, '2015-04-01')).toBe(here);
  });

  it('cannot be of a day before the membership they end', () => {
    const moved: RegisterFact = {
      type: 'PracticeMoved',
      data: { practice: first, from: here, to: there, on: '2015-04-01' },
    };
    const closed: RegisterFact = { type: 'PracticeClosed', data: { practice: first, on: '2015-03-31' } };
    expect(contradictionOf(after(moved), closed)).toBe(`Practice ${first} joined ${there} only on 2015-04-01.`);
  });
});

describe('a CCG that takes over from others (R-66)', () => {
  // 13T opened four months before its three predecessors closed.
  const successor: RegisterFact<'CcgRegistered'> = {
    type: 'CcgRegistered',
    data: { ...ccg.data, code: '13T', opened: '2014-12-01', practices: [], people: [] },
  };
  const closes = (code: string): RegisterFact => ({
    type: 'CcgClosed',
    data: { code, on: '2015-03-31', successor: '13T', kind: 'merger' },
  });
  const moves = (practice: string, from: string): RegisterFact => ({
    type: 'PracticeMoved',
    data: { practice, from, to: '13T', on: '2015-04-01' },
  });

  it('opens months before they close, and has their practices from the day they move', () => {
    const register = after(successor, closes(here), closes(there), moves(first, here), moves(elsewhere, there));
    expect(register.ccgs({ openOn: '2015-03-31' }).map(({ code }) => code)).toEqual([here, there, '13T']);
    expect(register.ccgs({ openOn: '2015-04-01' }).map(({ code }) => code)).toEqual(['13T']);
    expect(register.rollOf('13T', '2015-03-31')).toEqual([]);
    expect(register.rollOf('13T', '2015-04-01').map(({ practice }) => practice)).toEqual([first, elsewhere].sort());
    expect(register.memberOf(first, '2015-03-31')).toBe(here);
    expect(register.ccg(here)).toMatchObject({ closed: '2015-03-31', successor: '13T', closedBy: 'merger' });
  });

  it('is named when it is a merger', () => {
    const closed = (kind: 'merger' | 'closure'): RegisterFact => ({
      type: 'CcgClosed',
      data: { code: here, on: '2015-03-31', kind },
    });
    expect(contradictionOf(after(), closed('merger'))).toBe(`CCG ${here} merges into a successor, which is not named.`);
    expect(after(closed('closure')).ccg(here)).toMatchObject({ closed: '2015-03-31', closedBy: 'closure' });
  });
});

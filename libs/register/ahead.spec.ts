/** What is told ahead takes effect on its day and not before, and can be told otherwise until then. */
import { describe, expect, it } from '@jest/globals';
import { contradictionOf } from './contradiction.js';
import type { RegisterFact } from './facts.js';
import { registerOf, type Register } from './index.js';
import { constitutionNotInOds } from './ods/compare-ccgs.js';

const today = '2015-05-12';
const ccg = (code: string, practices: readonly string[], opened = '2013-04-01'): RegisterFact => ({
  type: 'CcgRegistered',
  data: {
    code,
    name: `NHS ${code} CCG`,
    region: 'Y54',
    opened,
    constitution: { ...constitutionNotInOds, from: opened },
    practices: practices.map((each) => ({ code: each, name: `Surgery ${each}`, patients: null })),
    people: [],
  },
});
const size = (practice: string, patients: number | null, on = '2015-01-01'): RegisterFact => ({
  type: 'ListSizeChanged',
  data: { practice, patients, on },
});
const known: readonly RegisterFact[] = [
  { type: 'RegionRegistered', data: { code: 'Y54', name: 'North' } },
  ccg('91A', ['Z90001', 'Z90002', 'Z90003']),
  ccg('91B', ['Z90011']),
  ccg('91C', ['Z90021']),
  size('Z90001', 2_874),
  size('Z90002', 9_701),
];
const after = (...facts: RegisterFact[]): Register => registerOf([...known, ...facts]);

const merges = (on: string, from = ['Z90002'], toldOn = today): RegisterFact => ({
  type: 'PracticesMerged',
  data: { from, into: 'Z90001', on, toldOn },
});
const moves = (on: string, to = '91B', from = '91A', toldOn = today): RegisterFact => ({
  type: 'PracticeMoved',
  data: { practice: 'Z90002', from, to, on, toldOn },
});
const leaves = (on: string, toldOn = today): RegisterFact => ({
  type: 'PracticeLeft',
  data: { practice: 'Z90002', ccg: '91A', on, toldOn },
});
const stays = (on: string, toldOn = today): RegisterFact => ({
  type: 'PracticeStays',
  data: { practice: 'Z90002', ccg: '91A', on, toldOn },
});
const sizes = (register: Register, on: string): Record<string, number | null> =>
  Object.fromEntries(register.rollOf('91A', on).map(({ practice, patients }) => [practice, patients]));

describe('a merger that is told ahead (R-13, R-14)', () => {
  it('moves patients on the day after the last, and not before', () => {
    const register = after(merges('2015-11-30'));
    expect(sizes(register, today)).toEqual({ Z90001: 2_874, Z90002: 9_701, Z90003: null });
    expect(sizes(register, '2015-11-30')).toEqual({ Z90001: 2_874, Z90002: 9_701, Z90003: null });
    expect(sizes(register, '2015-12-01')).toEqual({ Z90001: 12_575, Z90003: null });
  });

  it('closes nothing before its day', () => {
    const register = after(merges('2015-11-30'));
    expect(register.practice('Z90002', today)).toMatchObject({ status: 'A', closed: '2015-11-30' });
    expect(register.practice('Z90002', '2015-11-30')?.status).toBe('A');
    expect(register.practice('Z90002', '2015-12-01')?.status).toBe('C');
  });

  it('leaves room for list sizes that are counted before its day, of the one that stays and of those that go', () => {
    const register = after(
      merges('2015-11-30'),
      size('Z90001', 3_000, '2015-07-01'),
      size('Z90002', 10_000, '2015-07-01'),
    );
    expect(register.practice('Z90001', today)?.patients).toBe(3_000);
    expect(register.practice('Z90001', '2015-12-01')?.patients).toBe(13_000);
  });

  it('adds nothing to a count of a day after it', () => {
    const register = after(merges('2015-04-30'), size('Z90001', 12_600, '2015-05-01'));
    expect(register.practice('Z90001', today)?.patients).toBe(12_600);
  });

  it('counts no list size that is unknown as nought', () => {
    const register = after(merges('2015-04-30', ['Z90003', 'Z90002']));
    expect(sizes(register, '2015-04-30')).toEqual({ Z90001: 2_874, Z90002: 9_701, Z90003: null });
    expect(sizes(register, today)).toEqual({ Z90001: null });
  });

  it('needs a practice that goes on after it', () => {
    const closes = (on: string): RegisterFact => ({ type: 'PracticeClosed', data: { practice: 'Z90001', on } });
    const wrong =
      'Practice Z90002 merges into Z90001 on 2015-11-30, so that cannot end before. Have that told otherwise first (R-80).';
    expect(contradictionOf(after(merges('2015-11-30')), closes('2015-11-30'))).toBe(wrong);
    expect(contradictionOf(after(merges('2015-11-30')), closes('2015-12-01'))).toBeUndefined();
    const left: RegisterFact = { type: 'PracticeLeft', data: { practice: 'Z90001', ccg: '91A', on: '2015-06-30' } };
    expect(contradictionOf(after(merges('2015-11-30')), left)).toBe(wrong);
    expect(contradictionOf(after(closes('2015-09-30')), merges('2015-11-30'))).toContain(
      'Z90001 is a member of no CCG',
    );
  });

  it('is undone with the closing', () => {
    const reopened: RegisterFact = { type: 'PracticeReopened', data: { practice: 'Z90002', status: 'A' } };
    expect(sizes(after(merges('2015-04-30'), reopened), today)).toEqual({ Z90001: 2_874, Z90002: 9_701, Z90003: null });
  });
});

describe('a practice, as of a day', () => {
  it('is a member of the CCG of that day, and what is told ahead stands beside', () => {
    const register = after(moves('2015-12-01'));
    expect(register.practice('Z90002', today)).toMatchObject({
      ccg: '91A',
      joined: '2013-04-01',
      left: '2015-11-30',
      earlier: [],
      later: [{ ccg: '91B', joined: '2015-12-01' }],
    });
    expect(register.practice('Z90002', '2015-12-01')).toMatchObject({
      ccg: '91B',
      joined: '2015-12-01',
      earlier: [{ ccg: '91A', joined: '2013-04-01', left: '2015-11-30' }],
      later: [],
    });
    expect(register.practices({ ccg: '91B', on: today }).map(({ code }) => code)).toEqual(['Z90011']);
  });
});

describe('a change of membership that is told ahead (R-80)', () => {
  const on = (register: Register, day: string) => register.memberOf('Z90002', day);

  it.each<[string, RegisterFact[], Record<string, string | undefined>]>([
    ['moves earlier', [moves('2015-12-01'), moves('2015-10-01')], { '2015-09-30': '91A', '2015-10-01': '91B' }],
    [
      'moves later',
      [moves('2015-12-01'), stays('2015-12-01'), moves('2016-01-01')],
      { '2015-12-31': '91A', '2016-01-01': '91B' },
    ],
    [
      'moves elsewhere',
      [moves('2015-12-01'), moves('2015-12-01', '91C')],
      { '2015-11-30': '91A', '2015-12-01': '91C' },
    ],
    [
      'leaves instead',
      [moves('2015-12-01'), leaves('2015-08-31')],
      { '2015-08-31': '91A', '2015-09-01': undefined, '2015-12-01': undefined },
    ],
    ['merges instead', [moves('2015-12-01'), merges('2015-08-31')], { '2015-08-31': '91A', '2015-12-01': undefined }],
    [
      'moves instead of merging',
      [merges('2015-11-30'), moves('2015-10-01')],
      { '2015-09-30': '91A', '2015-12-01': '91B' },
    ],
    [
      'moves instead of leaving',
      [leaves('2015-11-30'), moves('2015-10-01')],
      { '2015-09-30': '91A', '2015-12-01': '91B' },
    ],
    ['stays', [moves('2015-12-01'), stays('2015-06-01')], { '2015-11-30': '91A', '2015-12-01': '91A' }],
    ['stays, and does not merge', [merges('2015-11-30'), stays('2015-06-01')], { '2015-12-01': '91A' }],
    [
      'moves on from where it moved',
      [moves('2015-12-01'), moves('2016-02-01', '91C', '91B')],
      { '2015-12-01': '91B', '2016-02-01': '91C' },
    ],
  ])('can be told otherwise until its day: it %s', (_, facts, expected) => {
    const register = after(...facts);
    expect(Object.fromEntries(Object.keys(expected).map((day) => [day, on(register, day)]))).toEqual(expected);
  });

  it('and leaves nothing of a merger behind that does not happen', () => {
    for (const otherwise of [stays('2015-06-01'), moves('2015-10-01')])
      expect(after(merges('2015-11-30'), otherwise).practice('Z90001', '2015-12-01')?.patients).toBe(2_874);
  });

  it('can be told otherwise to the end of the day before, and not on its day', () => {
    const before = (toldOn: string) => contradictionOf(after(moves('2015-12-01')), stays('2015-06-01', toldOn));
    expect(before('2015-11-30')).toBeUndefined();
    expect(before('2015-12-01')).toBe('Practice Z90002 is a member of 91B, not of 91A.');
    const back = contradictionOf(after(moves('2015-12-01')), moves('2015-10-01', '91C', '91A', '2015-12-01'));
    expect(back).toBe('Practice Z90002 is a member of 91B, not of 91A.');
  });

  it('stands where nothing was told ahead', () => {
    expect(contradictionOf(after(), stays('2015-06-01'))).toBe(
      'Nothing is told ahead of practice Z90002 from 2015-06-01 on.',
    );
  });

  it('is not told otherwise by whoever does not say when they told it', () => {
    const silent: RegisterFact = {
      type: 'PracticeMoved',
      data: { practice: 'Z90002', from: '91A', to: '91B', on: '2015-10-01' },
    };
    expect(contradictionOf(after(moves('2015-12-01')), silent)).toContain('is a member of 91B');
  });
});

describe('a CCG that a fact names is open on the day it names', () => {
  const joins = (ccg: string, joined: string, toldOn?: string): RegisterFact => ({
    type: 'PracticeJoined',
    data: { code: 'Z90099', name: 'New Surgery', patients: null, ccg, joined, ...(toldOn && { toldOn }) },
  });
  const closes = (code: string, on: string, successor?: string): RegisterFact => ({
    type: 'CcgClosed',
    data: { code, on, toldOn: today, ...(successor ? { kind: 'merger', successor } : { kind: 'closure' }) },
  });
  const opening = ccg('91T', [], '2015-12-01');
  const details = (opened: string, toldOn = today): RegisterFact => ({
    type: 'CcgDetailsChanged',
    data: { code: '91C', opened, toldOn },
  });

  it.each<[string, RegisterFact[], RegisterFact, string]>([
    [
      'who joins it after its end',
      [closes('91B', '2015-03-31')],
      joins('91B', '2015-06-01'),
      'CCG 91B is open only until 2015-03-31',
    ],
    [
      'who joins it before it ended, and is told so after',
      [closes('91B', '2015-03-31')],
      joins('91B', '2014-06-01', today),
      'CCG 91B is open only until 2015-03-31',
    ],
    ['who joins it before it opened', [], joins('91B', '2013-03-31'), 'CCG 91B is open only from 2013-04-01'],
    [
      'who moves to it after its end',
      [closes('91B', '2015-10-31')],
      moves('2015-12-01'),
      'CCG 91B is open only until 2015-10-31',
    ],
    ['who moves to it before it opens', [opening], moves('2015-11-30', '91T'), 'CCG 91T is open only from 2015-12-01'],
    [
      'whose first day there is corrected',
      [],
      { type: 'PracticeDetailsChanged', data: { practice: 'Z90002', joined: '2013-03-01' } },
      'CCG 91A is open only from 2013-04-01',
    ],
    ['what succeeds another', [opening], closes('91A', '2015-06-30', '91T'), 'CCG 91T is open only from 2015-12-01'],
    [
      'what succeeds another, and closes with it',
      [closes('91B', '2015-06-30')],
      closes('91A', '2015-06-30', '91B'),
      'CCG 91B is open only until 2015-06-30',
    ],
    [
      'what closes before another merges into it',
      [closes('91A', '2015-07-31', '91B')],
      closes('91B', '2015-07-15'),
      'CCG 91A merges into 91B on 2015-07-31',
    ],
    [
      'what closes with another that merges into it',
      [closes('91A', '2015-07-31', '91B')],
      closes('91B', '2015-07-31'),
      'CCG 91A merges into 91B on 2015-07-31',
    ],
    [
      'what closes before a practice joins it',
      [moves('2015-12-01')],
      closes('91B', '2015-07-31'),
      'Practice Z90002 joins 91B only on 2015-12-01',
    ],
    [
      'whose special measures begin after its end',
      [closes('91B', '2015-03-31')],
      { type: 'SpecialMeasuresImposed', data: { ccg: '91B', direction: 'x', on: today } },
      'CCG 91B is open only until 2015-03-31',
    ],
    [
      'whose constitution begins after its end',
      [closes('91B', '2015-03-31')],
      {
        type: 'ConstitutionAmended',
        data: { ccg: '91B', constitution: { ...constitutionNotInOds, version: 2, from: today } },
      },
      'CCG 91B is open only until 2015-03-31',
    ],
    [
      'what has opened, and would open on a day to come',
      [],
      details('2018-04-01'),
      'CCG 91C has opened, on 2013-04-01',
    ],
    [
      'what would open after its members joined',
      [],
      details('2014-04-01'),
      'Practice Z90021 joined 91C on 2013-04-01 already',
    ],
    [
      'what would open after another has merged into it',
      [
        closes('91A', '2015-03-31', '91C'),
        { type: 'PracticeLeft', data: { practice: 'Z90021', ccg: '91C', on: '2013-03-31' } },
      ],
      details('2015-05-01'),
      'CCG 91A merges into 91C on 2015-03-31',
    ],
  ])('or the fact is refused: %s', (_, before, fact, because) => {
    expect(contradictionOf(after(...before), fact)).toContain(because);
  });

  it.each<[string, RegisterFact[], RegisterFact]>([
    ['to move to one on the day it opens', [opening], moves('2015-12-01', '91T')],
    ['to succeed another the day after', [closes('91B', '2015-08-01')], closes('91A', '2015-07-31', '91B')],
    ['to open earlier than was known', [], details('2012-04-01')],
    [
      'to put off an opening that has not come',
      [opening],
      { type: 'CcgDetailsChanged', data: { code: '91T', opened: '2016-04-01', toldOn: today } },
    ],
    ['to close on the day a practice joins it', [moves('2015-12-01')], closes('91B', '2015-12-01')],
  ])('so that it is possible %s', (_, before, fact) => {
    expect(contradictionOf(after(...before), fact)).toBeUndefined();
  });

  describe('a closure that is learnt once its last day has passed (R-66)', () => {
    const late = closes('91B', '2015-04-30');

    it('is taken whatever was told ahead of members; who was to join stays where it is, until NHS England approves otherwise (R-80)', () => {
      expect(contradictionOf(after(moves('2015-12-01')), late)).toBeUndefined();
      const register = after(moves('2015-12-01'), late);
      expect(['2015-11-30', '2015-12-01'].map((day) => register.memberOf('Z90002', day))).toEqual(['91A', '91A']);
      expect(register.practice('Z90002', today)?.later).toEqual([]);
      expect(register.practices({ ccg: '91B', on: '2015-12-01' }).map(({ code }) => code)).toEqual(['Z90011']);
      expect(contradictionOf(register, moves('2015-12-01', '91C'))).toBeUndefined();
    });

    it('lets nobody move on from it who never came there', () => {
      const register = after(moves('2015-12-01'), moves('2016-02-01', '91C', '91B'), late);
      expect(['2015-12-01', '2016-02-01'].map((day) => register.memberOf('Z90002', day))).toEqual(['91A', '91A']);
    });

    it('leaves a new practice that was to join a member of none', () => {
      const register = after(joins('91B', '2015-12-01', today), late);
      expect(register.memberOf('Z90099', '2015-12-01')).toBeUndefined();
      expect(contradictionOf(register, joins('91C', '2015-12-01', today))).toBeUndefined();
    });

    it('and is not taken where another CCG is to merge into it: that has to be told otherwise', () => {
      expect(contradictionOf(after(closes('91A', '2015-07-31', '91B')), late)).toContain('merges into 91B');
    });
  });

  it('a practice is not founded with a CCG that was not open yet', () => {
    const early: RegisterFact = ccg('91D', ['Z90031']);
    const data = { ...(early as RegisterFact<'CcgRegistered'>).data };
    const practices = data.practices.map((each) => ({ ...each, joined: '2013-03-31' }));
    expect(contradictionOf(after(), { type: 'CcgRegistered', data: { ...data, practices } })).toBe(
      'Practice Z90031 cannot have joined CCG 91D before that opened, on 2013-04-01.',
    );
  });
});

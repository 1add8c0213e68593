import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { registerOf } from '../../libs/register/index.js';
import { inventRegister } from './invented.js';
import { seedRegister } from './seed.js';

const hash = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');
const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
const count = <T>(things: readonly T[], which: (thing: T) => boolean) => things.filter(which).length;

const register = registerOf(seedRegister());
const ccgs = register.ccgs();
const practices = register.practices({ on: '2014-06-01' });

describe('the invented register', () => {
  it('has the CCGs of each region as the national picture has them', () => {
    expect(register.regions().map(({ code, name }) => [code, name, register.ccgs({ region: code }).length])).toEqual([
      ['Y54', 'North', 67],
      ['Y55', 'Midlands and East', 58],
      ['Y56', 'London', 32],
      ['Y57', 'South', 52],
    ]);
  });

  it.each([2014, 1, 2, 3, 77, 4_294_967_295])('has the size and the shape of the real one, with seed %i', (seed) => {
    const invented = inventRegister(seed).map(({ data }) => data);
    const sizes = invented.map((ccg) => ccg.practices.length);
    const patients = invented.flatMap((ccg) => ccg.practices.flatMap((practice) => practice.patients ?? []));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(7_750);
    expect([sizes.length, Math.min(...sizes), Math.max(...sizes)]).toEqual([209, 5, 122]);
    expect([count(sizes, (size) => size === 5), count(sizes, (size) => size === 122)]).toEqual([1, 1]);
    expect(Math.abs(median(sizes) - 33)).toBeLessThanOrEqual(3);
    expect(7_750 - patients.length).toBeGreaterThan(30);
    expect(7_750 - patients.length).toBeLessThanOrEqual(60);
    expect(Math.abs(median(patients) - 6_500)).toBeLessThan(300);
    expect(Math.min(...patients)).toBeLessThan(1_000);
    expect(Math.min(...patients)).toBeGreaterThanOrEqual(300);
    expect(Math.max(...patients)).toBeGreaterThan(40_000);
    expect(Math.max(...patients)).toBeLessThanOrEqual(70_000);
  });

  it('has codes of the shapes that ODS gives, and no code or name twice', () => {
    expect(ccgs.filter(({ code }) => !/^\d\d[A-Z]$/.test(code))).toEqual([]);
    expect(practices.filter(({ code }) => !/^[A-Z]\d{5}$/.test(code))).toEqual([]);
    expect(new Set(practices.map(({ code }) => code)).size).toBe(7_750);
    expect(new Set(practices.map(({ name }) => name)).size).toBe(7_750);
    expect(new Set(ccgs.map(({ code }) => code)).size).toBe(209);
    expect(new Set(ccgs.map(({ name }) => name)).size).toBe(209);
    expect(ccgs.filter(({ name }) => !/^NHS [A-Z][A-Za-z, ]+ CCG$/.test(name))).toEqual([]);
    expect(count(ccgs, ({ name }) => name.includes(','))).toBeGreaterThan(5);
  });

  it('has every practice on a roll', () => {
    expect(ccgs.flatMap(({ code }) => register.rollOf(code, '2014-06-01'))).toHaveLength(7_750);
  });

  it('has the lopsided CCG of five practices: over a half of the patients, just under two thirds', () => {
    const roll = register.rollOf('03V', '2014-06-01');
    const patients = roll.map((entry) => entry.patients ?? 0);
    const all = patients.reduce((sum, one) => sum + one, 0);
    const most = Math.max(...patients);
    expect([roll.length, all, Math.round((most * 1_000) / all)]).toEqual([5, 73_562, 648]);
    expect(2 * most > all && 3 * most < 2 * all).toBe(true);
    expect(register.ccg('03V')?.region).toBe('Y55');
    expect(register.countingRuleOf('03V')).toMatchObject({ basis: 'patient', denominator: 'members' });
  });

  it('varies what constitutions say', () => {
    const constitutions = ccgs.map(({ constitution }) => constitution);
    const rules = constitutions.map(({ counting }) => counting);
    expect(count(constitutions, ({ ballotRequired }) => ballotRequired)).toBeGreaterThan(150);
    expect(Math.abs(count(constitutions, ({ providesForCommittee }) => providesForCommittee) - 35)).toBeLessThan(15);
    expect(
      count(rules, ({ basis, denominator }) => basis === 'practice' && denominator === 'votes-cast'),
    ).toBeGreaterThan(80);
    expect(new Set(rules.map(({ basis }) => basis)).size).toBe(3);
    expect(new Set(rules.map(({ quorum }) => `${quorum.numerator}/${quorum.denominator}`))).toEqual(
      new Set(['1/2', '1/3', '2/3']),
    );
    expect(
      count(rules, ({ threshold }) => threshold.comparison === 'at-least' && threshold.numerator === 2),
    ).toBeGreaterThan(5);
  });

  it('knows the people the demonstration acts as', () => {
    const grants = (subject: string) => register.grantsOf('development', subject);
    expect(register.practice('A81001', '2014-06-01')?.ccg).toBe('00C');
    expect(register.ccg('00C')?.region).toBe('Y54');
    expect(grants('practice@A81001')).toEqual([{ role: 'practice-representative', organisation: 'A81001' }]);
    for (const [subject, role] of [
      ['officer', 'ccg-officer'],
      ['officer-2', 'ccg-officer'],
      ['verifier', 'result-verifier'],
      ['verifier-2', 'result-verifier'],
    ] as const) {
      expect(grants(`${subject}@00C`)).toEqual([{ role, organisation: '00C' }]);
    }
    for (const region of ['Y54', 'Y55', 'Y56', 'Y57']) {
      expect(grants(`assessor@${region}`)).toEqual([{ role: 'regional-assessor', organisation: region }]);
      expect(grants(`assessor-2@${region}`)).toEqual([{ role: 'regional-assessor', organisation: region }]);
      expect(grants(`panel-3@${region}`)).toEqual([{ role: 'regional-assessor', organisation: region }]);
    }
    for (const [subject, role] of [
      ['constitution', 'constitution-reviewer'],
      ['constitution-2', 'constitution-reviewer'],
      ['committee', 'national-committee'],
      ['committee-2', 'national-committee'],
      ['committee-3', 'national-committee'],
      ['committee-6', 'national-committee'],
      ['auditor', 'auditor'],
      ['registrar', 'registrar'],
    ] as const) {
      expect(grants(`${subject}@nhse`)).toEqual([{ role, organisation: 'nhse' }]);
    }
  });

  it('knows its people by the issuer that was named', () => {
    const elsewhere = registerOf(seedRegister({ issuer: 'https://identity.test' }));
    expect(elsewhere.grantsOf('development', 'officer@00C')).toEqual([]);
    expect(elsewhere.grantsOf('https://identity.test', 'officer@00C')).toHaveLength(1);
    expect(elsewhere.grantsOf('https://identity.test', 'auditor@nhse')).toHaveLength(1);
  });

  it('has a list size of every practice whose CCG counts votes by patients: no ballot would open there otherwise (R-14)', () => {
    const weighted = register.ccgs().filter(({ constitution }) => constitution.counting.basis !== 'practice');
    expect(weighted.length).toBeGreaterThan(20);
    for (const { code } of weighted)
      expect(register.practices({ ccg: code, on: '2014-06-01' }).filter(({ patients }) => patients === null)).toEqual(
        [],
      );
  });

  it('knows the bank holidays of 2014 to 2027', () => {
    expect(['2014-12-26', '2027-12-28'].map((day) => register.isWorkingDay(day))).toEqual([false, false]);
  });

  it('is the same for the same seed, for ever, and another for another', () => {
    expect(hash(inventRegister(2014))).toBe(hash(inventRegister(2014)));
    expect(hash(inventRegister(2014))).not.toBe(hash(inventRegister(2015)));
    expect(hash(inventRegister(2014))).toBe('deea1b7a75b64f246db9f73aa0318d5715df277d27f3288af1f9490e9caef073');
  });

  it('holds rounds, people and committees before the first CCG, and some 250 facts', () => {
    const types = seedRegister().map(({ type }) => type);
    expect(types).toEqual(types.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
    expect(types).toHaveLength(4 + 4 + 1 + 31 + 5 + 209);
  });
});

const order: readonly string[] = [
  'RegionRegistered',
  'RoundAnnounced',
  'BankHolidaysAnnounced',
  'RoleGranted',
  'CommitteeConstituted',
  'CcgRegistered',
];

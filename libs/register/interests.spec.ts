import { describe, expect, it } from '@jest/globals';
import { contradictionOf } from './contradiction.js';
import type { InterestRegistered, RegisterFact } from './facts.js';
import { registerOf } from './index.js';
import type { Role } from './model.js';
import { inventRegister } from '../../demonstration/register/invented.js';

const [ccg, other] = inventRegister(2014) as [RegisterFact<'CcgRegistered'>, RegisterFact<'CcgRegistered'>];
const north: RegisterFact = { type: 'RegionRegistered', data: { code: 'Y54', name: 'North' } };
const [practice] = ccg.data.practices.map(({ code }) => code) as [string];
const [here, there] = [ccg.data.code, other.data.code];

const shares: InterestRegistered = {
  id: 'shares',
  person: 'committee@nhse',
  name: 'Aisha Quinford',
  kind: 'financial',
  organisation: practice,
  text: 'Partner in the practice.',
  aroseOn: '2014-05-01',
  declaredOn: '2014-05-20',
};
const registered = (change: Partial<InterestRegistered> = {}): RegisterFact => ({
  type: 'InterestRegistered',
  data: { ...shares, ...change },
});
const expired = (on: string, id = 'shares'): RegisterFact => ({ type: 'InterestExpired', data: { id, on } });

const after = (...facts: RegisterFact[]) => registerOf([north, ccg, other, ...facts]);

describe('an interest (R-47)', () => {
  it('is late when it is declared more than 28 days after it arose', () => {
    const late = (declaredOn: string) => after(registered({ declaredOn })).interest('shares')?.late;
    expect(late('2014-05-29')).toBe(false);
    expect(late('2014-05-30')).toBe(true);
  });

  it.each([
    ['2015-03-31', '2015-09-30', '2015-10-01'],
    ['2015-08-31', '2016-02-29', '2016-03-01'],
    ['2014-08-31', '2015-02-28', '2015-03-01'],
    ['2014-06-15', '2014-12-15', '2014-12-16'],
  ])('last held on %s is public until %s', (on, last, gone) => {
    const register = after(registered(), expired(on));
    const ids = (day: string) => register.interests({ on: day }).map(({ id }) => id);
    expect([ids(last), ids(gone)]).toEqual([['shares'], []]);
    expect(register.interest('shares')?.expiredOn).toBe(on);
  });

  it('is public from the day it is declared', () => {
    const register = after(registered());
    expect(register.interests({ on: '2014-05-19' })).toEqual([]);
    expect(register.interests({ on: '2014-05-20' })).toEqual([{ ...shares, late: false }]);
    expect(register.interests({ on: '2099-01-01' })).toHaveLength(1);
  });

  it('is found by person and by organisation', () => {
    const register = after(registered(), registered({ id: 'seat', person: 'panel@Y54', organisation: here }));
    const ids = (asked: { person?: string; organisation?: string }) =>
      register.interests({ on: '2014-06-01', ...asked }).map(({ id }) => id);
    expect(ids({})).toEqual(['shares', 'seat']);
    expect(ids({ person: 'panel@Y54' })).toEqual(['seat']);
    expect(ids({ organisation: practice })).toEqual(['shares']);
    expect(ids({ person: 'panel@Y54', organisation: practice })).toEqual([]);
  });

  it.each<[string, RegisterFact[], RegisterFact]>([
    ['Interest shares is registered already', [registered()], registered()],
    ['The register knows no CCG or practice Z00000', [], registered({ organisation: 'Z00000' })],
    ['The register knows no CCG or practice Y54', [], registered({ organisation: 'Y54' })],
    ['cannot be declared before it arose, on 2014-05-21', [], registered({ aroseOn: '2014-05-21' })],
    ['Interest shares is not registered', [], expired('2015-03-31')],
    ['expired already, on 2015-03-31', [registered(), expired('2015-03-31')], expired('2015-04-30')],
    ['arose only on 2014-05-01', [registered()], expired('2014-04-30')],
  ])('contradicts the register: %s', (because, before, fact) => {
    expect(contradictionOf(after(...before), fact)).toContain(because);
  });
});

describe('who is interested in a CCG (R-47)', () => {
  it('are those with an interest in it, or in a practice that is its member on the day, or is told to become one', () => {
    const moved: RegisterFact = {
      type: 'PracticeMoved',
      data: { practice, from: here, to: there, on: '2015-04-01' },
    };
    const inCcg = registered({ id: 'seat', person: 'auditor@nhse', organisation: here });
    const register = after(registered(), inCcg, moved);
    expect(register.interestedIn([here], '2015-03-31')).toEqual(['auditor@nhse', 'committee@nhse']);
    expect(register.interestedIn([here], '2015-04-01')).toEqual(['auditor@nhse']);
    expect(register.interestedIn([there], '2015-03-31')).toEqual(['committee@nhse']);
    expect(register.interestedIn([there], '2015-04-01')).toEqual(['committee@nhse']);
  });

  it('are so from the day the interest arose to the last it was held, though it is public for longer', () => {
    const register = after(registered(), expired('2015-03-31'));
    const on = (day: string) => register.interestedIn([here], day);
    expect(['2014-04-30', '2014-05-01', '2015-03-31', '2015-04-01'].map(on)).toEqual([
      [],
      ['committee@nhse'],
      ['committee@nhse'],
      [],
    ]);
    expect(register.interests({ on: '2015-04-01' })).toHaveLength(1);
  });

  it('are named once, however many interests they have', () => {
    const register = after(registered(), registered({ id: 'seat', organisation: here }), expired('2014-06-30'));
    expect(register.interestedIn([here], '2014-06-01')).toEqual(['committee@nhse']);
    expect(register.interestedIn([here], '2014-07-01')).toEqual(['committee@nhse']);
  });

  it('are as the register knows it now, whatever was answered before', () => {
    const register = after();
    const asked = () => [register.interestedIn([here], '2014-06-01'), register.onBothSides([here], '2014-06-01')];
    const told: unknown[] = [asked()];
    const granted = (role: Role, organisation: string): RegisterFact => ({
      type: 'RoleGranted',
      data: { issuer: 'https://nhs.example', subject: 'two@hats', name: 'Two Hats', role, organisation },
    });
    for (const fact of [
      registered(),
      granted('regional-assessor', 'Y54'),
      granted('ccg-officer', here),
      expired('2014-05-31'),
    ]) {
      register.take(fact);
      told.push(asked());
    }
    expect(told).toEqual([
      [[], []],
      [['committee@nhse'], []],
      [['committee@nhse'], []],
      [['committee@nhse'], ['two@hats']],
      [[], ['two@hats']],
    ]);
  });
});

import { beforeEach, describe, expect, it } from '@jest/globals';
import { constitutionNotInOds } from './ods/compare-ccgs.js';
import { contradictionOf } from './contradiction.js';
import type { RegisterFact } from './facts.js';
import { registerOf, type Register } from './index.js';

const ccg = (code: string): RegisterFact => {
  const constitution = { ...constitutionNotInOds, from: '2013-04-01' };
  const practices = code === '91A' ? [{ code: 'Z90001', name: 'Pippingate Surgery', patients: 10 }] : [];
  const more = { region: 'Y54', opened: '2013-04-01', constitution, practices, people: [] };
  return { type: 'CcgRegistered', data: { code, name: `NHS ${code} CCG`, ...more } };
};
const changed = (data: Omit<RegisterFact<'PracticeDetailsChanged'>['data'], 'practice'>): RegisterFact => ({
  type: 'PracticeDetailsChanged',
  data: { practice: 'Z90001', ...data },
});
const moved = (on: string): RegisterFact => ({
  type: 'PracticeMoved',
  data: { practice: 'Z90001', from: '91A', to: '91C', on },
});
const closed: RegisterFact = { type: 'PracticeClosed', data: { practice: 'Z90001', on: '2015-06-30' } };
const reopened: RegisterFact = { type: 'PracticeReopened', data: { practice: 'Z90001', status: 'A' } };

let register: Register;
beforeEach(() => {
  register = registerOf([{ type: 'RegionRegistered', data: { code: 'Y54', name: 'North' } }, ccg('91A'), ccg('91C')]);
});
const take = (...facts: readonly RegisterFact[]): void => facts.forEach((fact) => register.take(fact));
const practice = () => register.told('Z90001');

describe('a practice of which something is known otherwise', () => {
  it('changes in that, and in nothing else', () => {
    take(changed({ name: 'Pippingate Health Centre', setting: 0 }));
    expect(practice()).toMatchObject({ name: 'Pippingate Health Centre', setting: 0, status: 'A', patients: 10 });
    take(changed({ status: 'D' }));
    expect(practice()).toMatchObject({ name: 'Pippingate Health Centre', status: 'D', joined: '2013-04-01' });
  });

  it('may have joined on another day (R-81), but not before it left where it was (R-80)', () => {
    take(moved('2015-04-01'), changed({ joined: '2015-05-01' }));
    expect(['2015-04-15', '2015-05-01'].map((on) => register.memberOf('Z90001', on))).toEqual([undefined, '91C']);
    expect(contradictionOf(register, changed({ joined: '2015-03-31' }))).toContain('left 91A only on 2015-03-31');
  });

  it('may have closed on another day, which ends its membership', () => {
    expect(contradictionOf(register, changed({ closed: '2015-06-30' }))).toBe('Practice Z90001 is not closed.');
    take(closed, changed({ closed: '2015-07-31' }));
    expect(practice()).toMatchObject({ closed: '2015-07-31', left: '2015-07-31' });
    expect(contradictionOf(register, changed({ closed: '2013-03-31' }))).toContain('joined 91A only on');
    expect(contradictionOf(register, changed({ status: 'D' }))).toBe('Practice Z90001 is closed.');
  });
});

describe('a practice whose closing is undone', () => {
  it('is a member as it was', () => {
    const before = practice();
    take(closed);
    expect(register.rollOf('91A', '2015-07-01')).toEqual([]);
    take(reopened);
    expect(practice()).toEqual(before);
  });

  it('stays without a CCG when it had left before it closed', () => {
    take({ type: 'PracticeLeft', data: { practice: 'Z90001', ccg: '91A', on: '2014-12-31' } }, closed, reopened);
    expect(practice()).toMatchObject({ status: 'A', left: '2014-12-31' });
  });

  it('was closed', () => {
    expect(contradictionOf(register, reopened)).toBe('Practice Z90001 is not closed.');
  });
});

describe('a practice that is found never to have been a member', () => {
  it('leaves on the day before it joined', () => {
    const left = (on: string): RegisterFact => ({ type: 'PracticeLeft', data: { practice: 'Z90001', ccg: '91A', on } });
    expect(contradictionOf(register, left('2013-03-30'))).toContain('joined 91A only on 2013-04-01');
    take(left('2013-03-31'));
    expect(register.memberOf('Z90001', '2013-04-01')).toBeUndefined();
  });
});

describe('a CCG of which something is known otherwise', () => {
  const details = (data: object): RegisterFact => ({ type: 'CcgDetailsChanged', data: { code: '91A', ...data } });

  it('changes in that, and in nothing else', () => {
    const before = register.ccg('91A');
    take(details({ name: 'NHS MARLOWEN CCG' }));
    expect(register.ccg('91A')).toEqual({ ...before, name: 'NHS MARLOWEN CCG' });
  });

  it('is in a region that is registered, and opened before it closed', () => {
    expect(contradictionOf(register, details({ region: 'Y61' }))).toBe('Region Y61 is not registered.');
    take({ type: 'CcgClosed', data: { code: '91A', on: '2015-03-31' } });
    expect(contradictionOf(register, details({ opened: '2015-04-01' }))).toContain('closed already on 2015-03-31');
  });
});

import { describe, expect, it } from '@jest/globals';
import { addDays } from '../workflow/london.js';
import { announcedBankHolidays } from '../../demonstration/register/bank-holidays.js';
import type { BankHolidaysAnnounced } from './facts.js';
import { ImpossibleRegisterFact, registerOf } from './index.js';
import { addWorkingDays, isWeekend } from './working-days.js';

const { days: bankHolidays } = announcedBankHolidays(2027);
const announced = (data: BankHolidaysAnnounced) => ({ type: 'BankHolidaysAnnounced' as const, data });
const register = registerOf([announced({ days: bankHolidays })]);

describe('the bank holidays of England (R-04)', () => {
  const years = Array.from({ length: 14 }, (_, at) => 2014 + at);

  it.each(years)('of %i follow from the calendar, but for those that were moved or held once', (year) => {
    const usual = holidaysBySchedule(year).filter((day) => !movedAway.has(day));
    const expected = [...usual, ...heldOnce.filter((day) => day.startsWith(`${year}`))].sort();
    expect(bankHolidays.filter((day) => day.startsWith(`${year}`))).toEqual(expected);
  });

  it('are on working days of the week, in order and once', () => {
    expect(bankHolidays.filter(isWeekend)).toEqual([]);
    expect(bankHolidays).toEqual([...new Set(bankHolidays)].sort());
  });
});

describe('a working day', () => {
  it('is Monday to Friday and no bank holiday', () => {
    const week = Array.from({ length: 7 }, (_, at) => addDays('2022-09-16', at)); // Friday to Thursday
    expect(week.map((day) => register.isWorkingDay(day))).toEqual([true, false, false, false, true, true, true]);
  });

  it('is every Monday to Friday of a year that no bank holiday was announced for', () => {
    expect(['2028-12-25', '2028-12-24'].map((day) => register.isWorkingDay(day))).toEqual([true, false]);
  });

  it.each([
    ['2014-12-23', 1, '2014-12-24'],
    ['2014-12-24', 1, '2014-12-29'],
    ['2014-12-24', 5, '2015-01-05'],
    ['2015-04-02', 1, '2015-04-07'], // Maundy Thursday
    ['2015-04-04', 1, '2015-04-07'], // a Saturday
    ['2020-05-07', 1, '2020-05-11'], // 4 May was worked instead
    ['2020-05-01', 1, '2020-05-04'],
    ['2015-04-02', 0, '2015-04-02'],
  ])('is counted from the day after: %s and %i give %s', (day, count, expected) => {
    expect(addWorkingDays(day, count, (each) => register.isBankHoliday(each))).toBe(expected);
  });

  it('ends at midnight in London', () => {
    expect(register.workingDaysAfter('2014-06-20', 10)).toBe('2014-07-04T23:00:00.000Z');
    expect(register.workingDaysAfter('2014-12-19', 2)).toBe('2014-12-24T00:00:00.000Z');
    // The clocks go forward in between.
    expect(register.workingDaysAfter('2015-03-27', 1)).toBe('2015-03-30T23:00:00.000Z');
  });

  it.each([-1, 1.5, NaN])('is not counted %p times', (count) => {
    expect(() => register.workingDaysAfter('2014-06-20', count)).toThrow(RangeError);
  });
});

describe('bank holidays reach to a day (R-04)', () => {
  it('that is said, or else to the last of them; beyond it no working day is counted', () => {
    const short = registerOf([announced({ days: ['2014-12-25', '2014-12-26'] })]);
    expect([short.bankHolidaysReachTo(), registerOf([]).bankHolidaysReachTo()]).toEqual(['2014-12-26', undefined]);
    expect(registerOf([]).workingDaysAfter('2014-12-01', 1)).toBeUndefined();
    expect(short.workingDaysAfter('2014-12-23', 1)).toBe('2014-12-25T00:00:00.000Z');
    expect(short.workingDaysAfter('2014-12-24', 1)).toBeUndefined();
    short.take(announced({ days: [], reachesTo: '2014-12-31' }));
    expect(short.workingDaysAfter('2014-12-24', 3)).toBe('2015-01-01T00:00:00.000Z');
    expect(short.workingDaysAfter('2014-12-24', 4)).toBeUndefined();
    // Nothing that is announced later makes it shorter.
    short.take(announced({ days: ['2014-08-25'] }));
    expect([short.bankHolidaysReachTo(), short.bankHolidays()]).toEqual([
      '2014-12-31',
      ['2014-08-25', '2014-12-25', '2014-12-26'],
    ]);
  });
});

describe('bank holidays announced later', () => {
  it('count from then on', () => {
    const later = registerOf([announced({ days: bankHolidays }), announced({ days: ['2028-12-25'] })]);
    expect(later.isWorkingDay('2028-12-25')).toBe(false);
    expect(later.isWorkingDay('2027-12-27')).toBe(false);
  });

  it('may take the place of others', () => {
    const moved = registerOf([
      announced({ days: ['2020-05-04'] }),
      announced({ days: ['2020-05-08'], insteadOf: ['2020-05-04'] }),
    ]);
    expect(['2020-05-04', '2020-05-08'].map((day) => moved.isWorkingDay(day))).toEqual([true, false]);
  });

  it.each<[string, BankHolidaysAnnounced]>([
    ['2027-12-27 is a bank holiday already', { days: ['2027-12-27'] }],
    ['2028-12-25 is a bank holiday already', { days: ['2028-12-25', '2028-12-25'] }],
    ['2028-01-01 is at a weekend', { days: ['2028-01-01'] }],
    ['"2028-02-30" is no day', { days: ['2028-02-30'] }],
    ['"2028-02-30" is no day', { days: [], reachesTo: '2028-02-30' }],
    ['2028-12-25 lies beyond 2028-06-30', { days: ['2028-12-25'], reachesTo: '2028-06-30' }],
    ['"Boxing Day" is no day', { days: ['Boxing Day'] }],
    ['2028-05-01 is no bank holiday that could be moved', { days: ['2028-05-08'], insteadOf: ['2028-05-01'] }],
  ])('contradict the register: %s', (because, data) => {
    const known = registerOf([announced({ days: bankHolidays })]);
    expect(() => known.take(announced(data))).toThrow(ImpossibleRegisterFact);
    expect(() => known.take(announced(data))).toThrow(because);
    expect(known.isWorkingDay('2028-05-08')).toBe(true);
  });
});

/** The early May holiday of 2020 and the spring holiday of 2022 went elsewhere. */
const movedAway = new Set(['2020-05-04', '2022-05-30']);
const heldOnce = ['2020-05-08', '2022-06-02', '2022-06-03', '2022-09-19', '2023-05-08'];

/** The holidays of the Banking and Financial Dealings Act 1971 and the substitutes for those at a weekend. */
function holidaysBySchedule(year: number): string[] {
  const easter = easterOf(year);
  const [newYear, christmas] = [`${year}-01-01`, `${year}-12-25`];
  const weekday = (day: string) => new Date(day).getUTCDay();
  const firstMonday = (from: string): string => (weekday(from) === 1 ? from : firstMonday(addDays(from, 1)));
  const lastMonday = (from: string): string => (weekday(from) === 1 ? from : lastMonday(addDays(from, -1)));
  const next = (day: string): string => (isWeekend(day) ? next(addDays(day, 1)) : day);
  const boxing = `${year}-12-26`;
  return [
    next(newYear),
    addDays(easter, -2),
    addDays(easter, 1),
    firstMonday(`${year}-05-01`),
    lastMonday(`${year}-05-31`),
    lastMonday(`${year}-08-31`),
    isWeekend(christmas) ? `${year}-12-27` : christmas,
    isWeekend(boxing) ? `${year}-12-28` : boxing,
  ];
}

/** Easter Sunday (Meeus, Jones and Butcher: the anonymous Gregorian algorithm). */
function easterOf(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const g = Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const day = ((h + l - 7 * m + 114) % 31) + 1;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

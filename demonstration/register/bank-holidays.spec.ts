import { describe, expect, it } from '@jest/globals';
import { announcedBankHolidays, usualBankHolidays } from './bank-holidays.js';

/** Holidays were moved or added by proclamation. */
const unusual = [2020, 2022, 2023];

describe('bank holidays', () => {
  const { days, reachesTo } = announcedBankHolidays(2020);
  const of = (year: number): readonly string[] => days.filter((day) => day.startsWith(`${year}-`));

  it('that the law foresees are those that were published, in every year without a proclamation', () => {
    const years = Array.from({ length: 14 }, (_, after) => 2014 + after).filter((year) => !unusual.includes(year));
    for (const year of years) expect(usualBankHolidays(year)).toEqual(of(year));
    expect(unusual.filter((year) => usualBankHolidays(year).join() === of(year).join())).toEqual([]);
  });

  it('are announced as far as they are published, and further where that is asked for', () => {
    expect(reachesTo).toBe('2027-12-31');
    const further = announcedBankHolidays(2029);
    expect(further.reachesTo).toBe('2029-12-31');
    expect(further.days.slice(0, days.length)).toEqual(days);
    expect(further.days.filter((day) => day > '2028-12-31')).toHaveLength(8);
  });
});

import { describe, expect, it } from '@jest/globals';
import { momentIn } from './moment.js';

const isPast = (asOf: string, at: string): boolean => !momentIn({ asOf }).isBefore({ at, revision: 0 });

describe('a moment that is a day', () => {
  it('is London’s day: it lasts until midnight there, in summer and in winter', () => {
    expect(isPast('2015-03-31', '2015-03-31T22:59:59.999Z')).toBe(true);
    // Go-live is on 1 April, an hour before UTC says so.
    expect(isPast('2015-03-31', '2015-03-31T23:00:00.000Z')).toBe(false);
    expect(isPast('2015-04-01', '2015-03-31T23:00:00.000Z')).toBe(true);
    expect(isPast('2015-01-09', '2015-01-09T23:59:59.999Z')).toBe(true);
    expect(isPast('2015-01-09', '2015-01-10T00:00:00.000Z')).toBe(false);
  });

  it('is one of the years that are reckoned with', () => {
    for (const asOf of ['9999-12-31', '1899-12-31', '9999-12-31T00:00:00Z'])
      expect(() => momentIn({ asOf })).toThrow(/^Expected --as-of 2014-12-31 or/);
  });
});

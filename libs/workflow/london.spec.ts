import { describe, expect, it } from '@jest/globals';
import {
  addDays,
  dayInWords,
  deadlineInWords,
  endOfDay,
  londonDay,
  londonInstant,
  noonOn,
  startOfDay,
} from './london.js';

describe('a time in London', () => {
  it('is level with UTC in winter and an hour ahead of it in summer', () => {
    expect(noonOn('2015-01-09')).toBe('2015-01-09T12:00:00.000Z');
    expect(noonOn('2014-06-20')).toBe('2014-06-20T11:00:00.000Z');
  });

  // The clocks went forward at 01:00 UTC on 29 March 2015.
  it.each([
    ['00:59', '2015-03-29T00:59:00.000Z'],
    ['02:00', '2015-03-29T01:00:00.000Z'],
    ['01:00', '2015-03-29T01:00:00.000Z'],
    ['01:30', '2015-03-29T01:30:00.000Z'],
  ])('on the day the clocks go forward: %s is %s', (time, instant) => {
    expect(londonInstant('2015-03-29', time)).toBe(instant);
  });

  // The clocks went back at 01:00 UTC on 25 October 2015.
  it.each([
    ['00:59', '2015-10-24T23:59:00.000Z'],
    ['01:00', '2015-10-25T00:00:00.000Z'],
    ['01:59', '2015-10-25T00:59:00.000Z'],
    ['02:00', '2015-10-25T02:00:00.000Z'],
  ])('on the day the clocks go back: %s is %s', (time, instant) => {
    expect(londonInstant('2015-10-25', time)).toBe(instant);
  });

  it('makes a day of 23 hours in March and of 25 in October', () => {
    const hours = (day: string) => (Date.parse(endOfDay(day)) - Date.parse(startOfDay(day))) / 3_600_000;
    expect([hours('2015-03-28'), hours('2015-03-29'), hours('2015-10-25'), hours('2015-10-26')]).toEqual([
      24, 23, 25, 24,
    ]);
  });

  it('is on the day that Londoners have', () => {
    expect(londonDay('2015-03-31T22:59:59.999Z')).toBe('2015-03-31');
    expect(londonDay('2015-03-31T23:00:00.000Z')).toBe('2015-04-01');
    expect(londonDay(new Date('2015-01-09T23:30:00Z'))).toBe('2015-01-09');
  });

  it.each([
    ['2015-02-30', '00:00'],
    ['20 June 2014', '00:00'],
    ['2015-02-28', '24:00'],
    ['2015-02-28', '9:00'],
  ])('is not found in "%s" "%s"', (day, time) => {
    expect(() => londonInstant(day, time)).toThrow(RangeError);
  });
});

describe('a number of days', () => {
  it('is counted on the calendar, across clock changes and leap days', () => {
    expect(addDays('2015-03-28', 2)).toBe('2015-03-30');
    expect(addDays('2016-02-28', 2)).toBe('2016-03-01');
    expect(addDays('2015-01-01', -1)).toBe('2014-12-31');
  });
});

describe('a deadline in words', () => {
  it('names the day that ends, noon, or the time', () => {
    expect(deadlineInWords(endOfDay('2014-06-20'))).toBe('the end of 20 June 2014');
    expect(deadlineInWords(endOfDay('2015-03-31'))).toBe('the end of 31 March 2015');
    expect(deadlineInWords(noonOn('2015-01-09'))).toBe('noon on 9 January 2015');
    expect(deadlineInWords('2015-06-01T13:30:00.000Z')).toBe('14:30 on 1 June 2015');
    expect(dayInWords('2015-04-01')).toBe('1 April 2015');
  });
});

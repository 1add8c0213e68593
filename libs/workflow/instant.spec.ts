import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { earliestOf, hasCome, inOrder, instant, instantOf, isBefore, isInstant, laterOf, timeOf } from './instant.js';

const noon = '2015-01-09T12:00:00.000Z';
const spellings = ['2015-01-09T12:00Z', '2015-01-09T12:00:00Z', '2015-01-09T12:00:00.0Z', noon];
const next = '2015-01-09T12:00:00.001Z';

/** Any instant of our years, spelt in any way that says it. */
const spelt = fc
  .date({ min: new Date('1900-01-01T00:00Z'), max: new Date('2199-12-31T23:59:59.999Z'), noInvalidDate: true })
  .chain((date) => {
    const full = date.toISOString();
    const shorter = ['.000Z', ':00.000Z', '00Z', '0Z'].filter((rest) => full.endsWith(rest));
    const cut = shorter.map((rest) => `${full.slice(0, -rest.length)}Z`);
    return fc.constantFrom(full, ...cut.filter(isInstant)).map((text) => ({ text, time: date.getTime() }));
  });

describe('an instant', () => {
  it('has one spelling, whatever it was written in', () => {
    expect(spellings.map(instant)).toEqual(spellings.map(() => noon));
    expect(instantOf(new Date(noon))).toBe(noon);
    fc.assert(
      fc.property(spelt, ({ text, time }) => {
        expect(instant(text)).toBe(new Date(time).toISOString());
        expect(timeOf(text)).toBe(time);
      }),
    );
  });

  it.each([
    '2015-01-09',
    '2015-01-09T12Z',
    '2015-01-09T12:00:00',
    '2015-01-09T12:00:00+00:00',
    '2015-01-09T12:00:00.0000Z',
    '2015-02-29T12:00:00Z',
    '2015-01-09T24:00:00Z',
    '2015-01-09T12:60:00Z',
    '2015-01-09T12:00:60Z',
    '2015-13-09T12:00:00Z',
    ' 2015-01-09T12:00:00Z',
    '2015-01-09T12:00:00Z\n',
    'noon',
    '',
  ])('is not said by %j, and what is expected is told', (text) => {
    expect(isInstant(text)).toBe(false);
    expect(() => instant(text)).toThrow(
      new RangeError(`expected an instant as YYYY-MM-DDThh:mm:ss.sssZ, found "${text}"`),
    );
  });

  it('has come at that time and from then on, however both are spelt', () => {
    for (const due of spellings) {
      for (const at of spellings)
        expect([due, at, hasCome(due, at), isBefore(due, at)]).toEqual([due, at, true, false]);
      expect(hasCome(due, '2015-01-09T11:59:59.999Z')).toBe(false);
      expect(hasCome(due, next)).toBe(true);
    }
  });

  it('is ordered as time is', () => {
    fc.assert(
      fc.property(spelt, spelt, (a, b) => {
        expect(isBefore(a.text, b.text)).toBe(a.time < b.time);
        expect(hasCome(a.text, b.text)).toBe(a.time <= b.time);
        expect(Math.sign(inOrder(a.text, b.text))).toBe(Math.sign(a.time - b.time));
        expect(timeOf(laterOf(a.text, b.text))).toBe(Math.max(a.time, b.time));
      }),
    );
    fc.assert(
      fc.property(fc.array(spelt), (all) => {
        const earliest = earliestOf(all.map(({ text }) => text));
        expect(earliest && timeOf(earliest)).toBe(
          all.length > 0 ? Math.min(...all.map(({ time }) => time)) : undefined,
        );
      }),
    );
  });

  it('cannot be compared with what is none', () => {
    for (const wrong of ['', 'noon']) {
      expect(() => hasCome(noon, wrong)).toThrow(`expected an instant, found "${wrong}"`);
      expect(() => isBefore(wrong, noon)).toThrow(RangeError);
    }
  });
});

import { describe, expect, it } from '@jest/globals';
import { addYears } from './london.js';
import { ahead, around, Holding, inSpan, misfitsIn, past, toCome, Within } from './spans.js';

class Part {
  @Within('the day it is due', ahead(1)) due: string;
}

class Base {
  @Within('the day it was held', past(2)) heldOn: string;
}

class Whole extends Base {
  @Within('when it closes', ahead(1)) closesAt: string;
  @Within('the day it takes effect', around(1, 1)) from: string;
  @Holding(() => Part) parts: Part[];
  @Holding(() => Part) one: Part;
}

class Coming {
  @Within('the day it is due', toCome(1)) due: string;
}

class Ever {
  @Within('the day it began', past()) bornOn: string;
}

const today = '2014-06-12';
const fieldsIn = (said: Readonly<Record<string, unknown>>): readonly string[] =>
  misfitsIn(Whole, said, today).map(({ field }) => field);

describe('a day that is said', () => {
  it('may be the first and the last day of its span, and none beyond', () => {
    for (const heldOn of ['2012-06-12', '2013-01-01', today]) expect(fieldsIn({ heldOn })).toEqual([]);
    for (const heldOn of ['2012-06-11', '2014-06-13', '2099-01-01']) expect(fieldsIn({ heldOn })).toEqual(['heldOn']);
    for (const from of ['2013-06-12', '2015-06-12']) expect(fieldsIn({ from })).toEqual([]);
    for (const from of ['2013-06-11', '2015-06-13']) expect(fieldsIn({ from })).toEqual(['from']);
  });

  it('is the day in London of an instant', () => {
    expect(fieldsIn({ closesAt: '2014-06-11T22:59:00Z' })).toEqual(['closesAt']);
    expect(fieldsIn({ closesAt: '2014-06-11T23:00:00.000Z' })).toEqual([]);
    expect(fieldsIn({ closesAt: '2015-06-12T23:00:00Z' })).toEqual(['closesAt']);
  });

  it('is found in what is nested, one thing or a list', () => {
    expect(fieldsIn({ parts: [{ due: today }, { due: '2014-06-11' }], one: { due: '2099-01-01' } })).toEqual([
      'parts.1.due',
      'one.due',
    ]);
  });

  it('may be left out, and what is no text is left to others', () => {
    expect(fieldsIn({ heldOn: undefined, parts: 'x', one: null })).toEqual([]);
  });

  it('is answered with the days there are to enter', () => {
    expect(misfitsIn(Whole, { heldOn: '2099-01-01', from: '2099-01-01' }, today).map(({ message }) => message)).toEqual(
      [
        'Enter the day it was held as a day from 12 June 2012 to today',
        'Enter the day it takes effect as a day from 12 June 2013 to 12 June 2015',
      ],
    );
    expect(misfitsIn(Ever, { bornOn: '2014-06-13' }, today)).toEqual([
      { field: 'bornOn', message: 'Enter the day it began as today or an earlier day' },
    ]);
    expect(misfitsIn(Ever, { bornOn: '1900-01-01' }, today)).toEqual([]);
    expect(misfitsIn(Part, { due: '2014-06-11' }, today)).toEqual([
      { field: 'due', message: 'Enter the day it is due as a day from today to 12 June 2015' },
    ]);
  });

  it('may be one to come, which today is not', () => {
    for (const due of ['2014-06-13', '2015-06-12']) expect(misfitsIn(Coming, { due }, today)).toEqual([]);
    for (const due of [today, '2015-06-13'])
      expect(misfitsIn(Coming, { due }, today)).toEqual([
        { field: 'due', message: 'Enter the day it is due as a day from tomorrow to 12 June 2015' },
      ]);
    expect(inSpan(toCome(1))).toBe('a day from tomorrow to 1 year ahead');
  });
});

describe('the same day of another year', () => {
  it('is the last of February where there is no 29th', () => {
    expect(addYears('2014-06-12', 5)).toBe('2019-06-12');
    expect(addYears('2016-02-29', 1)).toBe('2017-02-28');
    expect(addYears('2016-02-29', -4)).toBe('2012-02-29');
  });
});

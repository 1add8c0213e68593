import { describe, expect, it } from '@jest/globals';
import { allotment } from '../../test/allotment.js';
import { checkData } from './data.js';
import type { FieldError } from './index.js';
import { DEEPEST } from './unusable.js';

/** The messages by field, or 'fits'. */
function said(type: string, data: unknown): readonly FieldError[] | 'fits' {
  const checked = checkData(allotment, type, data);
  if (checked.ok) return 'fits';
  if (checked.refusal.because !== 'invalid') throw new Error(checked.refusal.because);
  return checked.refusal.fields;
}

describe('what a person says with a fact', () => {
  it('comes back as it was said when it fits', () => {
    const data = { reason: 'Beans.', address: { street: 'High Street' } };
    expect(checkData(allotment, 'PlotRequested', data)).toEqual({ ok: true, data });
  });

  it('may be nothing where nothing is asked for', () => {
    expect(said('NoticeGiven', {})).toBe('fits');
    expect(said('NoticeGiven', { why: 1 })).toEqual([
      { field: 'why', message: 'Remove why: nothing of that name is asked for' },
    ]);
  });

  it('must be an object', () => {
    for (const data of [undefined, null, 'x', 1, true, [], [{ reason: 'Beans.' }]])
      expect(said('PlotRequested', data)).toEqual([{ field: '', message: 'Enter the data as an object' }]);
  });

  it('must belong to a fact the workflow knows', () => {
    for (const type of ['PlotSold', 'constructor', '__proto__', 'toString']) {
      const checked = checkData(allotment, type, {});
      expect(checked).toMatchObject({ ok: false, refusal: { because: 'unknown-event', type } });
    }
  });

  it('is refused with one message for each field at fault, by its path', () => {
    expect(said('FeePaid', {})).toEqual([{ field: 'pence', message: 'Enter the pence as a whole number' }]);
    expect(said('FeePaid', { pence: 0 })).toEqual([{ field: 'pence', message: 'Enter 1 penny or more' }]);
    expect(said('PlotRequested', { reason: 1, address: { street: 2 } })).toEqual([
      { field: 'reason', message: 'Enter why you want a plot' },
      { field: 'address.street', message: 'Enter the street' },
    ]);
  });

  it('is refused with properties nobody asked for, at any depth', () => {
    expect(said('PlotRequested', { reason: 'x', address: { street: 'y', town: 'z' } })).toEqual([
      { field: 'address.town', message: 'Remove address.town: nothing of that name is asked for' },
    ]);
  });

  it('is refused with names that would get past the class', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty'])
      for (const json of [`{"pence":1,"${name}":{"admin":true}}`, `{"pence":1,"${name}":1}`])
        expect(said('FeePaid', JSON.parse(json))).toEqual([
          { field: name, message: `Remove ${name}: nothing of that name is asked for` },
        ]);
    expect(said('PlotRequested', JSON.parse('{"reason":"x","address":{"street":"y","__proto__":1}}'))).toEqual([
      { field: 'address.__proto__', message: 'Remove address.__proto__: nothing of that name is asked for' },
    ]);
    expect(Object.prototype).not.toHaveProperty('admin');
  });

  it('is refused with a null, even where it could be left out', () => {
    expect(said('PlotRequested', { reason: 'x', address: null })).toEqual([
      { field: 'address', message: 'Leave out address, or enter a value' },
    ]);
  });

  it('is refused when it is nested too deep, before anything walks into it', () => {
    const nested = (levels: number): object => {
      let data: object = {};
      for (let level = 0; level < levels; level += 1) data = { inner: data };
      return data;
    };
    expect(said('FeePaid', { pence: 1, more: nested(100_000) })).toEqual([
      {
        field: expect.stringMatching(/^more\.inner/),
        message: `Remove what is nested more than ${DEEPEST} levels deep`,
      },
    ]);
  });

  it('is refused where a list stands for an object', () => {
    expect(said('PlotRequested', { reason: 'x', address: [{ street: 'y' }] })).toEqual([
      { field: 'address', message: 'Enter the address' },
    ]);
  });
});

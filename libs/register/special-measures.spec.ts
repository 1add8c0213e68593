import { describe, expect, it } from '@jest/globals';
import { contradictionOf } from './contradiction.js';
import type { RegisterFact } from './facts.js';
import { registerOf } from './index.js';
import { inventRegister } from '../../demonstration/register/invented.js';

const [ccg] = inventRegister(2014) as [RegisterFact<'CcgRegistered'>];
const north: RegisterFact = { type: 'RegionRegistered', data: { code: 'Y54', name: 'North' } };

const imposed = (on: string, code = '00C'): RegisterFact => ({
  type: 'SpecialMeasuresImposed',
  data: { ccg: code, direction: 'Direction 1', on },
});
const lifted = (on: string, code = '00C'): RegisterFact => ({
  type: 'SpecialMeasuresLifted',
  data: { ccg: code, direction: 'Direction 2', on },
});

const after = (...facts: RegisterFact[]) => registerOf([north, ccg, ...facts]);

describe('special measures (R-41)', () => {
  it('last from the day they are imposed until the day they are lifted', () => {
    const register = after(imposed('2014-11-01'), lifted('2015-02-01'));
    const on = (day: string) => register.specialMeasures('00C', day)?.direction;
    expect(['2014-10-31', '2014-11-01', '2015-01-31', '2015-02-01'].map(on)).toEqual([
      undefined,
      'Direction 1',
      'Direction 1',
      undefined,
    ]);
    expect(register.specialMeasures('00C')).toBeUndefined();
  });

  it('are those that nobody lifted where no day is asked for', () => {
    expect(after().specialMeasures('00C')).toBeUndefined();
    expect(after(imposed('2014-11-01')).specialMeasures('00C')).toEqual({
      since: '2014-11-01',
      direction: 'Direction 1',
    });
    expect(after(imposed('2014-11-01')).specialMeasures('00D')).toBeUndefined();
  });

  it('may be imposed again, and all times are kept', () => {
    const register = after(imposed('2014-11-01'), lifted('2015-02-01'), imposed('2015-02-01'));
    expect(register.specialMeasuresOf('00C')).toEqual([
      { since: '2014-11-01', until: '2015-02-01', direction: 'Direction 1' },
      { since: '2015-02-01', direction: 'Direction 1' },
    ]);
    expect(register.specialMeasures('00C', '2015-02-01')?.since).toBe('2015-02-01');
  });

  it.each<[string, RegisterFact[], RegisterFact]>([
    ['CCG 99Z is not registered', [], imposed('2014-11-01', '99Z')],
    ['CCG 99Z is not registered', [], lifted('2014-11-01', '99Z')],
    ['in special measures already, since 2014-11-01', [imposed('2014-11-01')], imposed('2014-12-01')],
    ['was in special measures until', [imposed('2014-11-01'), lifted('2015-02-01')], imposed('2015-01-31')],
    ['is not in special measures', [], lifted('2014-11-01')],
    ['is not in special measures', [imposed('2014-11-01'), lifted('2015-02-01')], lifted('2015-03-01')],
    ['only from 2014-11-01', [imposed('2014-11-01')], lifted('2014-10-31')],
  ])('contradict the register: %s', (because, before, fact) => {
    expect(contradictionOf(after(...before), fact)).toContain(because);
    expect(() => after(...before, fact)).toThrow(because);
  });
});

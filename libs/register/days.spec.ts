import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { impossibleDayIn, spans } from './days.js';
import type { RegisterFact } from './facts.js';

const source = readFileSync(join(import.meta.dirname, 'facts.ts'), 'utf8');

/** Fields of days by type of fact, as `facts.ts` declares them itself. */
const declared = [...source.matchAll(/export type (\w+) = ([^;]*\{[^}]*\})/g)].flatMap(([, type, body]) =>
  [...(body ?? '').matchAll(/readonly (\w+)\??: (?:readonly )?(?:Day|Instant)\b/g)].map(
    ([, field]) => [type ?? '', field ?? ''] as const,
  ),
);

describe('the days of register facts', () => {
  it('each say what they may be: a new one is not forgotten', () => {
    expect(declared).toEqual(
      expect.arrayContaining([
        ['CcgClosed', 'toldOn'],
        ['BankHolidaysAnnounced', 'days'],
      ]),
    );
    const silent = declared.filter(
      ([type, field]) =>
        Object.hasOwn(spans, type) &&
        !Object.keys(spans[type as keyof typeof spans]).some((path) => path === field || path === `${field}.*`),
    );
    expect(silent).toEqual([]);
  });

  const today = '2014-06-12';
  const told = (type: string, data: object): RegisterFact => ({ type, data }) as unknown as RegisterFact;

  it.each([
    ['a list counted tomorrow', told('ListSizeChanged', { practice: 'A81001', patients: 1, on: '2014-06-13' })],
    ['special measures to come', told('SpecialMeasuresImposed', { ccg: '00C', direction: 'x', on: '2014-06-13' })],
    ['an interest that ends in 2099', told('InterestExpired', { id: 'x', on: '2099-01-01' })],
    [
      'a practice that moves in 2099',
      told('PracticeMoved', { practice: 'A81001', from: '00C', to: '00D', on: '2099-01-01' }),
    ],
    [
      'a constitution from tomorrow, on which cases rest at once',
      told('ConstitutionAmended', { ccg: '00C', constitution: { from: '2014-06-13' } }),
    ],
    ['a constitution from 2099', told('ConstitutionAmended', { ccg: '00C', constitution: { from: '2099-01-01' } })],
    [
      'a founding member from 1066',
      told('CcgRegistered', { opened: '2013-04-01', practices: [{ joined: '1066-10-14' }] }),
    ],
    ['a round that closes in 2099', told('RoundAnnounced', { interestBy: '2099-01-01T00:00:00.000Z' })],
    ['a window of 9999', told('RoundAnnounced', { variationWindows: [{ from: '2014-10-01', to: '9999-12-31' }] })],
    ['a bank holiday of 2099', told('BankHolidaysAnnounced', { days: ['2099-01-01'] })],
  ])('cannot be: %s', (_, fact) => {
    expect(impossibleDayIn(fact, today)).toMatch(/cannot be: enter a day from/);
  });

  it.each([
    ['a closure told ahead', told('CcgClosed', { code: '00C', on: '2015-03-31', toldOn: today })],
    [
      'a move dated back by months',
      told('PracticeMoved', { practice: 'A81001', from: '00C', to: '00D', on: '2013-11-01' }),
    ],
    ['a constitution from today', told('ConstitutionAmended', { ccg: '00C', constitution: { from: today } })],
    ['a list counted today', told('ListSizeChanged', { practice: 'A81001', patients: 1, on: today })],
    ['no deadline', told('RoundAnnounced', { opens: '2014-05-09T00:00:00.000Z', interestBy: null })],
    ['nothing of days', told('RegionRegistered', { code: 'Y54', name: 'North' })],
  ])('can be: %s', (_, fact) => {
    expect(impossibleDayIn(fact, today)).toBeUndefined();
  });
});

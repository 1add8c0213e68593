import { describe, expect, it } from '@jest/globals';
import { londonDay } from '../../libs/workflow/london.js';
import { currentRound, historicRounds, previousRound } from './rounds.js';

const round = (id: string) => historicRounds.find((one) => one.id === id)!;

describe('the historic rounds (R-06)', () => {
  it('have the deadlines of London, each as the first instant that is too late', () => {
    expect(
      historicRounds.map((one) => [one.id, one.interestBy, one.applicationBy, one.applicationByL2, one.goLiveAt]),
    ).toEqual([
      [
        '1',
        '2014-06-20T23:00:00.000Z',
        '2015-01-09T12:00:00.000Z',
        '2015-01-31T00:00:00.000Z',
        '2015-03-31T23:00:00.000Z',
      ],
      ['2', null, '2015-11-07T00:00:00.000Z', null, '2016-03-31T23:00:00.000Z'],
      ['3', null, '2016-12-06T00:00:00.000Z', null, '2017-03-31T23:00:00.000Z'],
      ['6', null, '2019-11-02T00:00:00.000Z', null, '2020-03-31T23:00:00.000Z'],
    ]);
  });

  it('open when their letter went out', () => {
    expect(historicRounds.map(({ opens }) => londonDay(opens))).toEqual([
      '2014-05-09',
      '2015-10-01',
      '2016-05-01',
      '2019-06-01',
    ]);
  });

  it('want the mandate before submission, but for the one where CCGs applied first (R-19)', () => {
    expect(historicRounds.map(({ mandateBefore }) => mandateBefore)).toEqual([
      'submission',
      'submission',
      'signature',
      'submission',
    ]);
  });

  it('take variations of constitutions by 1 June and 1 November (R-22)', () => {
    expect(round('1').variationWindows).toEqual([
      { from: '2014-05-01', to: '2014-06-01' },
      { from: '2014-10-01', to: '2014-11-01' },
    ]);
  });
});

describe('the rounds of the demonstration', () => {
  it('lie about now', () => {
    const now = new Date('2026-11-21T22:00:00Z');
    expect(currentRound(now)).toMatchObject({
      id: '2027',
      opens: '2026-09-21T23:00:00.000Z',
      interestBy: '2026-12-02T00:00:00.000Z',
      applicationBy: '2026-12-31T12:00:00.000Z',
      goLive: '2027-04-01',
      goLiveAt: '2027-03-31T23:00:00.000Z',
      mandateBefore: 'submission',
    });
    expect(previousRound(now)).toMatchObject({
      id: '2026',
      interestBy: '2025-10-13T23:00:00.000Z',
      applicationBy: '2026-01-01T12:00:00.000Z',
      applicationByL2: '2026-01-22T00:00:00.000Z',
      goLive: '2026-04-01',
    });
    expect(currentRound(now)).toEqual(currentRound(now));
  });

  it.each([
    ['2027-01-21T12:00:00Z', '2027'],
    ['2027-01-22T12:00:00Z', '2028'],
  ])('leave at least 70 days to go-live: at %s it is that of %s', (now, id) => {
    expect(currentRound(new Date(now)).id).toBe(id);
  });

  it.each([
    ['2026-03-31T22:59:59Z', '2025'],
    ['2026-03-31T23:00:00Z', '2026'],
  ])('have one that is over: at %s it is that of %s', (now, id) => {
    expect(previousRound(new Date(now)).id).toBe(id);
  });

  it('have their deadlines in order, on every day of two years', () => {
    for (let day = 0; day < 731; day += 1) {
      const now = new Date(Date.UTC(2026, 0, 1, 12) + day * 86_400_000);
      const current = currentRound(now);
      const order = [current.opens, now.toISOString(), current.interestBy!, current.applicationBy!, current.goLiveAt];
      expect(order).toEqual([...order].sort());
      const previous = previousRound(now);
      const before = [
        previous.opens,
        previous.interestBy!,
        previous.applicationBy!,
        previous.applicationByL2!,
        previous.goLiveAt,
      ];
      expect([...before, now.toISOString()]).toEqual([...before, now.toISOString()].sort());
      expect(previous.id < current.id).toBe(true);
    }
  });
});

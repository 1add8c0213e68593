import { describe, expect, it } from '@jest/globals';
import { contradictionOf } from './contradiction.js';
import type { RegisterFact, RoundAnnounced } from './facts.js';
import { registerOf } from './index.js';
import { usualStandards } from './rounds.js';
import { currentRound, historicRounds, previousRound } from '../../demonstration/register/rounds.js';
import type { Round } from './model.js';

const [first, second] = historicRounds as readonly [Round, Round];
const announce = (round: RoundAnnounced): RegisterFact<'RoundAnnounced'> => ({ type: 'RoundAnnounced', data: round });

/** What the register says to new terms of round 1. */
function answerTo(terms: Partial<RoundAnnounced>): string | undefined {
  return contradictionOf(registerOf([announce(first)]), announce({ ...first, ...terms }));
}

const beforeOpening = '2014-05-01T09:00:00.000Z';
const later = { applicationBy: '2015-01-16T12:00:00.000Z' };

describe('a round that is announced again (R-06)', () => {
  it('may change in all things until it opens', () => {
    const terms = {
      name: 'The first round',
      opens: '2014-05-12T00:00:00.000Z',
      applicationBy: '2014-12-01T12:00:00.000Z',
      mandateBefore: 'signature',
      levels: ['L3'],
      standards: { ...usualStandards, interest: 5 },
      announcedAt: beforeOpening,
    } as const;
    const register = registerOf([announce(first), announce({ ...first, ...terms })]);
    expect(register.round('1')).toEqual({ ...first, ...terms });
    expect(register.rounds()).toHaveLength(1);
  });

  it('may put deadlines back once it is open (R-04)', () => {
    const register = registerOf([announce(first), announce({ ...first, ...later, announcedAt: first.opens })]);
    expect(register.round('1')).toMatchObject(later);
    expect(answerTo(later)).toBeUndefined();
    expect(answerTo({ applicationByL2: null })).toBeUndefined();
    expect(answerTo({ ...later, interestBy: '2014-07-01T23:00:00.000Z' })).toBeUndefined();
  });

  it('may be brought forward, once open, for those who begin after: to an instant that is to come (R-04)', () => {
    const announcedAt = '2014-12-01T12:00:00.000Z';
    expect(answerTo({ applicationBy: '2015-01-09T11:59:59.999Z', announcedAt })).toBeUndefined();
    expect(answerTo({ applicationBy: '2014-12-01T12:00:00.001Z', announcedAt })).toBeUndefined();
    expect(answerTo({ applicationBy: announcedAt, announcedAt })).toBe(toCome('applicationBy'));
    const register = registerOf([announce(second)]);
    const terms = { ...second, applicationByL2: '2016-02-01T00:00:00.000Z' };
    expect(contradictionOf(register, announce({ ...terms, announcedAt: '2016-01-31T00:00:00Z' }))).toBeUndefined();
  });

  const toCome = (deadline: string, round = '1'): string =>
    `Round ${round} has opened, so its ${deadline} can be brought forward only to an instant that is to come, for those who begin after. Enter a later one (R-04).`;
  const nothingElse = (changed: string): string =>
    `Round 1 has opened, so nothing but its deadlines changes. Leave as it is: ${changed}. For other terms, announce a round of another id (R-06).`;

  it.each<[string, Partial<RoundAnnounced>, string]>([
    [
      'an earlier deadline, by whoever does not say when',
      { applicationBy: '2015-01-09T11:59:59.999Z' },
      toCome('applicationBy'),
    ],
    [
      'one deadline later and another earlier',
      { ...later, interestBy: '2014-06-20T22:00:00.000Z', announcedAt: '2014-07-01T00:00:00.000Z' },
      toCome('interestBy'),
    ],
    ['an extension and another name', { ...later, name: 'The first round' }, nothingElse('name')],
    [
      'other levels and standards',
      { levels: ['L3'], standards: { ...usualStandards, answer: 5 } },
      nothingElse('levels, standards'),
    ],
    ['the mandate at another time', { ...later, mandateBefore: 'signature' }, nothingElse('mandateBefore')],
    ['nothing new', {}, 'Round 1 is announced with these terms already.'],
    [
      'a deadline that comes as it is announced',
      { applicationBy: '2014-12-01T12:00:00.000Z', announcedAt: '2014-12-01T12:00:00Z' },
      toCome('applicationBy'),
    ],
  ])('contradicts the register, once open, with %s, and hears what to do instead', (_, terms, said) => {
    expect(answerTo(terms)).toBe(said);
  });

  it('cannot set a deadline that has come where it had none', () => {
    const register = registerOf([announce(second)]);
    const terms = announce({ ...second, applicationByL2: '2016-02-01T00:00:00.000Z' });
    expect(contradictionOf(register, terms)).toBe(toCome('applicationByL2', '2'));
  });
});

const none = { interestBy: null, applicationBy: null, applicationByL2: null };

describe('the terms of a round', () => {
  it.each<[string, Partial<RoundAnnounced>]>([
    ['goes live as 1 April begins in London (R-06)', { goLive: '2015-04-02', goLiveAt: '2015-04-01T23:00:00.000Z' }],
    ['goes live as 1 April begins in London (R-06)', { goLiveAt: '2015-04-01T00:00:00.000Z' }],
    ['has no level', { levels: [] }],
    ['has its interestBy before it opens', { interestBy: '2014-05-01T00:00:00.000Z' }],
    ['has its applicationByL2 before it opens, or not before', { applicationByL2: '2015-04-01T00:00:00.000Z' }],
    ['has its applicationByL2 before it opens, or not before', { applicationByL2: '2015-03-31T23:00:00Z' }],
    ['has its applicationBy before its interestBy (R-06)', { applicationBy: '2014-06-20T22:59Z' }],
    ['has its applicationByL2 before its interestBy (R-06)', { applicationByL2: '2014-06-20T22:59:59.999Z' }],
    ['opens only when it goes live, or later (R-06)', { ...none, opens: '2015-03-31T23:00:00.000Z' }],
    [
      'has a window for variations that ends on 2014-09-30',
      { variationWindows: [{ from: '2014-10-01', to: '2014-09-30' }] },
    ],
    ['has a standard that is not a number', { standards: { ...usualStandards, answer: 0 } }],
    ['has a standard that is not a number', { standards: { ...usualStandards, answer: 2.5 } }],
  ])('cannot be that it %s', (because, terms) => {
    expect(answerTo({ ...terms, announcedAt: beforeOpening })).toContain(because);
    expect(contradictionOf(registerOf([]), announce({ ...first, ...terms }))).toContain(because);
  });

  it('may have a deadline as it opens, both at one instant, or just before it goes live (R-06)', () => {
    for (const terms of [
      { interestBy: '2014-05-08T23:00Z' },
      { interestBy: '2015-01-09T12:00:00Z' },
      { applicationBy: '2015-03-31T22:59:59.999Z' },
    ])
      expect(contradictionOf(registerOf([]), announce({ ...first, ...terms }))).toBeUndefined();
  });

  it('are known in one spelling, whatever they were recorded in', () => {
    const spelt = { opens: '2014-05-08T23:00Z', applicationBy: '2015-01-09T12:00:00Z', goLiveAt: '2015-03-31T23:00Z' };
    expect(registerOf([announce({ ...first, ...spelt })]).round('1')).toEqual(first);
    expect(answerTo({ ...spelt, announcedAt: '2014-06-01T00:00Z' })).toContain('Round 1 is announced with these terms');
  });

  it('are sound in every historic round, and in those of the demonstration on each day of two years', () => {
    const days = Array.from({ length: 731 }, (_, day) => new Date(Date.UTC(2026, 0, 1, 12) + day * 86_400_000));
    const rounds = [...historicRounds, ...days.flatMap((now) => [currentRound(now), previousRound(now)])];
    const nothing = registerOf([]);
    expect(rounds.flatMap((round) => contradictionOf(nothing, announce(round)) ?? [])).toEqual([]);
  });

  it('are the usual standards where an older log has none', () => {
    const older = Object.fromEntries(Object.entries(first).filter(([name]) => name !== 'standards'));
    const register = registerOf([{ type: 'RoundAnnounced', data: older }]);
    expect(register.round('1')).toEqual(first);
    expect(first.standards).toEqual({ interest: 10, assurance: 20, answer: 10, amendment: 20, membership: 20 });
  });
});

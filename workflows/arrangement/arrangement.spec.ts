import { describe, expect, it } from '@jest/globals';
import type { Fact } from '../../libs/workflow/index.js';
import { given } from '../../libs/workflow/specification.js';
import * as a from '../../test/builders.js';
import { arrangement, inquorateBallotsIn, type ArrangementContext } from './index.js';

const contextOf = (...facts: readonly Fact[]): ArrangementContext =>
  given(arrangement, ...facts).standing.snapshot.context as ArrangementContext;

const started = (id: string, level = 'L3', round = '3'): Fact => ({
  type: 'CaseStarted',
  data: { case: id, workflow: 'delegated-commissioning', level, round },
  actor: a.officer,
  at: a.day('2016-09-01'),
});
const ended = (id: string, outcome: string, said: object = {}): Fact => ({
  type: 'CaseEnded',
  data: { case: id, outcome, ...said },
  actor: a.clock,
  at: a.day('2016-10-01'),
});

describe('a level that the members gave no mandate for (R-16)', () => {
  it.each(['defeated', 'rescinded', 'inquorate'])(
    'is closed to the CCG for that round once %s, and only it',
    (outcome) => {
      const facts = [started('one'), ended('one', outcome)];
      given(arrangement, ...facts)
        .when(started('two'))
        .thenRefused('membersDidNotRefuse');
      for (const other of [started('two', 'L2'), started('two', 'L3', '6')])
        expect(given(arrangement, ...facts).when(other).decision.outcome).toBe('decided');
    },
  );

  it.each(['withdrawn', 'rejected', 'lapsed', 'closed'])(
    'is closed from the count: an application that was %s before anybody verified it is no way round',
    (outcome) => {
      const facts = [started('one'), ended('one', outcome, { defeated: true })];
      given(arrangement, ...facts)
        .when(started('two'))
        .thenRefused('membersDidNotRefuse');
      for (const other of [started('two', 'L2'), started('two', 'L3', '6')])
        expect(given(arrangement, ...facts).when(other).decision.outcome).toBe('decided');
    },
  );

  it('is closed with the second inquorate ballot, whichever applications they were held for', () => {
    const once = [started('one'), ended('one', 'withdrawn', { inquorateBallots: 1 })];
    expect(inquorateBallotsIn(contextOf(...once), { level: 'L3', round: '3' })).toBe(1);
    expect(inquorateBallotsIn(contextOf(...once), { level: 'L2', round: '3' })).toBe(0);
    expect(given(arrangement, ...once).when(started('two')).decision.outcome).toBe('decided');
    const withNone = [...once, started('two'), ended('two', 'withdrawn', { inquorateBallots: 1 })];
    expect(given(arrangement, ...withNone).when(started('three')).decision.outcome).toBe('decided');
    given(arrangement, ...once, started('two'), ended('two', 'withdrawn', { inquorateBallots: 2 }))
      .when(started('three'))
      .thenRefused('membersDidNotRefuse');
  });

  it.each(['withdrawn', 'rejected', 'lapsed', 'revoked'])('is another thing than one %s', (outcome) => {
    const facts = [started('one'), ended('one', outcome)];
    expect(given(arrangement, ...facts).when(started('two')).decision.outcome).toBe('decided');
  });

  it('is told by the application that ended, not by another that is live', () => {
    const facts = [started('one', 'L2'), started('two'), ended('two', 'defeated')];
    given(arrangement, ...facts)
      .when(started('three', 'L2'))
      .thenRefused('noOtherApplicationIsLive');
    given(arrangement, ...facts, ended('one', 'withdrawn'))
      .when(started('three', 'L3'))
      .thenRefused('R-16');
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Fact } from '../../libs/workflow/index.js';
import { given } from '../../libs/workflow/specification.js';
import * as a from '../../test/builders.js';
import { arrangement } from './index.js';

const started = (id: string, level = 'L3', round = '3'): Fact => ({
  type: 'CaseStarted',
  data: { case: id, workflow: 'delegated-commissioning', level, round },
  actor: a.officer,
  at: a.day('2016-09-01'),
});
const ended = (id: string, outcome: string): Fact => ({
  type: 'CaseEnded',
  data: { case: id, outcome },
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

import { describe, expect, it } from '@jest/globals';
import { allotment } from '../../test/allotment.js';
import { beginning, decide } from './decide.js';
import * as a from '../../test/gardeners.js';
import { ImpossibleHistory, type Fact, type RecordedFact } from './index.js';
import { next, replay } from './replay.js';
import { given } from './specification.js';

function recorded(...facts: readonly Fact[]): readonly RecordedFact[] {
  let standing = beginning(allotment);
  return facts.map((fact, revision) => {
    const decision = decide(allotment, standing, fact);
    if (decision.outcome === 'refused') throw new Error(JSON.stringify(decision.refusal));
    standing = decision.standing;
    return { ...fact, revision, ...(decision.from !== undefined && { from: decision.from }), to: decision.to };
  });
}

describe('a history', () => {
  const history = recorded(...a.let12());
  const { type, data, actor, at } = history[0]!;
  const nowhere = { type, data, actor, at, revision: 0 };

  it('replays to where the case stood, at once or one fact at a time', () => {
    const { progress, revision } = given(allotment, ...a.let12()).standing;
    expect(replay(allotment, history)).toMatchObject({ progress, revision });
    expect(history.reduce((standing, each) => next(allotment, standing, each), beginning(allotment)).progress).toEqual(
      progress,
    );
  });

  it('replays on from a standing reached before', () => {
    const half = replay(allotment, history.slice(0, 2));
    expect(replay(allotment, history.slice(2), half).progress.state).toBe('tenancy');
  });

  it.each([
    ['a gap', history.slice(0, 1).concat(history.slice(2)), /revision 1 was expected/],
    ['another beginning', history.slice(1), /revision 0 was expected/],
    ['a fact nobody knows', [{ ...history[0]!, type: 'PlotSold' }], /the workflow has no such event/],
    ['a fact the machine would have ignored', [...history.slice(0, 1), { ...history[4]!, revision: 1 }], /ignored it/],
    ['a rule broken', [history[0]!, { ...history[1]!, data: { plot: '13' } }], /R-1: Plot 13 is let already/],
    ['an actor not entitled', [history[0]!, { ...history[1]!, actor: a.rose }], /only steward may/],
    ['another state before', [history[0]!, { ...history[1]!, from: 'tenancy' }], /recorded from tenancy, but/],
    [
      'another state after',
      [history[0]!, { ...history[1]!, to: 'tenancy' }],
      /recorded to tenancy, but leads to letting/,
    ],
    [
      'a fact dated before what it follows',
      [history[0]!, { ...history[1]!, at: '2000-01-01T09:00:00.000Z' }],
      /dated 2000/,
    ],
    ['no state after', [nowhere], /recorded to nowhere/],
  ])('with %s is impossible', (_, facts, why) => {
    expect(() => replay(allotment, facts)).toThrow(ImpossibleHistory);
    expect(() => replay(allotment, facts)).toThrow(why);
  });
});

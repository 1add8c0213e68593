import { describe, expect, it } from '@jest/globals';
import { given } from '../../libs/workflow/specification.js';
import { replay } from '../../libs/workflow/replay.js';
import type { RecordedFact } from '../../libs/workflow/index.js';
import * as a from '../../test/builders.js';
import { delegatedCommissioning as workflow } from './index.js';

const recorded = (facts: ReturnType<typeof a.inForce>): readonly RecordedFact[] =>
  facts.map((fact, revision) => ({ ...fact, revision }));

describe('the whole path of one CCG', () => {
  it('leads from an expression of interest to a delegation in force on 1 April', () => {
    given(workflow, ...a.awaitingGoLive())
      .when(a.tookEffect())
      .then('inForce');
  });

  it('ends when NHS England revokes it, at once or from a later day', () => {
    given(workflow, ...a.inForce())
      .when(a.revoked(a.day('2015-09-01', '00:00:00.000')))
      .then('revoked');
    const noticed = a.revoked(a.day('2015-10-01', '00:00:00.000'));
    given(workflow, ...a.inForce())
      .when(noticed)
      .then('inForce.notice.given');
    const takesEffect = a.fact('RevocationTookEffect', {}, a.clock, a.day('2015-10-01', '00:00:00.000'));
    given(workflow, ...a.inForce(), noticed)
      .when(takesEffect)
      .then('revoked');
    given(workflow, ...a.inForce(), noticed)
      .when({ ...takesEffect, at: a.day('2015-09-30') })
      .thenRefused('R-60');
  });

  it('replays to the recorded states', () => {
    const standing = replay(workflow, recorded(a.inForce()));
    expect(standing.progress.state).toHaveProperty('inForce');
    expect(standing.revision).toBe(a.inForce().length - 1);
  });

  it('refuses to replay an event the machine would have ignored', () => {
    const history = recorded(a.underWay());
    const intruder = { ...a.approved(), revision: 2, from: history[1]!.to!, to: history[1]!.to! };
    expect(() => replay(workflow, [...history, intruder])).toThrow(
      /event 2 \(DecisionMade\) is impossible: the machine would have ignored it/i,
    );
  });

  it('refuses to replay an event of someone who was not entitled, or with other states than recorded', () => {
    const [first, second] = recorded(a.underWay());
    expect(() => replay(workflow, [first!, { ...second!, actor: a.strangeAssessor }])).toThrow(
      /its actor was not entitled/,
    );
    expect(() => replay(workflow, [first!, { ...second!, to: first!.to! }])).toThrow(
      /it was recorded to applying.interest.expressed, but leads to/,
    );
    expect(() => replay(workflow, [second!])).toThrow(/revision 0 was expected/);
  });
});

import { describe, expect, it } from '@jest/globals';
import * as a from '../test/builders.js';
import * as joint from '../test/joint.js';
import type { Actor, Fact } from '../libs/workflow/index.js';
import { notNow, opening, type NotNow } from '../libs/workflow/not-now.js';
import { given } from '../libs/workflow/specification.js';
import { delegatedCommissioning } from './delegated-commissioning/index.js';
import { jointCommissioning } from './joint-commissioning/index.js';

const looking = (facts: readonly Fact[], actor: Actor): Readonly<Record<string, NotNow>> => {
  const { standing } = given(delegatedCommissioning, ...facts);
  const found = notNow(delegatedCommissioning, standing, actor, [actor], { at: standing.at! });
  return Object.fromEntries(found.map((each) => [each.type, each]));
};
const after = ({ after: openers }: NotNow): readonly (readonly [string, string | undefined])[] =>
  openers.map(({ label, rule }) => [label, rule] as const);

describe('what somebody cannot do now', () => {
  it('opens after what brings the case there (R-03)', () => {
    const found = looking([a.expressed()], a.officer);
    expect(after(found['BallotOpened']!)).toEqual([['Acknowledge the interest', 'R-03']]);
    expect(found['BallotOpened']).toMatchObject({ label: 'Open the ballot', stage: 'mandate' });
    expect(found['BallotOpened']).not.toHaveProperty('meaning');
  });

  it('is told with what opens the place itself, not only its stage', () => {
    const found = looking([...a.underWay()], a.verifier);
    expect(after(found['ResultVerified']!)).toEqual([['Close the ballot', 'R-14']]);
  });

  it('is told with the rule where the case is at the place (R-19)', () => {
    const found = looking([...a.underWay()], a.officer);
    expect(found['ApplicationSubmitted']).toMatchObject({
      after: [],
      meaning: expect.stringContaining('mandate'),
      rule: 'R-19',
    });
  });

  it('is told with the rule where a place refuses it by name (R-60)', () => {
    const found = looking(a.inForce(), a.officer);
    expect(found['ApplicationWithdrawn']).toMatchObject({ label: 'Withdraw the application', rule: 'R-60', after: [] });
  });

  it('leaves out what one can do, what lies behind, and what is for others', () => {
    const found = looking(a.submittedInFull(), a.assessor);
    for (const type of ['ThresholdAssessed', 'InterestAcknowledged', 'BallotOpened', 'DecisionMade'])
      expect(found).not.toHaveProperty(type);
    expect(found['RegionRecommended']).toMatchObject({ rule: 'R-40' });
    expect(looking(a.submittedInFull(), a.strangeAssessor)).toEqual({});
  });

  it('is nothing once the case has ended', () => {
    expect(looking([...a.underWay(), a.withdrawn(a.day('2015-01-02'))], a.officer)).toEqual({});
  });
});

describe('a stage to come', () => {
  it('has what opens it, each once and before what opens it again', () => {
    const { standing } = given(delegatedCommissioning, ...a.underWay());
    const found = Object.fromEntries(
      opening(delegatedCommissioning, standing).map(({ stage, after: openers }) => [
        stage,
        openers.map(({ label }) => label),
      ]),
    );
    expect(found).toEqual({
      assurance: ['Submit the application'],
      decision: ['Recommend', 'Do not recommend'],
      agreement: ['Record the decision'],
      delegation: ['Let the delegation take effect'],
    });
  });

  it('has what opens it in joint commissioning too', () => {
    const [first] = joint.upTo('InterestExpressed');
    const found = opening(jointCommissioning, given(jointCommissioning, first!).standing);
    expect(found.find(({ stage }) => stage === 'mandate')!.after).toMatchObject([
      { label: 'Acknowledge the interest' },
    ]);
    expect(found.filter(({ after: openers }) => openers.length === 0)).toEqual([]);
    expect(found.length).toBeGreaterThan(5);
  });
});

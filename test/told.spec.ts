import { describe, expect, it } from '@jest/globals';
import * as a from './builders.js';
import * as joint from './joint.js';

describe('the story of the invented CCG', () => {
  it('ends in force at either level', () => {
    expect(a.inForce().at(-1)).toMatchObject({ type: 'DelegationTookEffect', to: { inForce: {} } });
    expect(joint.inForce().at(-1)).toMatchObject({ type: 'JointArrangementTookEffect', to: { inForce: 'running' } });
  });

  it('is cut only where it has a fact of that type', () => {
    expect(a.upTo('EngagementRecorded').map(({ type }) => type)).toEqual([
      ...['InterestExpressed', 'InterestAcknowledged', 'EngagementRecorded'],
    ]);
    const none = /expected SubmissionSigned in the story, found none/;
    expect(() => joint.upTo('SubmissionSigned')).toThrow(none);
    expect(() => a.without(['SubmissionSigned'], a.submittedInFull())).toThrow(none);
    expect(() => a.instead(a.regionSigned(), a.submittedInFull())).toThrow(none);
  });
});

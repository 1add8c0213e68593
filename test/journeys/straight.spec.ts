import { describe, expect, it } from '@jest/globals';
import { caseAt, goLive } from '../story.js';
import { journey, levelOf, seen } from './journey.js';

describe('one CCG alone', () => {
  it('goes straight from its interest to a delegation in force (scenario 1)', async () => {
    await journey('01-straight', async (to) => {
      const id = await caseAt('in-force', to);
      expect(to.service.clock.now().toISOString()).toBe(goLive);
      expect((await seen(to, id)).state).toMatchObject({ inForce: {} });
      expect(await levelOf(to, '00C', '2015-03-31')).toBeNull();
      expect(await levelOf(to, '00C', '2015-04-01')).toBe('L3');
    });
  });
});

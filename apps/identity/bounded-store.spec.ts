import { describe, expect, it } from '@jest/globals';
import { boundedStore } from './bounded-store.js';

describe('what the development identity keeps', () => {
  it('never grows beyond 2,000 of a kind: the oldest are dropped', async () => {
    const codes = boundedStore('AuthorizationCode');
    for (let n = 0; n <= 2_000; n++) await codes.upsert(`code-${n}`, { uid: `${n}` }, 60);
    expect(await codes.find('code-0')).toBeUndefined();
    expect(await codes.find('code-1')).toEqual({ uid: '1' });
    expect(await codes.findByUid('2000')).toEqual({ uid: '2000' });
  });

  it('is gone when its time is over', async () => {
    const codes = boundedStore('AuthorizationCode');
    await codes.upsert('code', {}, 0.02);
    expect(await codes.find('code')).toEqual({});
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(await codes.find('code')).toBeUndefined();
  });

  it('is taken back with the grant it came from, and only that', async () => {
    const tokens = boundedStore('AccessToken');
    await tokens.upsert('a', { grantId: 'stolen' }, 60);
    await tokens.upsert('b', { grantId: 'other' }, 60);
    await tokens.revokeByGrantId('stolen');
    expect([await tokens.find('a'), await tokens.find('b')]).toEqual([undefined, { grantId: 'other' }]);
  });

  it('is not a session', async () => {
    const sessions = boundedStore('Session');
    await sessions.upsert('session', { uid: 'u' }, 60);
    expect(await sessions.find('session')).toBeUndefined();
  });

  it('is destroyed on demand', async () => {
    const interactions = boundedStore('Interaction');
    await interactions.upsert('one', {}, 60);
    await interactions.destroy('one');
    expect(await interactions.find('one')).toBeUndefined();
  });
});

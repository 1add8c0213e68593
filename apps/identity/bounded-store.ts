import { LRUCache } from 'lru-cache';
import type { Adapter, AdapterPayload } from 'oidc-provider';

/**
 * Where the provider keeps codes, interactions and grants: in memory, at most 2,000 of a kind, oldest dropped
 * first. Sessions are not kept at all, so every sign-in asks who it is and changing persona needs no sign-out.
 */
export function boundedStore(kind: string): Adapter {
  const kept = new LRUCache<string, AdapterPayload>({ max: 2_000 });
  return {
    upsert: async (id, payload, expiresIn) => {
      if (kind !== 'Session') kept.set(id, payload, expiresIn === undefined ? {} : { ttl: expiresIn * 1000 });
    },
    find: async (id) => kept.get(id),
    findByUid: async (uid) => [...kept.values()].find((payload) => payload.uid === uid),
    findByUserCode: async () => undefined,
    consume: async (id) => {
      const payload = kept.get(id);
      if (payload) payload.consumed = Math.floor(Date.now() / 1000);
    },
    destroy: async (id) => {
      kept.delete(id);
    },
    revokeByGrantId: async (grantId) => {
      for (const [id, payload] of [...kept.entries()]) if (payload.grantId === grantId) kept.delete(id);
    },
  };
}

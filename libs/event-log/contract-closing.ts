import { expect } from '@jest/globals';
import { fact, newStream, recorded, to, type Ask } from './contract-events.js';
import { LogUnavailable } from './index.js';

export function closing(ask: Ask): void {
  ask('finishes what was handed in', async (log) => {
    const answers = Array.from({ length: 20 }, () => recorded(log.append(to(newStream(), 'none', fact()))));
    const closed = log.close();
    expect((await Promise.all(answers)).flat()).toHaveLength(20);
    await closed;
  });

  ask('is unavailable afterwards, for every call', async (log) => {
    await log.close();
    const calls = [
      log.append(to(newStream(), 'none', fact())),
      log.tryWriting(),
      log.readStream(newStream()),
      log.headOf(newStream()),
      log.readAll(),
      log.find(fact().id),
      log.head(),
    ];
    const answers = await Promise.allSettled(calls);
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(LogUnavailable) });
    expect(() => log.subscribe(0, () => undefined)).toThrow(LogUnavailable);
  });

  ask('ends the subscriptions', async (log) => {
    const subscription = log.subscribe(0, () => undefined);
    await log.close();
    await expect(subscription.ended).resolves.toBeUndefined();
  });

  ask('can be closed twice', async (log) => {
    await Promise.all([log.close(), log.close()]);
    await log.close();
  });
}

import { expect } from '@jest/globals';
import { eventually, fact, facts, idsOf, newStream, recorded, to, type Ask } from './contract-events.js';
import type { EventLog, RecordedEvent } from './index.js';

export function subscribing(ask: Ask): void {
  ask('hands over what is there and then what comes, in order, once', async (log) => {
    const before = await log.head();
    for (let i = 0; i < 30; i++) await recorded(log.append(to(newStream(), 'none', ...facts(20))));
    const seen: RecordedEvent[] = [];
    const subscription = log.subscribe(before, (events) => void seen.push(...events));
    // Recorded while the reader is catching up, and after.
    const appends = Array.from({ length: 100 }, () => log.append(to(newStream(), 'none', fact())));
    await Promise.all(appends);
    await eventually(() => seen.length >= 700);
    for (let i = 0; i < 20; i++) await recorded(log.append(to(newStream(), 'none', fact())));
    await eventually(() => seen.length >= 720);
    await subscription.stop();
    expect(seen).toEqual(await log.readAll({ after: before, limit: 2_000 }));
  });

  ask('starts after the position it is given', async (log) => {
    const events = await recorded(log.append(to(newStream(), 'none', ...facts(3))));
    const seen: RecordedEvent[] = [];
    const subscription = log.subscribe(events.at(-2)?.position ?? 0, (batch) => void seen.push(...batch));
    await eventually(() => seen.length > 0);
    await subscription.stop();
    expect(seen).toEqual(events.slice(-1));
  });

  ask('shows the reader nothing that a read does not show', async (log) => {
    const found: (RecordedEvent | undefined)[] = [];
    const subscription = log.subscribe(await log.head(), async (events) => {
      for (const { id } of events) found.push(await log.find(id));
    });
    const handed = facts(5);
    for (const event of handed) await recorded(log.append(to(newStream(), 'none', event)));
    await eventually(() => found.length === 5);
    await subscription.stop();
    expect(found.map((event) => event?.id)).toEqual(idsOf(handed));
  });

  ask('waits with the next batch until a slow reader is done, and loses nothing', async (log) => {
    const before = await log.head();
    let [running, most, calls] = [0, 0, 0];
    const seen: RecordedEvent[] = [];
    const subscription = log.subscribe(before, async (events) => {
      most = Math.max(most, ++running);
      calls += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      seen.push(...events);
      running -= 1;
    });
    await appendOne(log);
    await eventually(() => calls === 1);
    for (let i = 1; i < 60; i++) await appendOne(log);
    await eventually(() => seen.length >= 60);
    await subscription.stop();
    expect(most).toBe(1);
    expect(calls).toBeGreaterThan(1);
    expect(seen).toEqual(await log.readAll({ after: before }));
  });

  ask('serves each reader for itself', async (log) => {
    const before = await log.head();
    const [one, two]: [RecordedEvent[], RecordedEvent[]] = [[], []];
    const first = log.subscribe(before, (events) => void one.push(...events));
    await recorded(log.append(to(newStream(), 'none', ...facts(3))));
    const second = log.subscribe(before, (events) => void two.push(...events));
    await eventually(() => one.length === 3 && two.length === 3);
    await first.stop();
    await recorded(log.append(to(newStream(), 'none', fact())));
    await eventually(() => two.length === 4);
    await second.stop();
    expect(one).toEqual(two.slice(0, 3));
  });

  for (const [how, fail] of Object.entries({ throws: thrown, rejects: rejected })) {
    ask(`ends with the reason when the reader ${how}, and hands over nothing more`, async (log) => {
      let calls = 0;
      const subscription = log.subscribe(await log.head(), () => {
        calls += 1;
        return fail();
      });
      const ended = expect(subscription.ended).rejects.toThrow('no room for it');
      await appendOne(log);
      await ended;
      await appendOne(log);
      await subscription.stop();
      expect(calls).toBe(1);
    });
  }

  ask('stops after the running batch, says so, and hands over nothing more', async (log) => {
    let [calls, finished] = [0, false];
    const subscription = log.subscribe(await log.head(), async () => {
      calls += 1;
      await new Promise((resolve) => setTimeout(resolve, 30));
      finished = true;
    });
    await appendOne(log);
    await eventually(() => calls === 1);
    await subscription.stop();
    expect(finished).toBe(true);
    await expect(subscription.ended).resolves.toBeUndefined();
    await appendOne(log);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(calls).toBe(1);
    await subscription.stop();
  });
}

async function appendOne(log: EventLog): Promise<void> {
  await recorded(log.append(to(newStream(), 'none', fact())));
}

function thrown(): never {
  throw new Error('no room for it');
}

function rejected(): Promise<void> {
  return Promise.reject(new Error('no room for it'));
}

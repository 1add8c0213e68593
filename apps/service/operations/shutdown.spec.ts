import { describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { testService } from '../../../test/service.js';

describe('a service that stops', () => {
  it('does so when its starter says: no other hand takes the signals, or it would end half closed', async () => {
    const listeners = (): number[] => ['SIGTERM', 'SIGINT', 'SIGHUP'].map((signal) => process.listenerCount(signal));
    const before = listeners();
    const to = await testService();
    expect(listeners()).toEqual(before);
    await to.close();
  });

  it('answers what is under way, and keeps what it answered', async () => {
    const inner = memoryLog();
    let slow = 0;
    const log = {
      ...inner,
      append: async (...appends: Parameters<typeof inner.append>) => {
        const appended = await inner.append(...appends);
        await pause(slow);
        return appended;
      },
    };
    const to = await testService({ log });
    await to.token('officer@00C');
    slow = 300;
    const asking = to.as('officer@00C').begin('00C');
    await pause(100);
    const start = performance.now();
    const closing = to.close();
    const answer = await asking;
    expect(answer.status).toBe(201);
    expect(answer.headers.get('connection')).toBe('close');
    await closing;
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it('does not wait for connections that ask for nothing, nor for those who follow the feed', async () => {
    const to = await testService();
    const authorization = `Bearer ${await to.token('auditor@nhse')}`;
    const feed = await fetch(`${to.url}/api/events`, { headers: { authorization, accept: 'text/event-stream' } });
    const told = feed.text();
    const silent = connect(Number(new URL(to.url).port), '127.0.0.1');
    await pause(100);
    const start = performance.now();
    await to.close();
    expect(performance.now() - start).toBeLessThan(2_000);
    // The stream ended as a stream does, and was not cut off.
    expect(await told).toMatch(/\n\n$/);
    silent.destroy();
  });
});

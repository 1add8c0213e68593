import { describe, expect, it } from '@jest/globals';
import { eventLogContract } from './contract.js';
import { fact, newStream, recorded, to } from './contract-events.js';
import { memoryLog } from './memory.js';

eventLogContract('memory', async () => {
  const log = memoryLog();
  return { log, close: () => log.close() };
});

describe('the log in memory', () => {
  it('finds out who changes an event it handed out', async () => {
    const [event] = await recorded(memoryLog().append(to(newStream(), 'none', fact({ votes: [1] }))));
    expect(() => (event!.data.votes as number[]).push(2)).toThrow(TypeError);
  });
});

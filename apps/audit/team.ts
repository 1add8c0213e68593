/** Several hands at the parts of one history: threads, or this thread alone where it runs from sources. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Workflow } from '../../libs/workflow/index.js';
import { workflows } from '../../workflows/index.js';
import { handFor } from './hand.js';
import { NeedsOrder, type Part, type Proven, type Whole } from './part.js';
import type { FromWorker } from './part-worker.js';

const built = new URL('./part-worker.js', import.meta.url);

/** Whether there can be threads: they run the built program, and the workflows of this build. */
export const canHaveThreads = (known: readonly Workflow[]): boolean => known === workflows && existsSync(built);

/**
 * Megabytes of a thread's memory. It needs less, whatever the size of a log; without a limit V8 would let it grow to several times what it needs.
 */
const mostMemory = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 192 } as const;

interface Member {
  prove(part: Part): Promise<Proven>;
  close(): Promise<void>;
}

/**
 * Has all parts proved, by so many at once; each takes the next part when it is done with one.
 *
 * @throws NeedsOrder, and what befalls a thread
 */
export async function proveParts(
  whole: Whole,
  parts: Iterable<Part>,
  size: number,
  known: readonly Workflow[],
  take: (proven: Proven) => void,
): Promise<void> {
  const members = canHaveThreads(known) ? Array.from({ length: size }, () => thread(whole)) : [ownHand(whole, known)];
  const waiting = parts[Symbol.iterator]();
  async function work(member: Member): Promise<void> {
    for (let next = waiting.next(); next.done !== true; next = waiting.next()) take(await member.prove(next.value));
  }
  try {
    await Promise.all(members.map(work));
  } finally {
    await Promise.all(members.map((member) => member.close()));
  }
}

function ownHand(whole: Whole, known: readonly Workflow[]): Member {
  const hand = handFor(whole, known);
  return {
    async prove(part) {
      await setImmediate();
      return hand.prove(part);
    },
    close: async () => hand.close(),
  };
}

function thread(whole: Whole): Member {
  const worker = new Worker(built, { workerData: whole, resourceLimits: mostMemory });
  return {
    async prove(part) {
      worker.postMessage(part);
      const [answer] = (await once(worker, 'message').catch(needsOrderWithoutMemory)) as [FromWorker]; // it sends nothing else
      if (answer.is === 'order') throw new NeedsOrder('a part cannot be proved by itself');
      return answer.proven;
    },
    async close() {
      await worker.terminate();
    },
  };
}

/** A stream for which a thread's memory does not do is left to this thread, which has all there is. */
function needsOrderWithoutMemory(fault: unknown): never {
  const isMemory = fault instanceof Error && 'code' in fault && fault.code === 'ERR_WORKER_OUT_OF_MEMORY';
  throw isMemory ? new NeedsOrder('a part needs more memory than a thread has') : fault;
}

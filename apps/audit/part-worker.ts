/** A thread that proves parts of a history: one message for each part, one back. */
import 'reflect-metadata';
import { parentPort, workerData } from 'node:worker_threads';
import { workflows } from '../../workflows/index.js';
import { handFor } from './hand.js';
import { NeedsOrder, type Part, type Proven, type Whole } from './part.js';

/** `order`: the history is to be proved in its order. */
export type FromWorker = { readonly is: 'proven'; readonly proven: Proven } | { readonly is: 'order' };

const hand = handFor(workerData as Whole, workflows); // whoever starts it hands it that

parentPort?.on('message', (part: Part) => {
  try {
    const proven = hand.prove(part);
    parentPort?.postMessage({ is: 'proven', proven } satisfies FromWorker, [proven.ids.buffer]);
  } catch (error) {
    if (!(error instanceof NeedsOrder)) throw error;
    parentPort?.postMessage({ is: 'order' } satisfies FromWorker);
  }
});

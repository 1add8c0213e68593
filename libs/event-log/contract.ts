import { describe, it } from '@jest/globals';
import { appending } from './contract-appending.js';
import { closing } from './contract-closing.js';
import { reading } from './contract-reading.js';
import { subscribing } from './contract-subscribing.js';
import type { EventLog } from './index.js';

/**
 * Every promise of `index.ts`, as tests. `open` gives a log for one test; it need not be empty, other writers must keep off it.
 *
 * @param options.timeout Milliseconds one test may take (30,000): logs behind a network need more.
 */
export function eventLogContract(
  name: string,
  open: () => Promise<{ log: EventLog; close(): Promise<void> }>,
  { timeout = 30_000 }: { readonly timeout?: number } = {},
): void {
  const ask = (title: string, test: (log: EventLog) => Promise<void>) => {
    it(
      title,
      async () => {
        const opened = await open();
        try {
          await test(opened.log);
        } finally {
          await opened.close();
        }
      },
      timeout,
    );
  };
  describe(`the event log (${name})`, () => {
    describe('appending', () => appending(ask));
    describe('reading', () => reading(ask));
    describe('subscribing', () => subscribing(ask));
    describe('closing', () => closing(ask));
  });
}

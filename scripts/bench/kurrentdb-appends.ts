/**
 * Appends to KurrentDB for so many seconds, in a process of its own: two clients in one process disturb each other. Told way, connection
 * string, callers and seconds as arguments; says by one message how many a second there were.
 */
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { asKept } from '../../libs/event-log/kurrentdb-events.js';
import { openKurrentLog } from '../../libs/event-log/kurrentdb.js';
import { vote } from './histories.js';

/** Through the adapter; the client's append to one stream; its append to several, here of one. */
export type Way = 'adapter' | 'client' | 'client-several';

interface Writer {
  /** Appends a vote at the revision after `last`, -1 for none. */
  append(stream: string, last: number): Promise<void>;
  close(): Promise<void>;
}

/** A prefix of its own, so that no service takes the streams for cases. */
const prefix = 'bench-';

async function adapter(url: string): Promise<Writer> {
  const log = await openKurrentLog({ url, streams: [prefix] });
  return {
    async append(stream, last) {
      const { outcome } = await log.append({ stream, expected: last < 0 ? 'none' : last, events: [vote(last)] });
      if (outcome !== 'appended') throw new Error(`expected the vote to be appended, found ${outcome}`);
    },
    close: () => log.close(),
  };
}

async function client(url: string, several: boolean): Promise<Writer> {
  const bare = KurrentDBClient.connectionString(url);
  const stateAt = (last: number) => (last < 0 ? ('no_stream' as const) : BigInt(last));
  return {
    async append(stream, last) {
      const event = asKept(vote(last));
      const expectedState = stateAt(last);
      if (several) await bare.multiStreamAppend([{ streamName: stream, expectedState, events: [event] }]);
      else await bare.appendToStream(stream, event, { streamState: expectedState });
    },
    close: () => bare.dispose(),
  };
}

/** So many callers, each of whom appends to a stream of its own when the last append was answered. */
async function perSecond(writer: Writer, callers: number, seconds: number): Promise<number> {
  const began = performance.now();
  const until = began + seconds * 1000;
  const counts = await Promise.all(
    Array.from({ length: callers }, async () => {
      const stream = prefix + randomUUID();
      let last = -1;
      for (; performance.now() < until; last += 1) await writer.append(stream, last);
      return last + 1;
    }),
  );
  return (counts.reduce((sum, count) => sum + count, 0) / (performance.now() - began)) * 1000;
}

const [way, url = '', callers, seconds] = process.argv.slice(2);
const writer = await (way === 'adapter' ? adapter(url) : client(url, way === 'client-several'));
// What is compiled and connected at first is not measured.
await perSecond(writer, Number(callers), 1);
process.send?.(await perSecond(writer, Number(callers), Number(seconds)));
await writer.close();
process.disconnect();

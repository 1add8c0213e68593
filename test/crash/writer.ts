/**
 * Writes to a log until it is killed: `writer.ts <file>`. Standard output has one line for each thing that happened, written after it
 * happened: `ready`, `handed <append>`, `appended <append> <position>`, `unavailable <append> <message>`.
 *
 * Each event's data says which append it belongs to and how many events that has: `{ append, of }`.
 */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { LogUnavailable, type Append, type NewEvent } from '../../libs/event-log/index.js';
import { sqliteLog } from '../../libs/event-log/sqlite.js';

const [, , file = ''] = process.argv;
const callers = 8;

const log = await sqliteLog({ file });
say('ready');
await Promise.all(Array.from({ length: callers }, (_, caller) => appendForEver(caller)));

async function appendForEver(caller: number): Promise<never> {
  for (let turn = 0; ; turn++) {
    const append = randomUUID();
    // Every other append goes to two streams; some streams are shared by the callers, one is each caller's own.
    const appends: [Append, ...Append[]] =
      turn % 2 === 0
        ? [to(`own-${caller}`, event(append, 1))]
        : [to(`own-${caller}`, event(append, 3)), to(`shared-${turn % 5}`, event(append, 3), event(append, 3))];
    say(`handed ${append}`);
    try {
      const answer = await log.append(...appends);
      if (answer.outcome === 'appended') say(`appended ${append} ${answer.events[0]?.position ?? 0}`);
    } catch (error) {
      if (!(error instanceof LogUnavailable)) throw error;
      say(`unavailable ${append} ${error.message}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

function to(stream: string, ...events: [NewEvent, ...NewEvent[]]): Append {
  return { stream, expected: 'any', events };
}

function event(append: string, of: number): NewEvent {
  const actor = { id: 'clock', name: 'The service', role: 'clock', organisation: 'nhse' };
  return { id: randomUUID(), type: 'BallotOpened', data: { append, of }, at: new Date().toISOString(), actor };
}

/** Straight to the pipe: what was said before the kill must reach the reader. A full pipe waits for the reader. */
function say(line: string): void {
  for (let rest = Buffer.from(`${line}\n`); rest.length > 0;) rest = rest.subarray(writtenOf(rest));
}

function writtenOf(bytes: Buffer): number {
  try {
    return writeSync(1, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    return 0;
  }
}

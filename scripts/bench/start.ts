/** The ordinary start of the service over logs of different sizes, and how fast its views are built from nothing. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { sqliteLog } from '../../libs/event-log/sqlite.js';
import { openOrRebuild } from '../../libs/views/rebuild.js';
import { workflowOf } from '../../workflows/index.js';
import type { Figure } from './figures.js';
import { flags } from './hosted.js';
import { fill } from './histories.js';
import { memoryOf } from './memory.js';

/** Makes a log of so many events in `data`, and its views. Says how many events a second went into the views. */
export async function makeLog(
  data: string,
  events: number,
): Promise<{ readonly rebuilt: number; readonly bytes: number }> {
  mkdirSync(data, { recursive: true });
  const file = join(data, 'events.sqlite');
  const log = await sqliteLog({ file });
  try {
    await fill(log, events);
    const began = performance.now();
    const views = await openOrRebuild({ file: join(data, 'views.sqlite'), log, workflowOf });
    const seconds = (performance.now() - began) / 1000;
    const rebuilt = views.position / seconds;
    views.close();
    return { rebuilt, bytes: bytesOf(file) };
  } finally {
    await log.close();
  }
}

/** What is not folded into the file yet counts too. */
const bytesOf = (file: string): number =>
  [file, `${file}-wal`].reduce((sum, part) => sum + (statSync(part, { throwIfNoEntry: false })?.size ?? 0), 0);

interface Start {
  readonly seconds: number;
  /** Resident set when ready, in bytes. */
  readonly resident: number;
}

/** From the start of the process to its being ready, without the development identity. The median of three starts. */
export async function startFigures(data: string, events: number): Promise<readonly Figure[]> {
  const starts = [await start(data), await start(data), await start(data)].sort((a, b) => a.seconds - b.seconds);
  const { seconds, resident } = starts[1] ?? { seconds: NaN, resident: NaN };
  const name = events.toLocaleString('en-GB');
  return [
    {
      name: `start-up with ${name} events`,
      value: seconds,
      unit: 's',
      place: { group: 'start', line: 'ready', at: events },
    },
    {
      name: `memory at start-up with ${name} events`,
      value: resident / 1e6,
      unit: 'MB',
      place: { group: 'start memory', line: 'when ready', at: events },
    },
  ];
}

async function start(data: string): Promise<Start> {
  const began = performance.now();
  const child = fork(join(import.meta.dirname, '../../apps/service/main.js'), {
    execArgv: [...flags],
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'development',
      REMIT_DATA: data,
      REMIT_PORT: '0',
      REMIT_SEED: 'none',
      // Nobody signs in here, so nobody asks it.
      REMIT_ISSUER: 'http://127.0.0.1:9',
      REMIT_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const exit = once(child, 'exit');
  try {
    await new Promise<void>((resolve, reject) => {
      let said = '';
      child.stdout?.on('data', (text: Buffer) => {
        said += text.toString();
        if (said.includes('Remit is ready')) resolve();
      });
      void exit.then(() => reject(new Error(`the service ended before it was ready: ${said}`)));
    });
    return { seconds: (performance.now() - began) / 1000, resident: memoryOf(child.pid ?? 0).resident };
  } finally {
    child.kill('SIGTERM');
    await exit;
  }
}

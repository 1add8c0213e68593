/** Replay and proof of a whole log, by the auditor as it is run: a process of its own, on all cores. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Report } from '../../apps/audit/verify.js';
import type { Figure } from './figures.js';
import { flagsOf } from './hosted.js';
import { memoryOf } from './memory.js';

/**
 * What cases mean for the arrangements of their CCGs is left out of the log: a start and a level taken, of each case. And cases stand whole
 * one behind the other, so that each ends later than the next begins.
 */
const foundOfEachCase = 3;

export async function proofFigures(data: string, events: number): Promise<readonly Figure[]> {
  const log = join(data, 'events.sqlite');
  const child = fork(join(import.meta.dirname, '../../apps/audit/main.js'), ['verify', '--log', log, '--json'], {
    execArgv: [...flagsOf('audit')],
    env: { PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  });
  if (child.stdout === null) throw new Error('The auditor has no output to read its report from');
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, memoryOf(child.pid ?? 0).most || 0);
  }, 20);
  const [said] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  clearInterval(watch);
  const report = JSON.parse(said) as Report; // as the auditor writes it
  if (report.events < events || report.found > foundOfEachCase * report.cases)
    throw new Error(`expected a log that holds, found ${report.found} findings in ${report.events} events`);
  const name = events.toLocaleString('en-GB');
  return [
    {
      name: `replay and proof of ${name} events, ${report.cores} of ${availableParallelism()} processors`,
      value: report.seconds,
      unit: 's',
      place: { group: 'proof', line: 'audit verify', at: events },
    },
    {
      name: '  memory at most',
      value: most / 1e6,
      unit: 'MB',
      place: { group: 'proof memory', line: 'audit verify', at: events },
    },
  ];
}

/** `npm run bench`: every benchmark beside its ceiling, in one run. What it measures is compared, never asserted. */
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sqliteLog } from '../../libs/event-log/sqlite.js';
import { environmentOf } from './environment.js';
import { aimInWords, environmentInWords, ratioOf, table, type Aim, type Figure } from './figures.js';
import { httpFigures } from './http.js';
import { logFigures } from './log.js';
import { replayFigures } from './replay.js';
import { makeLog, startFigures } from './start.js';

const usage = `Usage: npm run bench [-- --quick] [--json FILE] [--folder FOLDER]
  --quick          leaves out the log of a million events, and measures for a shorter time
  --json FILE      writes the figures to FILE as well
  --folder FOLDER  where the files are made and removed again (${tmpdir()}); it decides which disk is measured`;

/** A million events with their views, and some room. */
const spaceNeeded = 4e9;

const { json, quick, folder: parent } = argumentsOf();
const sizes = quick ? [10_000, 100_000] : [10_000, 1_000_000];
const folder = mkdtempSync(join(parent, 'remit-bench-'));
try {
  const { bavail, bsize } = statfsSync(folder);
  if (!quick && bavail * bsize < spaceNeeded)
    throw new Error(
      `expected ${spaceNeeded / 1e9} GB free in ${folder}, found ${(bavail * bsize) / 1e9}: name another --folder, or take --quick`,
    );
  await run();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function run(): Promise<void> {
  const environment = environmentOf(folder);
  say(`${environmentInWords(environment)}\n`);
  const log = await section('the log', () => logFigures(folder, quick ? 2 : 4));
  const http = await section('HTTP', () => httpFigures(folder, quick ? 1 : 2));
  const starts: Figure[] = [];
  let replays: readonly Figure[] = [];
  let slowest = 0;
  for (const events of sizes) {
    const data = join(folder, `events-${events}`);
    const name = events.toLocaleString('en-GB');
    const { rebuilt, bytes } = await section(`a log of ${name} events`, () => makeLog(data, events));
    if (events === sizes[0]) replays = await section('replay', () => overLog(data));
    const { seconds, figures } = await section(`start-up over ${name} events`, () => startFigures(data, events));
    slowest = seconds;
    starts.push(
      ...figures,
      { name: `size of the log of ${name} events`, value: bytes / 1e6, unit: 'MB' },
      { name: `views from nothing, ${name} events`, value: rebuilt, unit: '/s' },
    );
    rmSync(data, { recursive: true, force: true });
  }
  const figures = [...http, ...log, ...replays, ...starts];
  const found = aims(http, slowest);
  say(`\n${table(figures)}\n\n${found.map(aimInWords).join('\n')}`);
  if (json !== undefined) {
    const measured = figures.map((figure) => ({ ...figure, ratio: ratioOf(figure) }));
    writeFileSync(
      json,
      `${JSON.stringify({ at: new Date().toISOString(), environment, figures: measured, aims: found }, null, 2)}\n`,
    );
  }
}

async function overLog(data: string): Promise<readonly Figure[]> {
  const log = await sqliteLog({ file: join(data, 'events.sqlite'), readOnly: true });
  try {
    return await replayFigures(log);
  } finally {
    await log.close();
  }
}

/** A figure that falls short says why, as far as the machine can tell. */
function aims(http: readonly Figure[], start: number): readonly Aim[] {
  const at32 = http.find(({ name }) => name === 'durable transitions, 32 connections');
  const nothing = http.find(({ name }) => name === 'doing nothing, 32 connections');
  const ratio = (at32 && ratioOf(at32)) ?? 0;
  const thread = (figure: Figure | undefined): string => figure?.more?.['thread']?.toFixed(0) ?? '?';
  return [
    {
      aim: 'at 32 connections at least half of what doing nothing reaches',
      found:
        `${(ratio * 100).toFixed(0)} %; the one thread that answers spends ${thread(at32)} µs on a transition, ` +
        `${thread(nothing)} µs on doing nothing`,
      met: ratio >= 0.5,
    },
    ...(quick
      ? []
      : [{ aim: 'start-up under a second with a million events', found: `${start.toFixed(2)} s`, met: start < 1 }]),
  ];
}

async function section<T>(name: string, work: () => Promise<T>): Promise<T> {
  process.stderr.write(`measuring ${name} …\n`);
  return work();
}

function argumentsOf(): { json: string | undefined; quick: boolean; folder: string } {
  try {
    const options = { json: { type: 'string' }, quick: { type: 'boolean' }, folder: { type: 'string' } } as const;
    const { values } = parseArgs({ options });
    return { json: values.json, quick: values.quick ?? false, folder: values.folder ?? tmpdir() };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
    process.exit(2);
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** `npm run bench`: every benchmark beside its ceiling, in one run. What it measures is compared, never asserted. */
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { faultIn, placeIn } from '../../libs/event-log/kurrentdb-url.js';
import { sqliteLog } from '../../libs/event-log/sqlite.js';
import { environmentOf } from './environment.js';
import { aimInWords, environmentInWords, ratioOf, table, type Aim, type Figure } from './figures.js';
import { httpFigures, slowFigures } from './http.js';
import { kurrentDbFigures } from './kurrentdb.js';
import { logFigures } from './log.js';
import { replayFigures } from './replay.js';
import { makeLog, startFigures } from './start.js';

const usage = `Usage: npm run bench [-- --quick] [--json FILE] [--folder FOLDER] [--kurrentdb [URL]]
  --quick          leaves out the log of a million events, and measures for a shorter time
  --json FILE      writes the figures to FILE as well
  --folder FOLDER  where the files are made and removed again (${tmpdir()}); it decides which disk is measured
  --kurrentdb      measures KurrentDB at URL instead, a database for this alone; without URL the test server of its protocol`;

/** A million events with their views, and some room. */
const spaceNeeded = 4e9;

const { json, quick, folder: parent, kurrentdb } = argumentsOf();
const sizes = quick ? [10_000, 100_000] : [10_000, 1_000_000];
const folder = mkdtempSync(join(parent, 'remit-bench-'));
try {
  const { bavail, bsize } = statfsSync(folder);
  if (!quick && kurrentdb === undefined && bavail * bsize < spaceNeeded)
    throw new Error(
      `expected ${spaceNeeded / 1e9} GB free in ${folder}, found ${(bavail * bsize) / 1e9}: name another --folder, or take --quick`,
    );
  await (kurrentdb === undefined ? run() : runOnKurrentDb(kurrentdb));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function run(): Promise<void> {
  const environment = environmentOf(folder);
  say(`${environmentInWords(environment)}\n`);
  const log = await section('the log', () => logFigures(folder, quick ? 2 : 4));
  const http = await section('HTTP', () => httpFigures(folder, quick ? 1 : 2));
  const slow = await section('a slow disk', () => slowFigures(folder, quick ? 1 : 2));
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
  const figures = [...http, ...slow, ...log, ...replays, ...starts];
  report(environment, figures, aims([...http, ...slow], slowest));
}

async function runOnKurrentDb(url: string): Promise<void> {
  const environment = environmentOf(folder);
  const server =
    url === '' ? 'the test server of KurrentDB’s protocol: in memory, in JavaScript, no database' : placeIn(url);
  say(`${environmentInWords(environment)}\non ${server}\n`);
  const measure = () => kurrentDbFigures(folder, quick ? 1 : 3, url === '' ? undefined : url);
  report({ ...environment, server }, await section('KurrentDB', measure), []);
}

function report(environment: object, figures: readonly Figure[], found: readonly Aim[]): void {
  say(['', table(figures), '', ...found.map(aimInWords)].join('\n'));
  if (json === undefined) return;
  const measured = figures.map((figure) => ({ ...figure, ratio: ratioOf(figure) }));
  writeFileSync(
    json,
    `${JSON.stringify({ at: new Date().toISOString(), environment, figures: measured, aims: found }, null, 2)}\n`,
  );
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
  const called = (start: string): Figure | undefined => http.find(({ name }) => name.trim().startsWith(start));
  const all = (start: string): readonly Figure[] => http.filter(({ name }) => name.trim().startsWith(start));
  /** A figure against its ceiling. */
  const least = (aim: string, figure: Figure | undefined, ratio: number): Aim => {
    const found = (figure && ratioOf(figure)) ?? NaN;
    const thread = figure?.more?.['thread']?.toFixed(0) ?? '?';
    return {
      aim: `${aim}: at least ${ratio}`,
      found: `${found.toFixed(2)}, ${thread} µs of the answering thread`,
      met: found >= ratio,
    };
  };
  const p99 = called('durable transitions, 32 connections')?.more?.['p99'] ?? NaN;
  const [few, many] = [called('a case of 10 events'), called('a case of 10,000 events')].map(
    (figure) => figure?.more?.['p99'] ?? NaN,
  );
  const slower = (many ?? NaN) / (few ?? NaN);
  return [
    least('durable transitions beside doing nothing, 32 connections', called('durable transitions, 32'), 0.65),
    { aim: 'the slowest of a hundred of them under 20 ms', found: `${p99.toFixed(1)} ms`, met: p99 < 20 },
    least('the same, 128 connections', called('durable transitions, 128'), 0.65),
    ...all('answered with the least')
      .slice(1)
      .map((figure, at) => least(`answered with the least, ${at === 0 ? 32 : 128} connections`, figure, 0.75)),
    least('doing nothing beside a bare Fastify POST', all('doing nothing').at(-1), 0.7),
    least('one ballot beside many', called('one ballot'), 0.8),
    least('the same with 5 ms more for each commit', called('with 5 ms more'), 0.8),
    {
      aim: 'the slowest of a hundred on a case of 10,000 events beside one of 10: at most 1.3 times',
      found: slower.toFixed(2),
      met: slower <= 1.3,
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

interface Asked {
  readonly json: string | undefined;
  readonly quick: boolean;
  readonly folder: string;
  /** Connection string; empty for the test server, undefined when KurrentDB is not to be measured. */
  readonly kurrentdb: string | undefined;
}

function argumentsOf(): Asked {
  try {
    const { values, positionals } = parseArgs({
      options: {
        json: { type: 'string' },
        quick: { type: 'boolean' },
        folder: { type: 'string' },
        kurrentdb: { type: 'boolean' },
      },
      allowPositionals: true,
    });
    const [url = '', ...more] = positionals;
    if (more.length > 0 || (url !== '' && !values.kurrentdb)) throw new Error('Expected options, found more');
    const fault = url === '' ? undefined : faultIn(url);
    if (fault !== undefined) throw new Error(`Expected ${fault}`);
    const { json, quick = false, folder = tmpdir() } = values;
    return { json, quick, folder, kurrentdb: values.kurrentdb ? url : undefined };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
    process.exit(2);
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** `npm run bench`: every benchmark beside its ceiling, in one run. What it measures is compared, never asserted. */
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { faultIn, placeIn } from '../../libs/event-log/kurrentdb-url.js';
import { sqliteLog } from '../../libs/event-log/sqlite.js';
import { aimInWords, aimsFor, type Aim } from './aims.js';
import { drawAll } from './charts.js';
import { enduranceFigures } from './endurance.js';
import { environmentOf } from './environment.js';
import { environmentInWords, ratioOf, table, type Figure } from './figures.js';
import { httpFigures, slowFigures } from './http.js';
import { instanceFigures, kurrentDbFigures } from './kurrentdb.js';
import { logFigures } from './log.js';
import { pageFigures } from './pages.js';
import { proofFigures } from './proof.js';
import { replayFigures } from './replay.js';
import { makeLog, startFigures } from './start.js';

const parts = ['log', 'http', 'slow', 'sizes', 'instances', 'memory', 'pages'] as const;
type Part = (typeof parts)[number];

const usage = `Usage: npm run bench [-- --quick] [--long] [--only PART,…] [--charts FOLDER] [--json FILE] [--folder FOLDER] [--kurrentdb [URL]]
  --quick          leaves out the log of a million events, two instances and memory under load, and measures for a shorter time
  --long           ten minutes of load for the memory, not half a minute
  --only PART,…    measures some parts only: ${parts.join(', ')}
  --charts FOLDER  draws each figure against its size into FOLDER
  --json FILE      writes the figures to FILE as well
  --folder FOLDER  where the files are made and removed again (${tmpdir()}); it decides which disk is measured
  --kurrentdb      measures KurrentDB at URL instead, a database for this alone; without URL the test server of its protocol`;

/** A million events with their views, or ten minutes of load, and some room. */
const spaceNeeded = 6e9;

const asked = argumentsOf();
const { quick } = asked;
const folder = mkdtempSync(join(asked.folder, 'remit-bench-'));
try {
  const { bavail, bsize } = statfsSync(folder);
  if (!quick && asked.kurrentdb === undefined && bavail * bsize < spaceNeeded)
    throw new Error(
      `expected ${spaceNeeded / 1e9} GB free in ${folder}, found ${(bavail * bsize) / 1e9}: name another --folder, or take --quick`,
    );
  await (asked.kurrentdb === undefined ? run() : runOnKurrentDb(asked.kurrentdb));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function run(): Promise<void> {
  const environment = environmentOf(folder);
  say(`${environmentInWords(environment)}\n`);
  const seconds = quick ? 1 : 2;
  const figures: Figure[] = [];
  const measure = async (part: Part, name: string, work: () => Promise<readonly Figure[]>): Promise<void> => {
    if (asked.parts.has(part)) figures.push(...(await section(name, work)));
  };
  await measure('log', 'the log', () => logFigures(folder, 2 * seconds));
  await measure('http', 'HTTP', () => httpFigures(folder, seconds));
  await measure('slow', 'a slow disk', () => slowFigures(folder, seconds));
  await measure('sizes', 'logs of all sizes', () => logsOfAllSizes());
  await measure('pages', 'pages', () => pageFigures(folder, quick ? 60 : 300));
  if (!quick) {
    const loaded = asked.isLong ? 600 : 30;
    await measure('instances', 'two instances', () => instanceFigures(folder, seconds));
    await measure('memory', `memory, ${loaded} s of load`, () => enduranceFigures(folder, loaded));
  }
  if (asked.charts !== undefined) await drawAll(figures, asked.charts);
  report(environment, figures, aimsFor(figures));
}

async function logsOfAllSizes(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const events of quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000]) {
    const data = join(folder, `events-${events}`);
    const name = events.toLocaleString('en-GB');
    const { rebuilt, bytes } = await section(`a log of ${name} events`, () => makeLog(data, events));
    if (events === 10_000) figures.push(...(await section('replay', () => overLog(data))));
    figures.push(
      ...(await section(`start-up over ${name} events`, () => startFigures(data, events))),
      { name: `size of the log of ${name} events`, value: bytes / 1e6, unit: 'MB' },
      { name: `views from nothing, ${name} events`, value: rebuilt, unit: '/s' },
      ...(await section(`the proof of ${name} events`, () => proofFigures(data, events))),
    );
    rmSync(data, { recursive: true, force: true });
  }
  return figures;
}

async function runOnKurrentDb(url: string): Promise<void> {
  const environment = environmentOf(folder);
  const server =
    url === '' ? 'the test server of KurrentDB’s protocol: in memory, in JavaScript, no database' : placeIn(url);
  say(`${environmentInWords(environment)}\non ${server}\n`);
  const measure = () => kurrentDbFigures(folder, quick ? 1 : 3, url === '' ? undefined : url);
  const figures = await section('KurrentDB', measure);
  report({ ...environment, server }, figures, aimsFor(figures));
}

function report(environment: object, figures: readonly Figure[], found: readonly Aim[]): void {
  say(['', table(figures), '', ...found.map(aimInWords)].join('\n'));
  if (asked.json === undefined) return;
  const measured = figures.map((figure) => ({ ...figure, ratio: ratioOf(figure) }));
  writeFileSync(
    asked.json,
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

async function section<T>(name: string, work: () => Promise<T>): Promise<T> {
  process.stderr.write(`measuring ${name} …\n`);
  return work();
}

interface Asked {
  readonly json: string | undefined;
  readonly charts: string | undefined;
  readonly parts: ReadonlySet<Part>;
  readonly quick: boolean;
  readonly isLong: boolean;
  readonly folder: string;
  /** Connection string; empty for the test server, undefined when KurrentDB is not to be measured. */
  readonly kurrentdb: string | undefined;
}

function argumentsOf(): Asked {
  try {
    const { values, positionals } = parseArgs({
      options: {
        json: { type: 'string' },
        charts: { type: 'string' },
        only: { type: 'string' },
        quick: { type: 'boolean' },
        long: { type: 'boolean' },
        folder: { type: 'string' },
        kurrentdb: { type: 'boolean' },
      },
      allowPositionals: true,
    });
    const [url = '', ...more] = positionals;
    if (more.length > 0 || (url !== '' && !values.kurrentdb)) throw new Error('Expected options, found more');
    const fault = url === '' ? undefined : faultIn(url);
    if (fault !== undefined) throw new Error(`Expected ${fault}`);
    const { json, charts, only, quick = false, long: isLong = false, folder = tmpdir() } = values;
    if (quick && isLong) throw new Error('Expected --quick or --long, found both');
    return { json, charts, parts: partsIn(only), quick, isLong, folder, kurrentdb: values.kurrentdb ? url : undefined };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
    process.exit(2);
  }
}

function partsIn(only: string | undefined): ReadonlySet<Part> {
  if (only === undefined) return new Set(parts);
  return new Set(
    only.split(',').map((name) => {
      const part = parts.find((each) => each === name);
      if (part === undefined) throw new Error(`Expected parts among ${parts.join(', ')}, found "${name}"`);
      return part;
    }),
  );
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

import { parseArgs } from 'node:util';
import { LogUnavailable } from '../../libs/event-log/index.js';
import type { Workflow } from '../../libs/workflow/index.js';
import { workflows } from '../../workflows/index.js';
import { CouldNotRun, historyOptions, openHistory, understood, type Surroundings } from './command.js';
import { inWords, type Finding } from './finding.js';
import { nothing, withFile } from './file-findings.js';
import { openKurrentDb } from './kurrentdb.js';
import { unfit } from './moving.js';
import { compare, fill, prove, reading, type Open, type Read } from './passes.js';
import { mostFindings } from './findings.js';
import { counted } from './verify.js';

export const usage = 'Usage: npm run audit -- import (--log PATH | --export FILE) [--kurrentdb URL] [--json]';

/** What `--json` prints. */
interface Report {
  /** Whether the target now holds the same history. */
  readonly holds: boolean;
  /** Whether the source holds by itself; nothing is moved otherwise. */
  readonly proved: boolean;
  readonly log?: string;
  readonly export?: string;
  /** The target's servers. */
  readonly kurrentdb: string;
  readonly events: number;
  readonly streams: number;
  readonly cases: number;
  /** Events the target held before. */
  readonly before: number;
  readonly moved: number;
  /** Of moving alone, without proof and comparison. */
  readonly seconds: number;
  readonly eventsPerSecond: number;
  readonly found: number;
  readonly findings: readonly Finding[];
}

/**
 * Moves a log, or an export of one, into KurrentDB: same events, same order, same revisions; positions are KurrentDB's own. The history
 * is proved first, and nothing is moved unless it holds. KurrentDB has none of the service's streams, or the beginning of the same
 * history, where a move that broke off goes on. At the end all is read back, proved and compared. Answers 1, each finding named, when
 * the history does not hold, the target has another one, or they differ in the end. KurrentDB is that of REMIT_KURRENTDB_URL without
 * `--kurrentdb`.
 *
 * @throws CouldNotRun, LogUnavailable
 */
export async function importLog(
  args: readonly string[],
  out: Surroundings,
  known: readonly Workflow[] = workflows,
): Promise<0 | 1> {
  const options = { ...historyOptions, json: { type: 'boolean' } } as const;
  const { values } = understood(usage, () => parseArgs({ args: [...args], options }));
  const { log, export: file, kurrentdb, json } = values;
  const url = kurrentdb ?? out.env['REMIT_KURRENTDB_URL'];
  if (log === undefined && file === undefined)
    throw new CouldNotRun(`Expected --log PATH or --export FILE, what to move, found neither.\n${usage}`);
  if (url === undefined)
    throw new CouldNotRun(`Expected --kurrentdb URL or REMIT_KURRENTDB_URL, where to, found neither.\n${usage}`);
  const report = await moved(() => openHistory({ log, export: file }, out), url, out, known);
  out.stdout.write(json ? `${JSON.stringify(report)}\n` : text(report));
  return report.holds ? 0 : 1;
}

async function moved(open: Open, url: string, out: Surroundings, known: readonly Workflow[]): Promise<Report> {
  const { place, log } = await targetAt(url);
  try {
    const { serviceStreams } = await import('../../libs/event-log/kurrentdb.js');
    const source = await reading(open, async (each) => {
      const unread: Read = { ...nothing, total: each.total, ends: new Map() };
      const proved = await withFile(each, unread, () =>
        prove(each, out, known, 'proving', (item) => unfit(item, serviceStreams)),
      );
      return { ...proved, kind: each.kind, file: each.file };
    });
    const { kind, file, events, streams, cases, found, findings } = source;
    const about = { [kind]: file, kurrentdb: place, events, streams, cases };
    const none = { before: 0, moved: 0, seconds: 0, eventsPerSecond: 0 };
    if (found > 0) return { holds: false, proved: false, ...about, ...none, found, findings };
    const { stopped, ...numbers } = await reading(open, (each) => fill(each, log, out));
    const wrong = stopped ? [stopped] : await compare(open, url, source, out, known);
    return {
      holds: wrong.length === 0,
      proved: true,
      ...about,
      ...numbers,
      found: wrong.length,
      findings: wrong.slice(0, mostFindings),
    };
  } finally {
    await log.close();
  }
}

async function targetAt(url: string): ReturnType<typeof openKurrentDb> {
  try {
    return await openKurrentDb(url);
  } catch (error) {
    if (error instanceof LogUnavailable || !(error instanceof Error)) throw error;
    throw new CouldNotRun(error.message, { cause: error });
  }
}

function text(report: Report): string {
  const { kurrentdb, events, streams, cases, proved, before, moved, eventsPerSecond, holds, found, findings } = report;
  const history = report.log === undefined ? `export ${report.export}` : `log ${report.log}`;
  const more = found - findings.length;
  const lines = [...findings.map(inWords), ...(more > 0 ? [`and ${more.toLocaleString('en-GB')} more`] : [])];
  const speed = moved > 0 ? `, ${eventsPerSecond.toLocaleString('en-GB')} a second` : '';
  return [
    `The ${history}: ${counted(events, 'event')} in ${counted(streams, 'stream')}, ${counted(cases, 'case')}.`,
    ...(proved
      ? [
          `${kurrentdb} held ${before.toLocaleString('en-GB')} of them; ${moved.toLocaleString('en-GB')} were moved${speed}.`,
        ]
      : []),
    ...(found === 0 ? [] : ['', ...lines.map((line) => `  ${line}`), '']),
    holds
      ? 'It holds the same history now: events, order, revisions, and where every case stands. Positions are KurrentDB’s own.'
      : proved
        ? `It does not hold the same history: ${counted(found, 'finding')}.`
        : `Nothing was moved, as the ${report.log === undefined ? 'export' : 'log'} does not hold: ${counted(found, 'finding')}.`,
    '',
  ].join('\n');
}

import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Workflow } from '../../libs/workflow/index.js';
import { workflows } from '../../workflows/index.js';
import { historyOptions, openHistory, understood, type Named, type Surroundings } from './command.js';
import { documentsOf } from './documents.js';
import { inWords, type Finding } from './finding.js';
import { proveDivided } from './divided.js';
import { nothing, withFile } from './file-findings.js';
import { mostFindings } from './findings.js';
import { progressOn, type ProgressBar } from './progress.js';
import { proofOver, type Proved } from './proof.js';
import { streamsIn, type Source } from './source.js';

export const usage =
  'Usage: npm run audit -- verify [--log PATH | --export FILE | --kurrentdb URL] [--documents FOLDER] [--cores N] [--json]';

/** What `--json` prints. */
export interface Report extends Proved {
  readonly holds: boolean;
  readonly log?: string;
  readonly export?: string;
  /** Its servers. */
  readonly kurrentdb?: string;
  /** Documents that were looked at; absent when nobody said where they are. */
  readonly documents?: number;
  /** Threads that proved it: 1 where it was proved in its order, by one. */
  readonly cores: number;
  readonly seconds: number;
  readonly eventsPerSecond: number;
}

/** A history with fewer events, or so many bytes of export, is proved before threads would have started. */
const fewest = { log: 20_000, export: 20_000_000 } as const;

/**
 * Proves of a log, embedded or in KurrentDB, or an export that its streams are gapless, every transition was allowed, every actor entitled,
 * and that what had to follow, or was due, did, when it had to; of an embedded log also that its file is whole. Answers 1 when there is a finding; each is printed with its place.
 *
 * @throws CouldNotRun
 */
export async function verify(
  args: readonly string[],
  out: Surroundings,
  known: readonly Workflow[] = workflows,
): Promise<0 | 1> {
  const options = {
    ...historyOptions,
    documents: { type: 'string' },
    cores: { type: 'string' },
    json: { type: 'boolean' },
  } as const;
  const { values } = understood(usage, () => parseArgs({ args: [...args], options }));
  const documents = documentsFor(values, out);
  const asked = understood(usage, () => coresIn(values.cores));
  const source = await openHistory(values, out);
  try {
    const report = await prove(source, out, known, { cores: asked ?? coresFor(source), documents });
    out.stdout.write(values.json ? `${JSON.stringify(report)}\n` : text(source, report));
    return report.holds ? 0 : 1;
  } finally {
    await source.close();
  }
}

function coresIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new Error(`Expected --cores from 1 to 999, found "${text}".`);
  return Number(text);
}

/** All there are where it pays. KurrentDB hands its events to one reader, which is what that takes its time for. */
const coresFor = ({ kind, total }: Source): number =>
  kind === 'kurrentdb' || total < fewest[kind] ? 1 : availableParallelism();

/** The folder of documents that goes with the history, as REMIT_DOCUMENTS names it; undefined when nobody says which. */
function documentsFor(named: Named & { readonly documents?: string | undefined }, { env }: Surroundings) {
  if (named.documents !== undefined) return named.documents;
  const isOwn = named.log === undefined && named.export === undefined && named.kurrentdb === undefined;
  return isOwn ? (env['REMIT_DOCUMENTS'] ?? env['REMIT_DATA'] ?? './data') : undefined;
}

async function prove(
  source: Source,
  out: Surroundings,
  known: readonly Workflow[],
  { cores, documents }: { readonly cores: number; readonly documents: string | undefined },
): Promise<Report> {
  const bar = progressOn(out, source);
  const began = performance.now();
  try {
    let divided: Proved | undefined;
    const proved = await withFile(source, nothing, async () => {
      divided = cores > 1 ? await proveDivided(source, known, cores, bar) : undefined;
      return divided ?? (await proveInOrder(source, known, bar));
    });
    const stored = documents === undefined ? undefined : await documentsOf(source, documents);
    const wrong = stored?.findings ?? [];
    const found = proved.found + wrong.length;
    const seconds = (performance.now() - began) / 1_000;
    return {
      holds: found === 0,
      [source.kind]: source.file,
      ...proved,
      found,
      findings: [...proved.findings, ...wrong].slice(0, mostFindings),
      ...(stored && { documents: stored.count }),
      cores: divided === undefined ? 1 : cores,
      seconds: Number(seconds.toFixed(3)),
      eventsPerSecond: Math.round(proved.events / seconds),
    };
  } finally {
    bar.stop();
  }
}

async function proveInOrder(source: Source, known: readonly Workflow[], bar: ProgressBar): Promise<Proved> {
  const proof = proofOver(known);
  try {
    for await (const item of source.all()) {
      proof.take(item);
      bar.show();
    }
    return await proof.result((streams) => streamsIn(source, streams));
  } finally {
    proof.close();
  }
}

export const counted = (count: number, one: string): string =>
  `${count.toLocaleString('en-GB')} ${one}${count === 1 ? '' : 's'}`;

function text({ kind, file }: Source, report: Report): string {
  const { events, streams, cases, eventsPerSecond, found, findings, documents } = report;
  const lines = findings.map((finding: Finding) => `  ${inWords(finding)}`);
  const more = found - findings.length;
  return [
    `The ${kind === 'kurrentdb' ? 'log in' : kind} ${file}: ${counted(events, 'event')} in ${counted(streams, 'stream')}, ${counted(cases, 'case')}; ` +
      `${eventsPerSecond.toLocaleString('en-GB')} events a second.`,
    documents === undefined
      ? 'Documents were not looked at: name the folder they are in with --documents FOLDER.'
      : `${counted(documents, 'document')} looked at.`,
    ...(found === 0
      ? [
          'It holds: streams are gapless, every transition was allowed, every actor entitled, and nothing is missing that had to follow or was due.',
        ]
      : ['', ...lines, ...(more > 0 ? [`  and ${more.toLocaleString('en-GB')} more`] : []), '']),
    ...(found === 0 ? [] : [`It does not hold: ${counted(found, 'finding')}.`]),
    '',
  ].join('\n');
}

import { parseArgs } from 'node:util';
import type { Workflow } from '../../libs/workflow/index.js';
import { workflows } from '../../workflows/index.js';
import { historyOptions, openHistory, understood, type Surroundings } from './command.js';
import { inWords, type Finding } from './finding.js';
import { progressOn } from './progress.js';
import { proofOver, type Proved } from './proof.js';
import { streamsIn, type Source } from './source.js';

export const usage = 'Usage: npm run audit -- verify [--log PATH | --export FILE | --kurrentdb URL] [--json]';

/** What `--json` prints. */
export interface Report extends Proved {
  readonly holds: boolean;
  readonly log?: string;
  readonly export?: string;
  /** Its servers. */
  readonly kurrentdb?: string;
  readonly seconds: number;
  readonly eventsPerSecond: number;
}

/**
 * Proves of a log, embedded or in KurrentDB, or an export that its streams are gapless, every transition was allowed, and every actor entitled. Answers 1 when there
 * is a finding; each is printed with its place.
 *
 * @throws CouldNotRun
 */
export async function verify(
  args: readonly string[],
  out: Surroundings,
  known: readonly Workflow[] = workflows,
): Promise<0 | 1> {
  const options = { ...historyOptions, json: { type: 'boolean' } } as const;
  const { values } = understood(usage, () => parseArgs({ args: [...args], options }));
  const source = await openHistory(values, out);
  try {
    const report = await prove(source, out, known);
    out.stdout.write(values.json ? `${JSON.stringify(report)}\n` : text(source, report));
    return report.holds ? 0 : 1;
  } finally {
    await source.close();
  }
}

async function prove(source: Source, out: Surroundings, known: readonly Workflow[]): Promise<Report> {
  const proof = proofOver(known);
  const bar = progressOn(out, source);
  const began = performance.now();
  try {
    for await (const item of source.all()) {
      proof.take(item);
      bar.show();
    }
    const seconds = (performance.now() - began) / 1_000;
    const proved = await proof.result((streams) => streamsIn(source, streams));
    return {
      holds: proved.found === 0,
      [source.kind]: source.file,
      ...proved,
      seconds: Number(seconds.toFixed(3)),
      eventsPerSecond: Math.round(proved.events / seconds),
    };
  } finally {
    bar.stop();
    proof.close();
  }
}

export const counted = (count: number, one: string): string =>
  `${count.toLocaleString('en-GB')} ${one}${count === 1 ? '' : 's'}`;

function text({ kind, file }: Source, { events, streams, cases, eventsPerSecond, found, findings }: Report): string {
  const lines = findings.map((finding: Finding) => `  ${inWords(finding)}`);
  const more = found - findings.length;
  return [
    `The ${kind === 'kurrentdb' ? 'log in' : kind} ${file}: ${counted(events, 'event')} in ${counted(streams, 'stream')}, ${counted(cases, 'case')}; ` +
      `${eventsPerSecond.toLocaleString('en-GB')} events a second.`,
    ...(found === 0
      ? [
          'It holds: streams are gapless, every transition was allowed, every actor entitled, and nothing that had to follow is missing.',
        ]
      : ['', ...lines, ...(more > 0 ? [`  and ${more.toLocaleString('en-GB')} more`] : []), '']),
    ...(found === 0 ? [] : [`It does not hold: ${counted(found, 'finding')}.`]),
    '',
  ].join('\n');
}

/** Tells whether the machines of this build would still take every running case, and names those they would not. */
import 'reflect-metadata';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  CouldNotRun,
  historyOptions,
  openHistory,
  understood,
  type Status,
  type Surroundings,
} from '../../apps/audit/command.js';
import { inWords } from '../../apps/audit/finding.js';
import { progressOn } from '../../apps/audit/progress.js';
import { isDatabaseError, NotAnExport, type Source } from '../../apps/audit/source.js';
import { LogUnavailable } from '../../libs/event-log/index.js';
import type { Workflow } from '../../libs/workflow/index.js';
import { workflows } from '../../workflows/index.js';
import { checkOver, type Asked, type Checked, type Refused } from './check.js';
import { adopt, adoptAnew, faultsIn, historiesIn } from './recorded.js';

const usage =
  'Usage: npm run check:histories -- [--log PATH | --export FILE | --kurrentdb URL | --recorded [--adopt | --anew FILE --because REASON]] [--workflow NAME@VERSION] [--json]';

const options = {
  ...historyOptions,
  recorded: { type: 'boolean' },
  adopt: { type: 'boolean' },
  anew: { type: 'string' },
  because: { type: 'string' },
  workflow: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** What was found of one history, as `--json` prints it. */
interface Found extends Checked {
  /** The log, export or recorded history. */
  readonly history: string;
}

interface Report {
  readonly holds: boolean;
  /** What is wrong with the recorded files themselves. */
  readonly faults: readonly string[];
  readonly histories: readonly Found[];
}

/**
 * Replays every case and arrangement of a log, an export or the recorded histories under the workflow and version it began under, as
 * this build has it, or under another version of it: 0 all running ones would be taken with the same states, 1 some would not, 2 could
 * not run. Of the recorded histories those that have ended must be taken too, and no file may have been edited.
 */
export async function checkHistories(
  args: readonly string[],
  out: Surroundings,
  known: readonly Workflow[] = workflows,
  folder = join(process.cwd(), 'test', 'histories'),
): Promise<Status> {
  try {
    const { values } = understood(usage, () => parseArgs({ args: [...args], options }));
    if (values.help) {
      out.stdout.write(`${usage}\n`);
      return 0;
    }
    if (values.recorded && (values.log ?? values.export ?? values.kurrentdb) !== undefined)
      throw new CouldNotRun(`Expected one history, found --recorded beside another.\n${usage}`);
    if (values.adopt && !values.recorded) throw new CouldNotRun(`Expected --adopt with --recorded only.\n${usage}`);
    const instead = named(values.workflow, known);
    if (values.anew !== undefined) takeAnew(folder, values, out);
    if (values.adopt) for (const name of adopt(folder)) out.stderr.write(`Adopted ${name}.\n`);
    const files = values.recorded ? historiesIn(folder).map((name) => ({ export: join(folder, name) })) : [values];
    const faults = values.recorded ? faultsIn(folder) : [];
    const asked: Asked = { instead, endedToo: values.recorded ?? false };
    const histories: Found[] = [];
    for (const file of files) histories.push(await check(await openHistory(file, out), out, known, asked));
    const holds = faults.length === 0 && histories.every((each) => each.refused.length + each.unreadable.length === 0);
    const report: Report = { holds, faults, histories };
    out.stdout.write(values.json ? `${JSON.stringify(report)}\n` : text(report, instead));
    return holds ? 0 : 1;
  } catch (error) {
    out.stderr.write(`Could not run. ${reasonOf(error)}\n`);
    return 2;
  }
}

/** A history that rested on a fault in a rule was recorded anew. */
function takeAnew(
  folder: string,
  {
    anew = '',
    because = '',
    recorded,
  }: { readonly anew?: string; readonly because?: string; readonly recorded?: boolean },
  out: Surroundings,
): void {
  if (!recorded || because.trim() === '')
    throw new CouldNotRun(`Expected --anew with --recorded and --because REASON.\n${usage}`);
  if (!adoptAnew(folder, anew, because))
    throw new CouldNotRun(`Expected a listed history that has changed, found --anew "${anew}".`);
  out.stderr.write(`Recorded anew: ${anew}.\n`);
}

function named(asked: string | undefined, known: readonly Workflow[]): Workflow | undefined {
  if (asked === undefined) return undefined;
  const found = known.find(({ name, version }) => `${name}@${version}` === asked);
  if (found) return found;
  const names = known.map(({ name, version }) => `${name}@${version}`).join(', ');
  throw new CouldNotRun(`Expected --workflow NAME@VERSION, one of ${names}; found "${asked}".`);
}

async function check(source: Source, out: Surroundings, known: readonly Workflow[], asked: Asked): Promise<Found> {
  const checking = checkOver(known, asked);
  const bar = progressOn(out, source);
  try {
    for await (const item of source.all()) {
      checking.take(item);
      bar.show();
    }
    return { history: source.file, ...checking.result() };
  } finally {
    bar.stop();
    await source.close();
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof CouldNotRun || error instanceof NotAnExport || error instanceof LogUnavailable)
    return error.message;
  if (isDatabaseError(error)) return `The log cannot be read: ${error.message}.`;
  // Nobody foresaw it, so that whoever mends it wants to see where it happened.
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function text({ holds, faults, histories }: Report, instead: Workflow | undefined): string {
  const under = instead ? `${instead.name}@${instead.version}` : 'the workflows of this build';
  const found = histories.flatMap(({ history, running, ended, refused, unreadable }) => [
    `${history}: ${running.toLocaleString('en-GB')} cases and arrangements running, ${ended.toLocaleString('en-GB')} ended`,
    ...refused.map((each) => `  ${refusedInWords(each)}`),
    ...unreadable.map((each) => `  ${inWords(each)}`),
  ]);
  const none = histories.every(({ running, ended }) => running + ended === 0);
  const verdict = !holds
    ? `Not all would go on under ${under}: ${histories.flatMap(({ refused }) => refused).length} would not.`
    : none
      ? `There was none to try under ${under}.`
      : `All that were tried would go on under ${under}.`;
  return [...found, ...faults, verdict, ''].join('\n');
}

const refusedInWords = ({ stream, revision, workflow, why }: Refused): string =>
  `${stream} revision ${revision} (${workflow}): ${why}`;

if (import.meta.main) {
  // Whoever reads the output may have seen enough.
  process.stdout.on('error', () => process.exit(2));
  process.exitCode = await checkHistories(process.argv.slice(2), process);
}

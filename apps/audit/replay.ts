import { parseArgs } from 'node:util';
import type { RecordedEvent } from '../../libs/event-log/index.js';
import { outcomeOf, stagesOf, waitingOn, type StageStatus } from '../../libs/workflow/progress.js';
import { stateInWords } from '../../libs/workflow/state.js';
import { caseStream } from '../../libs/workflow/streams.js';
import { workflows } from '../../workflows/index.js';
import { CouldNotRun, historyOptions, openHistory, understood, type Surroundings } from './command.js';
import { inWords, type Finding } from './finding.js';
import { further, runsWorkflow, type Run } from './run.js';
import type { Source } from './source.js';
import { momentIn, type Moment } from './moment.js';

export const usage =
  'Usage: npm run audit -- replay CASE [--as-of TIME | --revision N] [--log PATH | --export FILE | --kurrentdb URL] [--json]';

/** A case's way to a moment. */
interface Replayed {
  readonly stream: string;
  readonly history: readonly RecordedEvent[];
  /** Absent when not even the first event was possible. */
  readonly run: Run | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Shows who did what when in a case, and where it stood then. TIME is ISO 8601 with its zone, or a day, to the end of it in London; what
 * was recorded at that very time has happened. CASE is a case's id, or a stream that runs a workflow. Answers 1 when the history is
 * impossible; it is shown up to there.
 *
 * @throws CouldNotRun, also when the case did not exist at that moment
 */
export async function replayCase(args: readonly string[], out: Surroundings): Promise<0 | 1> {
  const options = {
    ...historyOptions,
    'as-of': { type: 'string' },
    revision: { type: 'string' },
    json: { type: 'boolean' },
  } as const;
  const asked = understood(usage, () => {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [name, ...more] = positionals;
    if (name === undefined || more.length > 0) throw new Error(`Expected one CASE, found ${positionals.length}.`);
    const moment = momentIn({ asOf: values['as-of'], revision: values.revision });
    return { values, stream: runsWorkflow(name) ? name : caseStream(name), moment };
  });
  const source = await openHistory(asked.values, out);
  try {
    const replayed = await replayTo(asked.moment, source, asked.stream);
    out.stdout.write(asked.values.json ? `${JSON.stringify(plain(replayed))}\n` : text(replayed));
    return replayed.findings.length === 0 ? 0 : 1;
  } finally {
    await source.close();
  }
}

async function replayTo(moment: Moment, source: Source, stream: string): Promise<Replayed> {
  const history: RecordedEvent[] = [];
  const findings: Finding[] = [];
  let run: Run | undefined;
  let after: RecordedEvent | undefined;
  for await (const item of source.stream(stream)) {
    if ('unreadable' in item) {
      findings.push(item.unreadable);
      if (item.stream === stream) break;
      continue;
    }
    if (moment.isBefore(item)) {
      after = item;
      break;
    }
    history.push(item);
    const { position, revision } = item;
    const next = further(workflows, run, item);
    if ('what' in next) {
      findings.push({ position, stream, revision, what: next.what });
      break;
    }
    run = next;
  }
  const last = history.at(-1);
  if (after && !last)
    throw new CouldNotRun(`Expected ${stream} ${moment.words}, found that it began only at ${after.at}.`);
  if (!last && findings.length === 0)
    throw new CouldNotRun(`Expected ${stream}, found no such stream in ${source.file}. Check the id of the case.`);
  if (last && moment.revision !== undefined && moment.revision > last.revision && findings.length === 0)
    throw new CouldNotRun(`Expected a revision from 0 to ${last.revision} of ${stream}, found ${moment.revision}.`);
  return { stream, history, run, findings };
}

/** What `--json` prints. */
function plain({ stream, history, run, findings }: Replayed) {
  const state = run?.standing.progress.state;
  return {
    stream,
    ...(run &&
      state !== undefined && {
        workflow: run.workflow.name,
        version: run.workflow.version,
        revision: run.standing.revision,
        state,
        outcome: outcomeOf(run.workflow, state),
        waitingOn: waitingOn(run.workflow, run.standing.progress),
        stages: stagesOf(run.workflow, run.standing.progress),
      }),
    history: history.map(({ position, revision, at, type, actor, from, to }) => {
      return { position, revision, at, type, actor, from, to };
    }),
    findings,
  };
}

function text(replayed: Replayed): string {
  const { stream, history, run, findings } = replayed;
  const title = run ? `${stream}: ${run.workflow.title} (${run.workflow.name}@${run.workflow.version})` : stream;
  return [
    title,
    '',
    ...history.flatMap(({ revision, at, type, actor, to }) => [
      `${String(revision).padStart(4)}  ${at}  ${type}, ${actor.name} (${actor.id}), ${actor.role} for ${actor.organisation}`,
      `      to ${to === undefined ? 'nowhere' : stateInWords(to)}`,
    ]),
    '',
    ...(run ? standing(run) : []),
    ...findings.map((finding) => `Not possible: ${inWords(finding)}`),
    '',
  ].join('\n');
}

function standing({ workflow, standing: { revision, progress } }: Run): readonly string[] {
  const outcome = outcomeOf(workflow, progress.state);
  const stages = stagesOf(workflow, progress);
  const width = Math.max(...stages.map(({ title }) => title.length));
  return [
    `At revision ${revision}: ${stateInWords(progress.state)}${outcome === undefined ? '' : `, ended: ${outcome}`}`,
    ...stages.map((stage) => `  ${stage.title.padEnd(width)}  ${stageInWords(stage)}`),
    '',
  ];
}

function stageInWords({ status, state, since, waitingOn: roles, due }: StageStatus): string {
  return [
    status.replaceAll('-', ' '),
    state !== undefined && stateInWords(state),
    since !== undefined && `since ${since}`,
    roles.length > 0 && `waiting on ${[...new Set(roles)].join(', ')}`,
    due !== undefined && `due ${due}`,
  ]
    .filter((part) => part !== false)
    .join(', ');
}

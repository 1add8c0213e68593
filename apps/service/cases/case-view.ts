/** The page of a case: what is told of it beside where it stands. */
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import type { State } from '../../../libs/workflow/index.js';
import { hasCome } from '../../../libs/workflow/instant.js';
import { endOfDay, dayInWords, momentInWords } from '../../../libs/workflow/london.js';
import type { StageStatus } from '../../../libs/workflow/progress.js';
import { saidInLines, type SaidRow } from '../pages/said.js';
import { eventInHistory } from './about.js';
import type { Ahead } from './answer.js';
import { briefly, happened, organisationNamed, type Brief, type Happened } from './happened.js';
import { letterTypes } from './letter-view.js';
import { nodesWithin, stageOf } from './places.js';
import { listed, markOf, opensInWords, partyOf, waitingIn, type CanDo, type Looked } from './standing-view.js';

/** What was recorded in a stage, the latest first, as far as it is few things. */
export interface StageFacts {
  readonly name: string;
  readonly title: string;
  readonly facts: readonly Fact[];
  /** In its history. */
  readonly all: string;
  readonly more: number;
}

interface Fact {
  readonly title: string;
  readonly href: string;
  readonly who: Happened['who'];
  /** What was said, in one line. */
  readonly why: string | undefined;
  /** How often, of what is recorded by many. */
  readonly times?: number;
  readonly letter?: string;
}

const mostFacts = 6;
/** Claims say who works on a case, and nothing of it. */
const unsaid = new Set(['CaseClaimed', 'CaseReleased', 'ClaimEnded']);

/** By stage in the order of the path, and last what belongs to the case as a whole. */
export function factsByStage(
  { shown, workflow, naming }: Looked,
  events: readonly RecordedEvent[],
): readonly StageFacts[] {
  const told = events.filter(({ type }) => !unsaid.has(type)).map((event) => briefly(workflow, event, naming));
  const byStage = Map.groupBy(told, ({ stageName }) => stageName ?? null);
  const places = [
    ...workflow.stages.map(({ name, title }) => ({ name, title })),
    { name: null, title: 'The case as a whole' },
  ];
  return places.flatMap(({ name, title }) => {
    const all = byStage.get(name) ?? [];
    if (all.length === 0) return [];
    const facts = togetherByMany(all.toReversed()).map(({ latest, times }) => factOf(shown.id, latest, times));
    return [
      {
        name: name ?? 'case',
        title,
        facts: facts.slice(0, mostFacts),
        all: `/cases/${shown.id}/history?stage=${name ?? 'case'}`,
        more: Math.max(0, facts.length - mostFacts),
      },
    ];
  });
}

/** What was recorded more than three times of one type is told once, where it was last. */
function togetherByMany(latestFirst: readonly Brief[]): readonly { readonly latest: Brief; readonly times: number }[] {
  const counts = Map.groupBy(latestFirst, ({ type }) => type);
  return latestFirst.flatMap((each) => {
    const all = counts.get(each.type) ?? [];
    if (all.length <= 3) return [{ latest: each, times: 1 }];
    return all[0] === each ? [{ latest: each, times: all.length }] : [];
  });
}

const factOf = (id: string, { title, who, why, revision, type, withheld }: Brief, times: number): Fact => ({
  title,
  href: eventInHistory(id, revision),
  who,
  why: times > 1 || withheld ? undefined : shortened(why.map(({ text }) => text).join(' – ')),
  ...(times > 1 && { times }),
  ...(letterTypes.has(type) && { letter: `/cases/${id}/letter/${revision}` }),
});

const longest = 220;

function shortened(text: string): string | undefined {
  if (text === '') return undefined;
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= longest ? line : `${line.slice(0, longest).replace(/\s\S*$/, '')} …`;
}

/** A task of an applicant, or what is done meanwhile by others. */
export interface Task {
  readonly title: string;
  readonly href?: string;
  readonly hint?: string;
  readonly status: 'Completed' | 'To do' | 'Waiting' | 'Cannot start yet';
}

/** In the order of the path: what is to be done, what others do meanwhile, what is done, and what opens later. */
export function tasksOf(looked: Looked, can: CanDo, { opening }: Pick<Ahead, 'opening'>): readonly Task[] {
  return looked.shown.stages.flatMap((stage): readonly Task[] => {
    const { name, title } = stage;
    switch (markOf(looked, stage)) {
      case 'done':
        return [{ title, status: 'Completed' }];
      case 'not-needed':
      case 'ended':
        return [];
      case 'to-come': {
        const after = opening.find((each) => each.stage === name)?.after ?? [];
        return [{ title, ...(after.length > 0 && { hint: opensInWords(after) }), status: 'Cannot start yet' }];
      }
      case 'now':
        return tasksNow(looked, can, stage);
    }
  });
}

/** Of a stage that is under way: what the person can do there, else on whom it waits, else what they must wait for. */
function tasksNow(looked: Looked, can: CanDo, { name, title, waitingOn }: StageStatus): readonly Task[] {
  const waiting = waitingIn(looked).find((each) => each.stage === title);
  const by = waiting?.due === undefined ? [] : [`By ${waiting.due.words}.`];
  const todo = can.first.filter(({ stageName }) => stageName === name);
  if (todo.length > 0)
    return todo.map(({ label, href, meaning }) => ({
      title: label,
      href,
      hint: [`${title}.`, meaning, ...by].join(' '),
      status: 'To do',
    }));
  const others = waitingOn.filter((role) => role !== looked.role).map((role) => partyOf(looked, role));
  if (others.length > 0) {
    const doing = waiting?.doing === undefined ? [] : [waiting.doing];
    return [{ title, hint: [`${listed(others)}.`, ...doing, ...by].join(' '), status: 'Waiting' }];
  }
  const because = can.barred.filter(({ stageName }) => stageName === name).map((each) => each.because);
  return [{ title, hint: [...because.slice(0, 1), ...by].join(' '), status: 'Cannot start yet' }];
}

export interface ConditionView {
  readonly number: number;
  readonly matter: string;
  readonly owner: string;
  readonly due: { readonly datetime: string; readonly words: string; readonly overdue: boolean };
  readonly precedent: boolean;
  readonly discharged: string | undefined;
}

interface Condition {
  readonly matter: string;
  readonly owner: string;
  readonly due: string;
  readonly precedent: boolean;
  readonly discharged: boolean;
  readonly dischargedAt?: string;
}

export const conditionsOf = ({ shown, now }: Pick<Looked, 'shown' | 'now'>): readonly ConditionView[] =>
  // As the summary of the workflow tells them.
  (shown.conditions as readonly Condition[]).map(
    ({ matter, owner, due, precedent, discharged, dischargedAt }, index) => ({
      number: index + 1,
      matter,
      owner,
      due: { datetime: due, words: dayInWords(due), overdue: !discharged && hasCome(endOfDay(due), now) },
      precedent,
      discharged: discharged
        ? dischargedAt === undefined
          ? 'Discharged'
          : `Discharged on ${momentInWords(dischargedAt)}`
        : undefined,
    }),
  );

/** What is known of the thresholds, of which this submission rests on. */
export interface Threshold {
  readonly title: string;
  readonly finding?: string;
  readonly isMet?: boolean;
  readonly evidence?: string;
  readonly conditions?: string;
  readonly assessor?: Happened['who'];
  readonly href?: string;
}

/** What was submitted, beside what is found of it; undefined where nothing was submitted yet. */
export interface Assurance {
  readonly submitted: { readonly who: Happened['who']; readonly rows: readonly SaidRow[]; readonly href: string };
  readonly thresholds: readonly Threshold[];
  readonly questions: readonly { readonly question: string; readonly answer?: string }[];
  /** Somebody has it before them now. */
  readonly isRead: boolean;
}

/** Stages in which somebody decides on what was submitted. */
const readIn = new Set(['assurance', 'review', 'decision']);

export function assuranceOf(
  looked: Looked,
  events: readonly RecordedEvent[],
  titles: Readonly<Record<string, string>>,
): Assurance | undefined {
  const { shown, workflow, naming } = looked;
  const submission = events.findLast(({ type }) => type === 'ApplicationSubmitted');
  if (submission === undefined) return undefined;
  const told = happened(workflow, submission, naming);
  const findings = (shown.details['thresholds'] ?? {}) as Readonly<Record<string, string>>;
  const assessed = Object.hasOwn(workflow.events, 'ThresholdAssessed') ? titles : {};
  const thresholds = Object.entries(assessed).map(([name, title]): Threshold => {
    // Those that were reopened since stand in no finding.
    const found = Object.hasOwn(findings, name)
      ? events.findLast(({ type, data }) => type === 'ThresholdAssessed' && data['threshold'] === name)
      : undefined;
    return found === undefined ? { title } : thresholdOf(looked, title, found);
  });
  return {
    submitted: { who: told.who, rows: told.rows, href: eventInHistory(shown.id, submission.revision) },
    thresholds,
    questions: questionsIn(events, submission.revision),
    isRead: shown.stages.some(({ name, status }) => readIn.has(name) && status === 'in-progress'),
  };
}

function thresholdOf({ shown, workflow, naming }: Looked, title: string, event: RecordedEvent): Threshold {
  const { rows, who, revision } = happened(workflow, event, naming);
  const lineOf = (name: string): string | undefined => {
    const row = rows.find((each) => each.name === name);
    return row === undefined ? undefined : saidInLines([row]).join('\n').replace(`${row.label}:`, '').trim();
  };
  const [finding, evidence, conditions] = [lineOf('finding'), lineOf('evidence'), lineOf('conditions')];
  return {
    title,
    ...(finding !== undefined && { finding, isMet: event.data['finding'] !== 'not-met' }),
    ...(evidence !== undefined && { evidence }),
    ...(conditions !== undefined && { conditions }),
    assessor: who,
    href: eventInHistory(shown.id, revision),
  };
}

/** Of this submission, in the order they were asked. */
function questionsIn(events: readonly RecordedEvent[], since: number): Assurance['questions'] {
  const later = events.filter(({ revision }) => revision > since);
  const answers = new Map(
    later.flatMap(({ type, data }) =>
      type === 'InformationProvided' ? [[Number(data['question']), String(data['answer'])] as const] : [],
    ),
  );
  return later
    .filter(({ type }) => type === 'InformationRequested')
    .map(({ data }, index) => {
      const answer = answers.get(index + 1);
      return { question: String(data['question']), ...(answer !== undefined && { answer }) };
    });
}

/** Who has it in hand. */
export function claimsOf({
  shown,
  workflow,
}: Looked): readonly { readonly name: string; readonly queue: string; readonly since: string }[] {
  const claims = (shown.details['claims'] ?? {}) as Readonly<
    Record<string, { readonly name: string; readonly at: string }>
  >;
  return Object.entries(claims).map(([queue, { name, at }]) => ({
    name,
    queue: workflow.stages.find((stage) => stage.name === queue)?.title ?? queue,
    since: momentInWords(at),
  }));
}

/** The group it belongs to, by the names of its CCGs. */
export function groupOf({
  shown,
  naming,
}: Looked): { readonly href: string; readonly members: readonly string[] } | undefined {
  const id = shown.details['groupId'];
  if (typeof id !== 'string' || shown.group === null) return undefined;
  return { href: `/groups/${id}`, members: shown.group.map((code) => organisationNamed(code, naming)) };
}

/** Meetings that decided or escalated it, as far as the person sees them. */
export function meetingsOf({ shown, naming }: Looked): readonly { readonly href: string; readonly text: string }[] {
  const minutes = (shown.details['minutes'] ?? []) as readonly { readonly meeting: string; readonly item: number }[];
  const seen = minutes.filter(({ meeting }) => naming.sees?.(meeting) !== false);
  return seen.map(({ meeting, item }) => ({ href: `/meetings/${meeting}`, text: `Item ${item} of the meeting` }));
}

/** The stages in which something was recorded. */
export const stagesRecorded = (workflow: Looked['workflow'], events: readonly RecordedEvent[]): ReadonlySet<string> =>
  new Set(events.flatMap(({ type, from, to }) => stageOf(workflow, type, from ?? to) ?? []));

/** The state in which a case ended. */
export const endedIn = ({ machine }: Looked['workflow'], events: readonly RecordedEvent[]): State | undefined =>
  events.findLast(({ from }) => from !== undefined && nodesWithin(machine.root, from).at(-1)?.type !== 'final')?.from;

/** What was asked for with the first fact, where that is all there is, and while somebody has it before them. */
export function requestOf(
  { workflow, naming, shown, role }: Looked,
  events: readonly RecordedEvent[],
): readonly SaidRow[] {
  const last = events.findLast(({ type }) => type === workflow.begins);
  const isRead = shown.stages.some(({ name, status }) => name === 'interest' && status === 'in-progress');
  if (last === undefined || (shown.level !== null && (!isRead || role === 'ccg-officer'))) return [];
  return happened(workflow, last, naming).rows;
}

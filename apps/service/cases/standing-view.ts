/** Where a case stands, for its page: in one sentence, whom it waits on and by when, its path, and what this person can do. */
import type { AnyStateNode } from 'xstate';
import { hasCome } from '../../../libs/workflow/instant.js';
import type { State, Workflow } from '../../../libs/workflow/index.js';
import { deadlineInWords, momentInWords } from '../../../libs/workflow/london.js';
import type { NotNow, Opener } from '../../../libs/workflow/not-now.js';
import type { StageStatus } from '../../../libs/workflow/progress.js';
import { clockActor } from '../../../libs/workflow/clock.js';
import { passageOf, placeOf, substateAt, waysFor } from '../../../libs/workflow/state.js';
import type { Naming } from '../pages/said.js';
import { roleTitle } from '../pages/words.js';
import { mappedPath, nodeAt, nodesWithin, pathOfStages, placeInWords, stageOf, type Path } from './places.js';
import type { CaseJson } from './shapes.js';

/** What is needed to tell where a case stands. */
export interface Looked {
  readonly shown: CaseJson;
  readonly workflow: Workflow;
  readonly naming: Naming;
  /** The role the person acts in. */
  readonly role: string | undefined;
  /** Id of the person. */
  readonly person: string;
  readonly now: string;
  /** Types of events by the stage they belong to, as far as the person sees them: nothing was ever recorded in a stage that is not there. */
  readonly recorded: ReadonlySet<string>;
  /** Of a case that has ended, the state in which it did. */
  readonly endedIn?: State;
}

export interface Waiting {
  readonly stage: string;
  /** What happens there. */
  readonly doing: string | undefined;
  readonly who: readonly string[];
  /** Whether it waits on the person who looks. */
  readonly mine: boolean;
  readonly since?: Time;
  readonly due?: Time & { readonly overdue: boolean };
}

export interface Time {
  readonly datetime: string;
  readonly words: string;
}

const isUnderWay = ({ status }: StageStatus): boolean => status === 'in-progress';

/** How it stands, in one sentence. */
export function standsInWords({ shown, workflow }: Looked): string {
  const { root } = workflow.machine;
  if (shown.outcome !== null)
    return nodesWithin(root, shown.state).at(-1)?.description ?? `The case has ended: ${shown.outcome}.`;
  const underWay = shown.stages.filter(isUnderWay);
  const [only] = underWay;
  if (only === undefined)
    return shown.stages.some(({ status }) => status === 'completed')
      ? 'Nothing is left to do here.'
      : 'Nothing is under way yet.';
  if (underWay.length === 1) return doingIn(workflow, only) ?? `${only.title} is under way.`;
  return `${listed(underWay.map(({ title }) => title))} are under way side by side.`;
}

function doingIn(workflow: Workflow, { name, state }: StageStatus): string | undefined {
  const path = workflow.stages.find((stage) => stage.name === name)?.path;
  return path === undefined ? undefined : placeInWords(nodeAt(workflow, path), state);
}

/** “Group, Member mandate and Application” */
export const listed = (words: readonly string[], last = 'and'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;

/** Whom it waits on: the person who looks first, then what is due soonest. */
export function waitingIn(looked: Looked): readonly Waiting[] {
  const { shown, workflow, role, now } = looked;
  const waiting = shown.stages.filter((stage) => isUnderWay(stage) && stage.waitingOn.length > 0);
  return waiting
    .map((stage): Waiting => {
      const { title, waitingOn, since, due } = stage;
      return {
        stage: title,
        doing: doingIn(workflow, stage),
        who: waitingOn.map((each) => partyOf(looked, each)),
        mine: role !== undefined && waitingOn.includes(role),
        ...(since !== undefined && { since: { datetime: since, words: momentInWords(since) } }),
        ...(due !== undefined && { due: { datetime: due, words: deadlineInWords(due), overdue: hasCome(due, now) } }),
      };
    })
    .toSorted((a, b) => Number(b.mine) - Number(a.mine) || dueOrder(a) - dueOrder(b));
}

const dueOrder = ({ due }: Waiting): number => (due === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(due.datetime));

/** A role that is waited on, and of which organisation. */
export function partyOf({ shown, naming }: Pick<Looked, 'shown' | 'naming'>, role: string): string {
  const { ccgName, region } = shown;
  switch (role) {
    case clockActor.role:
      return 'Nobody: it comes by itself';
    case 'practice-representative':
      return `Member practices of ${ccgName}`;
    case 'ccg-officer':
    case 'result-verifier':
      return `${roleTitle(role)} of ${ccgName}`;
    case 'regional-assessor':
      return `${roleTitle(role)}, NHS England ${naming.organisation(region) ?? region}`;
    default:
      return `${roleTitle(role)}, NHS England`;
  }
}

/** A stage on the ribbon. */
export interface PathStage {
  readonly name: string;
  readonly title: string;
  readonly mark: 'done' | 'now' | 'to-come' | 'not-needed' | 'ended';
  readonly words: string;
}

const wordsOfMark: Readonly<Record<PathStage['mark'], string>> = {
  done: 'Done',
  now: 'Now',
  'to-come': 'To come',
  'not-needed': 'Not needed',
  ended: 'Ended here',
};

export function ribbonOf(looked: Looked): Path<PathStage> {
  const { workflow, shown } = looked;
  return mappedPath(pathOfStages(workflow, shown.stages), (stage) => {
    const mark = markOf(looked, stage);
    return { name: stage.name, title: stage.title, mark, words: wordsOfMark[mark] };
  });
}

export function markOf(looked: Looked, { name, status }: StageStatus): PathStage['mark'] {
  const { shown, recorded } = looked;
  // Complete from the beginning: nobody had anything to do there. A group that goes on is whole without anybody’s doing.
  const done = recorded.has(name) || (name === 'group' && shown.group !== null) ? 'done' : 'not-needed';
  switch (status) {
    case 'completed':
      return done;
    case 'in-progress':
      return 'now';
    case 'ended':
      return isOpenAtTheEnd(looked, name) ? 'ended' : done;
    case 'not-started':
      return shown.outcome === null ? 'to-come' : 'not-needed';
  }
}

/** Whether something was left to do in a stage when the case ended. */
function isOpenAtTheEnd({ workflow, endedIn }: Looked, name: string): boolean {
  const path = workflow.stages.find((stage) => stage.name === name)?.path;
  const within = endedIn === undefined || path === undefined ? undefined : substateAt(endedIn, path);
  return (
    path !== undefined &&
    within !== undefined &&
    !nodesWithin(nodeAt(workflow, path), within).some((node) => placeOf(node).complete)
  );
}

/** Something this person can do now. */
export interface Doing {
  readonly type: string;
  readonly label: string;
  readonly meaning: string;
  readonly href: string;
  /** Title of its stage; absent for what belongs to the case as a whole. */
  readonly stage?: string;
  readonly stageName?: string;
}

export interface CanDo {
  /** In stages that wait on the person’s role. */
  readonly first: readonly Doing[];
  readonly others: readonly Doing[];
  /** By a rule of where the case stands. */
  readonly barred: readonly Barred[];
  /** Where the case is not there yet. */
  readonly later: readonly Barred[];
}

export interface Barred {
  readonly label: string;
  /** Why not, or what opens it. */
  readonly because: string;
  readonly stage?: string;
  readonly stageName?: string;
}

/** Open at many places, and what none of them waits for. */
const aside = new Set(['CaseClaimed', 'CaseReleased', 'InterestDeclared', 'ApplicationWithdrawn', 'RequestWithdrawn']);

export function canDo(looked: Looked, notNow: readonly NotNow[]): CanDo {
  const { shown, role } = looked;
  const doings = shown.moves.flatMap((move) => (isIdle(looked, move.type) ? [] : [doingOf(looked, move)]));
  const waitedOn = role === undefined ? [] : placesWaitingOn(looked, role);
  const isFirst = ({ type }: Doing): boolean =>
    !aside.has(type) &&
    waysFor(looked.workflow.machine, type).some(
      (way) =>
        role !== undefined &&
        passageOf(way).by.includes(role) &&
        waitedOn.some((place) => isOfPlace(way.source, place)),
    );
  const told = notNow.map((each) => ({ each, barred: barredOf(looked, each) }));
  return {
    first: doings.filter(isFirst),
    others: doings.filter((doing) => !isFirst(doing)),
    barred: told.flatMap(({ each, barred }) => (each.meaning === undefined ? [] : [barred])),
    later: told.flatMap(({ each, barred }) => (each.meaning === undefined && each.after.length > 0 ? [barred] : [])),
  };
}

/** The places of the case that wait on a role. */
const placesWaitingOn = (looked: Looked, role: string): readonly AnyStateNode[] =>
  nodesWithin(whatIsSeen(looked), looked.shown.state).filter((node) => placeOf(node).waitingOn?.includes(role));

/** The machine, or of a case of which members see their part, the node of that: its state is told from there. */
function whatIsSeen({ workflow, shown }: Pick<Looked, 'workflow' | 'shown'>): AnyStateNode {
  const { part, stages, machine } = workflow;
  const isPart = stages.length > 1 && shown.stages.length === 1 && shown.stages[0]?.name === part?.stage;
  const path = isPart ? stages.find(({ name }) => name === part?.stage)?.path : undefined;
  return path === undefined ? machine.root : nodeAt(workflow, path);
}

/** Whether what can be done at a node is what the place waits for: the node is the place, or a stage around it that does one thing at a time. */
function isOfPlace(node: AnyStateNode, place: AnyStateNode): boolean {
  if (place.parent === undefined || place.type === 'parallel') return false;
  return node === place || isOfPlace(node, place.parent as AnyStateNode);
}

/** What nobody could mean where the case stands, though only its content is refused: to release what is not theirs, to claim what they have. */
function isIdle({ shown, workflow, person, role }: Looked, type: string): boolean {
  const claims = Object.values((shown.details['claims'] ?? {}) as Readonly<Record<string, { readonly id: string }>>);
  if (type === 'CaseReleased') return !claims.some(({ id }) => id === person || role === 'registrar');
  return type === workflow.claims?.by && claims.some(({ id }) => id === person);
}

function doingOf({ shown, workflow }: Looked, { type, label, meaning }: CaseJson['moves'][number]): Doing {
  const stageName = stageOf(workflow, type, shown.state);
  const stage = workflow.stages.find(({ name }) => name === stageName)?.title;
  return {
    type,
    label,
    meaning,
    href: `/cases/${shown.id}/do/${type}`,
    ...(stage !== undefined && stageName !== undefined && { stage, stageName }),
  };
}

function barredOf({ workflow }: Looked, { label, stage: stageName, meaning, rule, after }: NotNow): Barred {
  const stage = workflow.stages.find(({ name }) => name === stageName)?.title;
  const because = meaning === undefined ? opensInWords(after) : `${meaning}${rule === undefined ? '' : ` (${rule})`}`;
  return { label, because, ...(stage !== undefined && stageName !== undefined && { stage, stageName }) };
}

/** “Opens after “Acknowledge the interest” by the regional assessor (R-03).” */
export function opensInWords(after: readonly Opener[]): string {
  const byPeople = after.filter(({ by }) => by.some((role) => role !== clockActor.role));
  if (byPeople.length === 0) {
    const rule = after[0]?.rule;
    return `Opens by itself when its time has come${rule === undefined ? '' : ` (${rule})`}.`;
  }
  const openers = byPeople.map(({ label, by, rule }) => {
    const who = listed(
      by.filter((role) => role !== clockActor.role).map((role) => `the ${roleTitle(role)}`),
      'or',
    );
    return `“${label}” by ${small(who)}${rule === undefined ? '' : ` (${rule})`}`;
  });
  return `Opens after ${listed(openers, 'or')}.`;
}

/** Titles of roles within a sentence; abbreviations stay as they are. */
const small = (words: string): string =>
  words.replaceAll(/\bthe ([A-Z])(?=[a-z])/g, (_, letter: string) => `the ${letter.toLowerCase()}`);

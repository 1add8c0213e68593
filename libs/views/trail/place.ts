/** Where a case stands, as far as a moment of the whole register tells it. Pure. */
import type { Workflow } from '../../workflow/index.js';
import { earliestOf, timeOf } from '../../workflow/instant.js';
import { stagesOf } from '../../workflow/progress.js';
import { isOpen, type Folded, type WaitingHere } from '../fold.js';
import type { Tallied } from './model.js';

export interface Here {
  readonly ccgName: string;
  readonly region: string;
  /** Names of the stages in progress. */
  readonly stages: readonly string[];
  readonly outcome: string | undefined;
  readonly waiting: readonly Waiting[];
  /** When the soonest is due, in milliseconds since 1970. */
  readonly due: number | undefined;
}

export type Waiting = Omit<WaitingHere, 'claimedBy'>;

export function hereOf(workflow: Workflow, { row, waiting, soonest }: Folded): Here {
  const isOver = row.outcome !== undefined;
  const inProgress = isOver ? [] : stagesOf(workflow, row.progress).filter(({ status }) => status === 'in-progress');
  const due = isOver ? undefined : earliestOf([...(soonest === undefined ? [] : [soonest]), ...duesIn(waiting)]);
  return {
    ccgName: row.ccgName,
    region: row.region,
    stages: inProgress.map(({ name }) => name),
    outcome: row.outcome,
    waiting: isOver
      ? []
      : waiting.map(({ role, queue, since, due }) => ({ role, queue, since, ...(due !== undefined && { due }) })),
    due: due === undefined ? undefined : timeOf(due),
  };
}

const duesIn = (waiting: readonly WaitingHere[]): readonly string[] =>
  waiting.flatMap(({ due }) => (due === undefined ? [] : [due]));

/** What of a case never changes, and what it is counted by. */
export interface Counted {
  readonly workflow: string;
  readonly level: string | undefined;
  readonly round: string | undefined;
}

/** One group of cases that are counted together. */
export type Group = Pick<Tallied, 'kind' | 'name' | 'workflow' | 'region'> & {
  readonly role: string | undefined;
  readonly level: string | undefined;
  readonly round: string | undefined;
};

/** The groups a case is in. */
export function groupsOf(
  { workflow, level, round }: Counted,
  { region, stages, outcome, waiting }: Here,
): readonly Group[] {
  const as = { workflow, level, round, region, role: undefined };
  return [
    { ...as, kind: 'outcome', name: outcome ?? isOpen },
    ...stages.map((name): Group => ({ ...as, kind: 'stage', name })),
    ...waiting.map(({ queue: name, role }): Group => ({ ...as, kind: 'waiting', name, role })),
  ];
}

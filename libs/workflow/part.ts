/** How far a case has come: the whole of it, or the one stage that somebody sees of it, and nothing that tells of the rest. */
import type { Part, Progress, State, Workflow } from './index.js';
import { outcomeOf, stagesOf, waitingOn, type StageStatus } from './progress.js';
import { nothingWithin, substateAt } from './state.js';

export interface Course {
  readonly state: State;
  /** How the case ended; undefined while it is open, and when how it ended is no matter of the part. */
  readonly outcome: string | undefined;
  readonly stages: readonly StageStatus[];
  readonly waitingOn: readonly string[];
}

export const courseOf = (workflow: Workflow, progress: Progress): Course => ({
  state: progress.state,
  outcome: outcomeOf(workflow, progress.state),
  stages: stagesOf(workflow, progress),
  waitingOn: waitingOn(workflow, progress),
});

/** The part alone. A stage that is over looks the same whether the case goes on, is decided or has ended. */
export function courseOfPart(workflow: Workflow, part: Part, progress: Progress): Course {
  const stages = stagesOf(workflow, progress)
    .filter(({ name }) => name === part.stage)
    .map((stage): StageStatus => {
      if (stage.status === 'in-progress' || stage.status === 'not-started') return stage;
      return { name: stage.name, title: stage.title, status: 'completed', waitingOn: [] };
    });
  const outcome = outcomeOf(workflow, progress.state);
  return {
    state: stages[0]?.state ?? nothingWithin,
    outcome: outcome !== undefined && part.outcomes.includes(outcome) ? outcome : undefined,
    stages,
    waitingOn: [...new Set(stages.flatMap((stage) => stage.waitingOn))],
  };
}

/** The path of the stage that is the part. */
export function pathOfPart({ name: workflow, stages }: Workflow, { stage }: Part): string {
  const found = stages.find(({ name }) => name === stage);
  if (found === undefined) throw new RangeError(`${workflow} has no stage ${stage}, which is to be its part`);
  return found.path;
}

/** Of a state only what is within the part; empty when the case is elsewhere. */
export const stateOfPart = (workflow: Workflow, part: Part, state: State): State =>
  substateAt(state, pathOfPart(workflow, part)) ?? nothingWithin;

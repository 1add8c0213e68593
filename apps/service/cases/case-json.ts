import type { RecordedEvent } from '../../../libs/event-log/index.js';
import { movesFrom, type Move } from '../../../libs/workflow/decide.js';
import type { CaseRow } from '../../../libs/views/index.js';
import type { Progress, Standing, State, Workflow } from '../../../libs/workflow/index.js';
import { outcomeOf, stagesOf, waitingOn, type StageStatus } from '../../../libs/workflow/progress.js';
import { mandateEvents, type Asker, type Sight } from '../access/asker.js';

/** A case as the API shows it. */
export interface CaseJson {
  readonly id: string;
  readonly workflow: string;
  readonly version: string;
  readonly level: string | null;
  readonly ccg: string;
  readonly ccgName: string;
  readonly region: string;
  readonly round: string;
  /** Codes of the CCGs that apply together; null for one alone. */
  readonly group: readonly string[] | null;
  readonly state: State;
  /** How the case ended; null while it is open. */
  readonly outcome: string | null;
  readonly stages: readonly StageStatus[];
  readonly waitingOn: readonly string[];
  readonly moves: readonly (Move & { readonly schema: string })[];
  readonly conditions: unknown;
  /** What is known beside the stages, by the workflow's own names. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly revision: number;
  readonly links: Readonly<Record<string, string>>;
}

interface Looking {
  readonly asking: Asker;
  readonly sight: Sight;
  /** When the moves are wanted (ISO 8601); undefined for a case as it stood. */
  readonly at: string | undefined;
}

export function caseJson(id: string, workflow: Workflow, standing: Standing, { asking, sight, at }: Looking): CaseJson {
  const { snapshot, progress, revision } = standing;
  const context = snapshot.context as unknown;
  const about = workflow.particulars(context);
  if (about === undefined) throw new Error(`Case ${id} is about nothing`);
  const summary = workflow.summary(context);
  const details = sight === 'all' ? summary : { ballot: summary['ballot'] ?? null };
  const moves = at === undefined ? [] : movesFrom(workflow, standing, asking, asking.grants, at);
  const here = `/api/cases/${id}`;
  return {
    id,
    workflow: workflow.name,
    version: workflow.version,
    level: workflow.level ?? null,
    ccg: about.ccg,
    ccgName: about.ccgName,
    region: about.region,
    round: about.round,
    group: about.group.length > 0 ? about.group : null,
    outcome: outcomeOf(workflow, progress.state) ?? null,
    ...course(workflow, progress, sight),
    moves: moves.map((move) => ({
      ...move,
      schema: `/api/workflows/${workflow.name}/${workflow.version}/events/${move.type}`,
    })),
    conditions: sight === 'all' ? (summary['conditions'] ?? []) : [],
    details,
    revision,
    links: {
      self: here,
      events: `${here}/events`,
      workflow: `/api/workflows/${workflow.name}/${workflow.version}`,
      ...(about.ccg !== '' && { ccg: `/api/register/ccgs?code=${about.ccg}` }),
      ...(typeof summary['groupId'] === 'string' && { group: `/api/groups/${summary['groupId']}` }),
    },
  };
}

/** How far a case has come, as far as somebody with this sight may know: a practice sees the mandate only. */
function course(
  workflow: Workflow,
  progress: Progress,
  sight: Sight,
): Pick<CaseJson, 'state' | 'stages' | 'waitingOn'> {
  const stages = stagesOf(workflow, progress);
  if (sight === 'all') return { state: progress.state, stages, waitingOn: waitingOn(workflow, progress) };
  const mandate = stages.filter(({ name }) => name === 'mandate');
  return { state: mandate[0]?.state ?? '', stages: mandate, waitingOn: mandate.flatMap((stage) => stage.waitingOn) };
}

/** A case as lists show it: without what only the machine knows. */
export function caseListed({ progress, ...row }: CaseRow, workflow: Workflow, sight: Sight): unknown {
  return {
    ...row,
    level: row.level ?? null,
    group: row.group.length > 0 ? row.group : null,
    outcome: row.outcome ?? null,
    ...course(workflow, progress, sight),
    links: { self: `/api/cases/${row.id}` },
  };
}

/** The events of a case that somebody with this sight may read. */
export const visible = (events: readonly RecordedEvent[], sight: Sight): readonly RecordedEvent[] =>
  sight === 'all' ? events : events.filter(({ type }) => mandateEvents.has(type));

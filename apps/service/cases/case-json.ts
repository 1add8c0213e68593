import { movesFrom, type Move } from '../../../libs/workflow/decide.js';
import type { SeenRow } from '../../../libs/views/index.js';
import type { Bars, Standing, State, Workflow } from '../../../libs/workflow/index.js';
import type { StageStatus } from '../../../libs/workflow/progress.js';
import type { Asker } from '../access/asker.js';
import { courseSeen, type Sight } from '../access/seen.js';

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
  /** Codes of the CCGs that apply together; null for one alone, and to whoever sees the mandate only. */
  readonly group: readonly string[] | null;
  readonly state: State;
  /** How the case ended; null while it is open, and to whoever sees the mandate only, unless it ended for want of that. */
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
  readonly extent: Sight['extent'];
  /** When the moves are wanted (ISO 8601); undefined for a case as it stood. */
  readonly at: string | undefined;
  /** Whom the register bars from the case then. */
  readonly bars?: Bars;
}

export function caseJson(
  id: string,
  workflow: Workflow,
  standing: Standing,
  { asking, extent, at, bars }: Looking,
): CaseJson {
  const { snapshot, progress, revision } = standing;
  const context = snapshot.context as unknown;
  const about = workflow.particulars(context);
  if (about === undefined) throw new Error(`Case ${id} is about nothing`);
  // What has ended is in nobody’s hands.
  const ended = workflow.claims && snapshot.status !== 'active' ? { claims: {} } : {};
  const summary: Readonly<Record<string, unknown>> = { ...workflow.summary(context), ...ended };
  const isWhole = extent === 'all';
  const { outcome, ...course } = courseSeen({ workflow, extent }, progress);
  const moves = at === undefined ? [] : movesFrom(workflow, standing, asking, asking.grants, at, bars);
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
    group: isWhole && about.group.length > 0 ? about.group : null,
    outcome: outcome ?? null,
    ...course,
    moves: moves.map((move) => ({
      ...move,
      schema: `/api/workflows/${workflow.name}/${workflow.version}/events/${move.type}`,
    })),
    conditions: isWhole ? (summary['conditions'] ?? []) : [],
    details: isWhole ? summary : { ballot: summary['ballot'] ?? null },
    revision,
    links: {
      self: here,
      events: `${here}/events`,
      workflow: `/api/workflows/${workflow.name}/${workflow.version}`,
      ...(about.ccg !== '' && { ccg: `/api/register/ccgs?code=${about.ccg}` }),
      ...(isWhole && typeof summary['groupId'] === 'string' && { group: `/api/groups/${summary['groupId']}` }),
    },
  };
}

/** A case as lists show it: without what only the machine knows, and of a part nothing that tells of the rest. */
export type CaseListed = Omit<CaseJson, 'moves' | 'conditions' | 'details'> & {
  readonly groupId?: string;
  readonly startedAt: string;
  readonly updatedAt?: string;
};

export function caseListed(row: SeenRow, workflow: Workflow): CaseListed {
  const isWhole = row.extent === 'all';
  const { outcome, ...course } = courseSeen({ extent: row.extent, workflow }, row.progress);
  return {
    id: row.id,
    workflow: row.workflow,
    version: row.version,
    level: row.level ?? null,
    ccg: row.ccg,
    ccgName: row.ccgName,
    region: row.region,
    round: row.round,
    group: isWhole && row.group.length > 0 ? row.group : null,
    ...(isWhole && row.groupId !== undefined && { groupId: row.groupId }),
    ...course,
    outcome: outcome ?? null,
    revision: row.revision,
    startedAt: row.startedAt,
    ...(isWhole && { updatedAt: row.updatedAt }),
    links: { self: `/api/cases/${row.id}` },
  };
}

import { fieldsOf } from '../../../libs/forms/form.js';
import { movesFrom } from '../../../libs/workflow/decide.js';
import type { SeenRow } from '../../../libs/views/index.js';
import type { Bars, Particulars, Standing, Workflow } from '../../../libs/workflow/index.js';
import type { Asker } from '../access/asker.js';
import { aboutShown } from '../contract/about.js';
import { courseSeen, type Sight } from '../access/seen.js';
import type { CaseJson, CaseListed } from './shapes.js';

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
  const moves =
    at === undefined
      ? []
      : movesFrom(workflow, standing, asking, asking.grants, at, bars).filter(({ type }) =>
          hasSomething(workflow, type, context),
        );
  return {
    id,
    workflow: workflow.name,
    version: workflow.version,
    level: workflow.level ?? null,
    ...aboutShown(about),
    ccgName: about.ccgName,
    region: about.region,
    group: isWhole && about.group.length > 0 ? about.group : null,
    outcome: outcome ?? null,
    ...course,
    moves: moves.map((move) => ({
      ...move,
      schema: `/api/workflows/${workflow.name}/${workflow.version}/events/${move.type}`,
    })),
    conditions: isWhole ? conditionsIn(summary) : [],
    details: isWhole ? summary : { ballot: summary['ballot'] ?? null },
    revision,
    links: linksOf(id, workflow, about, isWhole ? summary : {}),
  };
}

/** Nobody discharges a condition where there is none: what names a thing of the case is no move while the case has no such thing. */
function hasSomething(workflow: Workflow, type: string, context: unknown): boolean {
  const offers = workflow.offers?.[type];
  const shape = workflow.events[type];
  if (offers === undefined || shape === undefined) return true;
  return fieldsOf(shape).every(
    ({ name, optional }) => optional !== undefined || offers[name] === undefined || offers[name](context).length > 0,
  );
}

function linksOf(
  id: string,
  { name, version }: Workflow,
  { ccg }: Particulars,
  { groupId }: Readonly<Record<string, unknown>>,
): CaseJson['links'] {
  const self = `/api/cases/${id}`;
  return {
    self,
    events: `${self}/events`,
    workflow: `/api/workflows/${name}/${version}`,
    ...(ccg !== undefined && { ccg: `/api/register/ccgs?code=${ccg}` }),
    ...(typeof groupId === 'string' && { group: `/api/groups/${groupId}` }),
  };
}

const conditionsIn = ({ conditions }: Readonly<Record<string, unknown>>): CaseJson['conditions'] =>
  Array.isArray(conditions) ? conditions : [];

export function caseListed(row: SeenRow, workflow: Workflow): CaseListed {
  const isWhole = row.extent === 'all';
  const { outcome, ...course } = courseSeen({ extent: row.extent, workflow }, row.progress);
  return {
    id: row.id,
    workflow: row.workflow,
    version: row.version,
    level: row.level ?? null,
    ...aboutShown(row),
    ccgName: row.ccgName,
    region: row.region,
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

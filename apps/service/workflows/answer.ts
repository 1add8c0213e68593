/** What is told of a workflow. */
import type { Workflow } from '../../../libs/workflow/index.js';

export interface WorkflowSummary {
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly level: string | null;
  /** New cases begin under this version from that day on; null where they always did. */
  readonly since: string | null;
  readonly begins: string;
  readonly links: { readonly self: string; readonly description: string };
}

export const summaryOf = ({ name, version, title, level, begins, since }: Workflow): WorkflowSummary => ({
  name,
  version,
  title,
  level: level ?? null,
  since: since ?? null,
  begins,
  links: { self: `/api/workflows/${name}/${version}`, description: `/api/workflows/${name}/${version}/description.md` },
});

export interface WorkflowDescription extends WorkflowSummary {
  readonly stages: readonly { readonly name: string; readonly title: string }[];
  readonly roles: readonly { readonly name: string; readonly title: string }[];
  /** `meaning` is null where it depends on the case. */
  readonly rules: readonly { readonly name: string; readonly id: string | null; readonly meaning: string | null }[];
  readonly events: readonly { readonly type: string; readonly commuting: boolean; readonly schema: string }[];
}

export function described(workflow: Workflow): WorkflowDescription {
  const { name, version, commuting } = workflow;
  const roles = Object.entries(workflow.roles).map(([role, { title }]) => ({ name: role, title }));
  const rules = Object.entries(workflow.rules).map(([rule, { id, meaning }]) => ({
    name: rule,
    id: id ?? null,
    meaning: typeof meaning === 'string' ? meaning : null,
  }));
  const events = Object.keys(workflow.events).map((type) => ({
    type,
    commuting: commuting.includes(type),
    schema: `/api/workflows/${name}/${version}/events/${type}`,
  }));
  const stages = workflow.stages.map(({ name: stage, title }) => ({ name: stage, title }));
  return { ...summaryOf(workflow), stages, roles, rules, events };
}

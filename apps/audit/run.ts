import type { RecordedEvent } from '../../libs/event-log/index.js';
import { beginning } from '../../libs/workflow/decide.js';
import { ImpossibleHistory, type Standing, type Workflow } from '../../libs/workflow/index.js';
import { next } from '../../libs/workflow/replay.js';
import { caseOf, ccgOf } from '../../libs/workflow/streams.js';

/** How far a stream has come under the workflow that its first event pinned. */
export interface Run {
  readonly workflow: Workflow;
  readonly standing: Standing;
}

/** Whether a stream runs a workflow: a case, or a CCG's arrangement. */
export const runsWorkflow = (stream: string): boolean => caseOf(stream) !== undefined || ccgOf(stream) !== undefined;

/** The workflow that a CCG's arrangement runs, and no case does. */
const arrangement = 'arrangement';

/** One event further, or what is wrong with it in words. */
export function further(
  workflows: readonly Workflow[],
  run: Run | undefined,
  event: RecordedEvent,
): Run | { readonly what: string } {
  const workflow = run ? pinned(run, event) : begun(workflows, event);
  if ('what' in workflow) return workflow;
  try {
    return { workflow, standing: next(workflow, run?.standing ?? beginning(workflow), event) };
  } catch (error) {
    if (error instanceof ImpossibleHistory) return { what: `${event.type} is impossible: ${error.why}` };
    // Rules are pure and total over data as it is recorded, so it is the data that a rule stumbled over.
    return { what: `${event.type} has data that the rules cannot read: ${String(error)}` };
  }
}

function begun(workflows: readonly Workflow[], event: RecordedEvent): Workflow | { readonly what: string } {
  const found = nameOf(event);
  if (found === undefined) return { what: `${event.type} names no workflow and version` };
  const workflow = workflows.find((known) => nameOf({ workflow: known.name, version: known.version }) === found);
  if (!workflow) {
    const known = workflows.map(({ name, version }) => `${name}@${version}`).join(', ');
    return { what: `${event.type} is of the unknown workflow ${found}; known are ${known}` };
  }
  if ((ccgOf(event.stream) !== undefined) !== (workflow.name === arrangement))
    return { what: `${event.type} is of ${found}, which such a stream does not run` };
  return workflow;
}

function pinned({ workflow }: Run, event: RecordedEvent): Workflow | { readonly what: string } {
  const expected = `${workflow.name}@${workflow.version}`;
  const found = nameOf(event);
  return found === expected
    ? workflow
    : { what: `${event.type} is of ${found ?? 'no workflow'}, but the stream began under ${expected}` };
}

const nameOf = ({ workflow, version }: Pick<RecordedEvent, 'workflow' | 'version'>): string | undefined =>
  workflow === undefined || version === undefined ? undefined : `${workflow}@${version}`;

/** Every workflow and version the service can run. A new one is added here. */
import type { Workflow } from '../libs/workflow/index.js';
import { arrangement } from './arrangement/index.js';
import { delegatedCommissioning } from './delegated-commissioning/index.js';

export const workflows: readonly Workflow[] = [delegatedCommissioning, arrangement];

/** The workflow a case was started under; undefined when this build does not have it. */
export function workflowOf(name: string, version: string): Workflow | undefined {
  return workflows.find((workflow) => workflow.name === name && workflow.version === version);
}

/** The version new cases start under: the last listed. */
export function currentWorkflow(name: string): Workflow | undefined {
  return workflows.findLast((workflow) => workflow.name === name);
}

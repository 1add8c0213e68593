/** Every workflow and version the service can run. A new one is added here. */
import { dayOrder, hasDayCome } from '../libs/workflow/london.js';
import type { Workflow } from '../libs/workflow/index.js';
import { arrangement } from './arrangement/index.js';
import { committeeMeeting } from './committee-meeting/index.js';
import { delegatedCommissioning } from './delegated-commissioning/index.js';
import { greaterInvolvement } from './greater-involvement/index.js';
import { greaterInvolvement2 } from './greater-involvement-2/index.js';
import { jointCommissioning } from './joint-commissioning/index.js';
import { membershipRequest } from './membership-request/index.js';

export const workflows: readonly Workflow[] = [
  greaterInvolvement,
  greaterInvolvement2,
  jointCommissioning,
  delegatedCommissioning,
  arrangement,
  membershipRequest,
  committeeMeeting,
];

/** The workflow a case was started under; undefined when this build does not have it. */
export function workflowOf(name: string, version: string): Workflow | undefined {
  return workflows.find((workflow) => workflow.name === name && workflow.version === version);
}

/** The version new cases start under on a day (of London, `2016-06-28`): the newest whose own first day has come. */
export function currentWorkflow(name: string, day: string): Workflow | undefined {
  return workflows
    .filter((workflow) => workflow.name === name && hasBegun(workflow, day))
    .toSorted(byFirstDay)
    .at(-1);
}

const hasBegun = ({ since }: Workflow, day: string): boolean => since === undefined || hasDayCome(since, day);

/** One that has no first day was always there. */
const byFirstDay = ({ since: a }: Workflow, { since: b }: Workflow): number =>
  a === undefined || b === undefined ? Number(a !== undefined) - Number(b !== undefined) : dayOrder(a, b);

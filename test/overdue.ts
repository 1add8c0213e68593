/** What a fact makes due is to come, however its date reached the case: said, minuted, looked up, or fallen from elsewhere. */
import { dateIn } from '../libs/workflow/dates.js';
import { beginning } from '../libs/workflow/decide.js';
import type { RecordedFact, Standing, Workflow } from '../libs/workflow/index.js';
import { isBefore } from '../libs/workflow/instant.js';
import { next } from '../libs/workflow/replay.js';
import { nodesOf, placeOf } from '../libs/workflow/state.js';

/** What is due where a case stands by a date that its last fact set, and was due before that fact happened. */
function overdueAtOnce(workflow: Workflow, before: Standing, then: Standing, { type, at }: RecordedFact) {
  const { state, dates } = then.progress;
  return nodesOf(workflow.machine, state).flatMap((node) => {
    const { date: name } = placeOf(node).due ?? {};
    const due = name && dateIn(dates, name);
    return name && due && due !== before.progress.dates[name] && isBefore(due, at)
      ? [`${type} of ${at} makes ${name} due at ${due}`]
      : [];
  });
}

/** Replays a case: where it ends, and what was overdue as soon as it was due. @throws ImpossibleHistory */
export function replayed(
  workflow: Workflow,
  facts: readonly RecordedFact[],
): { readonly standing: Standing; readonly overdue: readonly string[] } {
  let standing = beginning(workflow);
  const overdue: string[] = [];
  for (const fact of facts) {
    const then = next(workflow, standing, fact);
    overdue.push(...overdueAtOnce(workflow, standing, then, fact));
    standing = then;
  }
  return { standing, overdue };
}

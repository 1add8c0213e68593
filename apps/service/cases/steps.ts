/** What a decided fact is recorded as, and what follows from it: facts of the clock, and of the arrangement of the CCG. Pure. */
import type { Actor, NewEvent } from '../../../libs/event-log/index.js';
import { decide, earlyFact } from '../../../libs/workflow/decide.js';
import type { Fact, Standing, Workflow } from '../../../libs/workflow/index.js';
import { outcomeOf, type Due } from '../../../libs/workflow/progress.js';
import { isIn } from '../../../libs/workflow/state.js';
import { arrangement } from '../../../workflows/arrangement/index.js';
import { derivedId } from '../ids.js';

/** A fact that was decided on, and where its stream stands then. */
export interface Step {
  readonly event: NewEvent;
  readonly standing: Standing;
}

export const clockActor: Actor = { id: 'clock', name: 'Clock', role: 'clock', organisation: 'service' };

/** What the clock says when a date has come. */
export function clockFact({ event, date }: Pick<Due, 'event' | 'date'>, at: string): Fact {
  return { type: event, data: event === 'DeadlinePassed' ? { deadline: date } : {}, at, actor: clockActor };
}

/** What the clock records at once after a fact, and not only when its date comes. */
export function earlySteps(workflow: Workflow, { event, standing }: Step): readonly Step[] {
  const next = earlyFact(workflow, standing, event.at);
  if (next === undefined) return [];
  const fact = clockFact(next, event.at);
  const decision = decide(workflow, standing, fact);
  if (decision.outcome === 'refused') return [];
  const id = derivedId(event.id, next.event);
  return [{ event: eventOf(workflow, fact, decision, { id, cause: event.id }), standing: decision.standing }];
}

type Decided = ReturnType<typeof decide> & { outcome: 'decided' };

/** A decided fact as the log takes it. */
export function eventOf(
  { name, version }: Workflow,
  { type, data, at, actor }: Fact,
  { from, to }: Pick<Decided, 'from' | 'to'>,
  more: { readonly id: string; readonly command?: string; readonly cause?: string },
): NewEvent {
  return { type, data, at, actor, workflow: name, version, ...(from !== undefined && { from }), to, ...more };
}

interface Consequence {
  readonly type: string;
  readonly data: Readonly<Record<string, string>>;
}

/** What a fact of a case means for the arrangement of its CCG. */
export function consequences(
  workflow: Workflow,
  caseId: string,
  before: Standing,
  now: Standing,
): readonly Consequence[] {
  const { holds, level } = workflow;
  if (level === undefined) return [];
  const round = workflow.particulars(now.snapshot.context)?.round ?? '';
  const held = before.revision >= 0 && holds !== undefined && isIn(before.progress.state, holds);
  const holding = holds !== undefined && isIn(now.progress.state, holds);
  const outcome = outcomeOf(workflow, now.progress.state);
  return [
    ...(before.revision < 0
      ? [{ type: 'CaseStarted', data: { case: caseId, workflow: workflow.name, level, round } }]
      : []),
    ...(!held && holding ? [{ type: 'LevelTaken', data: { case: caseId, level } }] : []),
    ...(held && !holding ? [{ type: 'LevelLeft', data: { case: caseId, level } }] : []),
    ...(outcome ? [{ type: 'CaseEnded', data: { case: caseId, outcome } }] : []),
  ];
}

/**
 * The consequences as facts of the arrangement; undefined when another application of the CCG began in the meantime. Any other refusal
 * would mean that case and arrangement contradict each other: a fault.
 */
export function arranged(
  start: Standing,
  follows: readonly Consequence[],
  cause: NewEvent,
): readonly [Step, ...Step[]] | undefined {
  const steps: Step[] = [];
  let standing = start;
  for (const { type, data } of follows) {
    const fact = { type, data, at: cause.at, actor: cause.actor };
    const decision = decide(arrangement, standing, fact);
    if (decision.outcome === 'refused' && type === 'CaseStarted') return undefined;
    if (decision.outcome === 'refused')
      throw new Error(`${type} does not fit the arrangement: ${JSON.stringify(decision.refusal)}`);
    const id = derivedId(cause.id, type);
    steps.push({ event: eventOf(arrangement, fact, decision, { id, cause: cause.id }), standing: decision.standing });
    standing = decision.standing;
  }
  const [first, ...rest] = steps;
  if (first === undefined) throw new RangeError('Nothing follows');
  return [first, ...rest];
}

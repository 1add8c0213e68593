/** What a decided fact is recorded as, and what follows from it: facts of the clock, and of the arrangement of the CCG. Pure. */
import type { Actor, NewEvent } from '../../../libs/event-log/index.js';
import { decide, earlyFact } from '../../../libs/workflow/decide.js';
import type { Fact, Standing, Workflow } from '../../../libs/workflow/index.js';
import { outcomeOf, type Due } from '../../../libs/workflow/progress.js';
import { isIn } from '../../../libs/workflow/state.js';
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

export interface Consequence {
  readonly type: string;
  readonly data: Readonly<Record<string, string>>;
}

/** What a fact of a case means for the arrangement of its CCG. */
export function levelFacts(
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

/** The case of one CCG in a group: known from the group, so that no list of them need be kept. */
export const caseInGroup = (group: string, ccg: string): string => derivedId(group, ccg);

/** The cases of the other CCGs that apply together with this one. */
export function othersOfGroup({ snapshot }: Standing, ccg: string): readonly string[] {
  const { groupId, group = [] } = snapshot.context as { groupId?: string | null; group?: readonly string[] };
  if (typeof groupId !== 'string') return [];
  return group.filter((code) => code !== ccg).map((code) => caseInGroup(groupId, code));
}

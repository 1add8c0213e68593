/** What somebody who sees a case, or a part of it, is shown of it. Every answer about a case is cut here. */
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import type { Extent, WaitingRow } from '../../../libs/views/index.js';
import type { Progress, Workflow } from '../../../libs/workflow/index.js';
import { courseOf, courseOfPart, stateOfPart, type Course } from '../../../libs/workflow/part.js';
import { holds, type Asker } from './asker.js';

/** How much of one case somebody sees. */
export interface Sight {
  readonly asking: Asker;
  readonly extent: Exclude<Extent, 'nothing'>;
  readonly workflow: Workflow;
  /** The last revision that was known when this was found out: nothing later is shown by it. */
  readonly revision: number;
  /** Revision since which what is confidential was not disclosed; undefined when all was. */
  readonly undisclosed: number | undefined;
}

/** How far the case has come. */
export function courseSeen({ extent, workflow }: Pick<Sight, 'extent' | 'workflow'>, progress: Progress): Course {
  return extent === 'part' && workflow.part
    ? courseOfPart(workflow, workflow.part, progress)
    : courseOf(workflow, progress);
}

/** A case that waits, as a queue shows it. */
export function waitingSeen({ extent, workflow }: Pick<Sight, 'extent' | 'workflow'>, row: WaitingRow): WaitingRow {
  if (extent === 'all' || !workflow.part) return row;
  const { claimedBy, ...free } = row;
  return { ...(claimedBy === undefined ? row : free), state: stateOfPart(workflow, workflow.part, row.state) };
}

/** Of events of the case those that are for this person, each as it is for them. */
export const eventsSeen = (sight: Sight, events: readonly RecordedEvent[]): readonly RecordedEvent[] =>
  events.flatMap((event) => eventSeen(sight, event) ?? []);

export function eventSeen(sight: Sight, event: RecordedEvent): RecordedEvent | undefined {
  const { extent, workflow } = sight;
  if (event.revision > sight.revision) return undefined;
  const part = extent === 'part' ? workflow.part : undefined;
  if (part && !part.events.includes(event.type)) return undefined;
  const { from, to, ...rest } = isWithheld(sight, event) ? { ...withoutRequest(event), data: {} } : event;
  const within = (state: typeof to): typeof to => (state && part ? stateOfPart(workflow, part, state) : state);
  const [before, after] = [within(from), within(to)];
  return { ...rest, ...(before !== undefined && { from: before }), ...(after !== undefined && { to: after }) };
}

/** Whether the content is between the service and another person still. An auditor reads it, which is recorded. */
function isWithheld({ asking, workflow, undisclosed }: Sight, { type, revision, actor }: RecordedEvent): boolean {
  if (type !== workflow.confidential?.fact || undisclosed === undefined || revision < undisclosed) return false;
  const isTheirs = asking.grants.some(
    ({ role, organisation }) => role === actor.role && organisation === actor.organisation,
  );
  return !isTheirs && !holds(asking, 'auditor');
}

/** An attempt that was refused: what was attempted is told, and not in what words; an auditor can hold the words against their hash. */
export const refusalSeen = (asking: Asker, event: RecordedEvent): RecordedEvent =>
  holds(asking, 'auditor') ? event : withoutRequest(event);

/** The hash of a request tells what was asked to whoever tries the few things it can have been: it is shown with the content only. */
function withoutRequest(event: RecordedEvent): RecordedEvent {
  const { command, ...rest } = event;
  return command === undefined ? event : rest;
}

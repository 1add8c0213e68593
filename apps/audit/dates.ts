/** What is proved of when things happened: that the clock recorded what was due, at the instant at which it was due. */
import type { RecordedEvent } from '../../libs/event-log/index.js';
import type { Register } from '../../libs/register/index.js';
import { clockFact } from '../../libs/workflow/clock.js';
import { dueBefore } from '../../libs/workflow/decide.js';
import { isBefore, laterOf, timeOf } from '../../libs/workflow/instant.js';
import { endOfDay } from '../../libs/workflow/london.js';
import { dueOf } from '../../libs/workflow/progress.js';
import { takesHere } from '../../workflows/consequences.js';
import type { Placed } from './findings.js';
import type { KeptMarks } from './kept-marks.js';
import type { DueNext, Last, Mark } from './marks.js';
import type { Run } from './run.js';

/** Milliseconds by which the clocks of machines that write one log may differ. */
const clocksDiffer = 60_000;

/** Later than every instant there is. */
const never = '9999-12-31T23:59:59.999Z';

/** Whether one instant is before another by more than clocks differ. */
export const isWellBefore = (a: string, b: string): boolean => timeOf(b) - timeOf(a) > clocksDiffer;

/** What is wrong with the instant of a fact that the clock recorded because its date had come; undefined when nothing is. */
export function wrongInstant({ workflow, standing }: Run, event: RecordedEvent): string | undefined {
  const { type, at } = event;
  const due =
    type === 'CcgClosed' ? [endOfDay(String(event.data['closedOn']))] : datesOf(event, { workflow, standing });
  const happens = due.map((date) => (standing.at === undefined ? date : laterOf(date, standing.at)));
  if (happens.some((each) => timeOf(each) === timeOf(at))) return undefined;
  const [first] = happens;
  return first === undefined
    ? `${type} was not due, and nothing else had the clock record it`
    : `${type} is dated ${at}, and happened at ${first}, when it was due`;
}

const datesOf = ({ type, data }: RecordedEvent, { workflow, standing }: Run): readonly string[] =>
  dueOf(workflow, standing.progress)
    .filter((due) => due.event === type && clockFact(due, due.at).data['deadline'] === data['deadline'])
    .map((due) => due.at);

/** What a case leaves that has not ended: nothing where the clock has nothing to record on it. */
export function* marksOfOpen({ workflow, standing }: Run, last: Last, place: number): Iterable<Mark> {
  const due = dueBefore(workflow, standing, never);
  const takesEnd = takesHere(workflow, standing.progress.state, 'CcgClosed');
  const endsWith = takesEnd ? workflow.particulars(standing.snapshot.context as unknown)?.ccg : undefined;
  if (due !== undefined || endsWith !== undefined)
    yield { is: 'open', place, last, due: due && { event: due.event, at: due.at }, endsWith };
}

/** The ends of CCGs, as the register knows them. */
export function* marksOfClosures(register: Register, place: number): Iterable<Mark> {
  for (const { code, closed } of register.ccgs())
    if (closed !== undefined) yield { is: 'closes', place, ccg: code, at: endOfDay(closed) };
}

/** The instant that the clock has come to, and that at which somebody acted last, which is no earlier than anything before it. */
function reachedBy(marks: KeptMarks): string | undefined {
  let person: string | undefined;
  let clock: string | undefined;
  for (const { at, by } of marks.of('reached')) {
    if (by === 'person') person = at;
    else clock = clock === undefined ? at : laterOf(clock, at);
  }
  return person !== undefined && clock !== undefined ? laterOf(person, clock) : (person ?? clock);
}

/** What was due by the end of the history and is not in it. */
export function* overdueIn(marks: KeptMarks): Iterable<Placed> {
  const until = reachedBy(marks);
  // What cannot be read may be what was due.
  if (until === undefined || marks.suspended().has(undefined)) return;
  const closes = new Map([...marks.of('closes')].map(({ ccg, at }) => [ccg, at]));
  for (const { place, last, due, endsWith } of marks.of('open')) {
    const closed = endsWith === undefined ? undefined : closes.get(endsWith);
    const first = firstOf(closed === undefined ? undefined : { event: 'CcgClosed', at: closed }, due);
    // A date can be set that has passed already: it is recorded with what comes next.
    if (first === undefined || !isWellBefore(laterOf(first.at, last.at), until)) continue;
    const { position, stream, revision } = last;
    const what = `${first.event} was due at ${first.at}, and is missing behind this: the history goes on to ${until}`;
    yield { place, finding: { position, stream, revision, what } };
  }
}

const firstOf = (a: DueNext | undefined, b: DueNext | undefined): DueNext | undefined =>
  a && b ? (isBefore(b.at, a.at) ? b : a) : (a ?? b);

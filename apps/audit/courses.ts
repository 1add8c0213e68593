/** What is proved of streams, each by itself and in its own order. */
import type { Actor, RecordedEvent } from '../../libs/event-log/index.js';
import { registerStream } from '../../libs/register/facts.js';
import type { State, Workflow } from '../../libs/workflow/index.js';
import { stateInWords } from '../../libs/workflow/state.js';
import { caseOf } from '../../libs/workflow/streams.js';
import { isBefore } from '../../libs/workflow/instant.js';
import { isWellBefore, marksOfClosures, marksOfOpen, wrongInstant } from './dates.js';
import type { Item, Unreadable } from './event-shape.js';
import type { Findings } from './findings.js';
import type { Granted, RegisterThen } from './grants.js';
import { canLeaveMarks, marksOfEvent, marksOfRegister, marksOfStep, type CaseStep, type Mark } from './marks.js';
import { further, runsWorkflow, type Run } from './run.js';

import { askedBy, marksOfMinutes, marksOfResting, untrueOf } from './sources.js';

/** The last revision of a stream, and the state it replays to; no state where it runs no workflow, or not to its end. */
export interface End {
  readonly revision: number;
  readonly state: State | undefined;
}

/** A stream as far as it was read. */
interface Course {
  /** Of its last event; -1 before the first. */
  revision: number;
  /** Of its last event that could be read, and its position and place; none before the first. */
  at?: string;
  position: number;
  place: number;
  /** `suspended` after a finding: what follows a step that cannot be right proves nothing, and one fault is one finding. */
  run: Run | { readonly endedAt: State } | 'suspended' | undefined;
  /** Who was found to act without a grant, so that each is named once. */
  unentitled?: Set<string>;
  /** Of a meeting: a print of the minute of each item. */
  minutes?: Map<number, string>;
  /** The last step, until it is known whether the clock recorded something at once because of it. */
  step?: CaseStep | undefined;
}

/** When something was recorded that came after all that was due by then. */
interface Reached {
  readonly place: number;
  readonly at: string;
}

export interface Counts {
  readonly events: number;
  readonly streams: number;
  readonly cases: number;
}

/** What streams are held against. */
export interface Against {
  readonly workflows: readonly Workflow[];
  readonly granted: Granted;
  /** Absent where the stream of the register is read elsewhere. */
  readonly register?: RegisterThen;
  readonly findings: Findings;
  readonly mark: (mark: Mark) => void;
}

/**
 * Takes items of streams, of each in its order; `place` ascends with the order of the whole history. Of every event: revisions have no
 * gaps; of a case or an arrangement: the pinned machine takes it, from and to the recorded states, and its actor had the role for the
 * organisation; of a fact of the register: it contradicts none before it; of all others: they move nothing.
 */
export class Courses {
  readonly #courses = new Map<string, Course>();
  #events = 0;
  #streams = 0;
  #cases = 0;
  readonly #reached: { person?: Reached; clock?: Reached } = {};

  constructor(private readonly against: Against) {}

  take(item: Item, place: number): void {
    if ('unreadable' in item) {
      this.#takeUnreadable(item, place);
      return;
    }
    this.#events += 1;
    const { stream } = item;
    const course = this.#courseOf(stream);
    for (const mark of marksOfEvent(item, place, course.at)) this.against.mark(mark);
    this.#checkOrder(course, item, place);
    if (!runsWorkflow(stream)) this.#checkTime(course, item, place);
    this.#noteTime(course, item, place);
    if (stream === registerStream) this.#takeIntoRegister(course, item, place);
    else if (runsWorkflow(stream)) this.#checkMove(course, item, place);
    else if (item.to !== undefined || item.from !== undefined)
      this.#find(item, place, `${item.type} moves from state to state, in a stream that runs no workflow`);
  }

  /** Everything of a stream was taken: nothing of it is kept any more. */
  leave(stream: string): void {
    const course = this.#courses.get(stream);
    if (course) this.#endOf(course, stream);
    this.#courses.delete(stream);
  }

  /** Everything was taken. */
  finish(): Counts {
    for (const [stream, course] of this.#courses) this.#endOf(course, stream);
    this.#leaveTimes();
    return { events: this.#events, streams: this.#streams, cases: this.#cases };
  }

  /** Where every stream stands that was not left. */
  ends(): ReadonlyMap<string, End> {
    return new Map([...this.#courses].map(([stream, course]) => [stream, endOf(course)]));
  }

  #endOf(course: Course, stream: string): void {
    this.#leaveMarks(course);
    const { run, at, place, position, revision } = course;
    if (at === undefined) return;
    if (run === undefined || run === 'suspended' || !('standing' in run)) return;
    for (const mark of marksOfOpen(run, { position, stream, revision, at }, place)) this.against.mark(mark);
  }

  /** What streams say together of when they were recorded. */
  #leaveTimes(): void {
    const { register, mark } = this.against;
    if (register && this.#courses.has(registerStream))
      for (const each of marksOfClosures(register.register, 0)) mark(each);
    const { person, clock } = this.#reached;
    if (person) mark({ is: 'reached', ...person, by: 'person' });
    if (clock) mark({ is: 'reached', ...clock, by: 'clock' });
  }

  #find({ position, stream, revision }: RecordedEvent, place: number, what: string): void {
    this.against.findings.add(place, { position, stream, revision, what });
  }

  #suspend(course: Course, stream: string, place: number): void {
    this.#leaveMarks(course);
    if (course.run !== 'suspended') this.against.mark({ is: 'suspended', place, stream });
    course.run = 'suspended';
  }

  #courseOf(stream: string): Course {
    const known = this.#courses.get(stream);
    if (known) return known;
    this.#streams += 1;
    if (caseOf(stream) !== undefined) this.#cases += 1;
    const course: Course = { revision: -1, position: 0, place: 0, run: undefined };
    this.#courses.set(stream, course);
    return course;
  }

  #takeUnreadable({ unreadable, stream, revision }: Unreadable, place: number): void {
    this.against.findings.add(place, unreadable);
    if (stream === undefined) {
      this.against.mark({ is: 'suspended', place, stream });
      return;
    }
    const course = this.#courseOf(stream);
    course.revision = revision ?? course.revision;
    this.#suspend(course, stream, place);
  }

  #checkOrder(course: Course, event: RecordedEvent, place: number): void {
    const expected = course.revision + 1;
    course.revision = event.revision;
    if (event.revision === expected) return;
    this.#find(event, place, `revision ${expected} of the stream was expected here`);
    this.#suspend(course, event.stream, place);
  }

  /** Of a stream that runs no workflow; any other replays in the order of time only. */
  #checkTime(course: Course, event: RecordedEvent, place: number): void {
    if (course.at !== undefined && isWellBefore(event.at, course.at))
      this.#find(event, place, `it is dated ${event.at}, before what it follows, ${course.at}`);
  }

  #noteTime(course: Course, { stream, at, position, actor, cause }: RecordedEvent, place: number): void {
    course.at = at;
    course.position = position;
    course.place = place;
    if (cause !== undefined || isClock(actor) || !(stream === registerStream || runsWorkflow(stream))) return;
    const { person } = this.#reached;
    if (person === undefined || person.place < place) this.#reached.person = { place, at };
  }

  #takeIntoRegister(course: Course, event: RecordedEvent, place: number): void {
    const { register } = this.against;
    if (register === undefined) return;
    const contradiction = register.take(event, place);
    if (contradiction === undefined) {
      for (const mark of marksOfRegister(event, place, register.register)) this.against.mark(mark);
      return;
    }
    if (course.run !== 'suspended') this.#find(event, place, `${event.type} is impossible: ${contradiction}`);
    this.#suspend(course, event.stream, place);
  }

  #checkMove(course: Course, event: RecordedEvent, place: number): void {
    if (course.run === 'suspended') {
      this.#checkActor(course, event, place);
      return;
    }
    const moved = this.#inTime(course.run, this.#move(course.run, event), event, place);
    if ('what' in moved) {
      this.#find(event, place, moved.what);
      this.#suspend(course, event.stream, place);
      return;
    }
    this.#checkSources(course, moved, event, place);
    this.#noteStep(course, moved, event, place);
    const { snapshot, progress } = moved.standing;
    const isOver = snapshot.status !== 'active';
    // Of what has ended only that is kept: a log holds many more cases than are open.
    if (isOver) this.#leaveMarks(course);
    course.run = isOver ? { endedAt: progress.state } : moved;
    this.#checkActor(course, event, place);
  }

  #move(run: Run | { readonly endedAt: State } | undefined, event: RecordedEvent): Run | { readonly what: string } {
    return run && 'endedAt' in run
      ? { what: `${event.type} is impossible: it had ended in ${stateInWords(run.endedAt)}` }
      : further(this.against.workflows, run, event);
  }

  /** The same move, unless the clock recorded it at another instant than that at which it was due. */
  #inTime(
    before: Run | { readonly endedAt: State } | undefined,
    moved: Run | { readonly what: string },
    event: RecordedEvent,
    place: number,
  ): Run | { readonly what: string } {
    if ('what' in moved || event.cause !== undefined || !isClock(event.actor)) return moved;
    const what = before && 'standing' in before ? wrongInstant(before, event) : undefined;
    if (what !== undefined) return { what };
    const { clock } = this.#reached;
    if (clock === undefined || isBefore(clock.at, event.at)) this.#reached.clock = { place, at: event.at };
    return moved;
  }

  /** Of what the fact took from elsewhere. */
  #checkSources(course: Course, run: Run, event: RecordedEvent, place: number): void {
    const { register, mark } = this.against;
    const asked = askedBy(run, event);
    if (asked && register === undefined) mark({ is: 'asked', place, asked });
    if (asked && register) for (const what of untrueOf(asked, register)) this.#find(event, place, what);
    for (const each of marksOfResting(run, event, place)) mark(each);
    if (run.workflow.name !== 'committee-meeting') return;
    course.minutes ??= new Map();
    for (const each of marksOfMinutes(run, event, place, course.minutes)) mark(each);
  }

  #noteStep(course: Course, { workflow, standing }: Run, event: RecordedEvent, place: number): void {
    const last = course.step;
    if (last && event.cause === last.event.id) {
      course.step = { ...last, standing };
      return;
    }
    this.#leaveMarks(course);
    const run = course.run as Run | undefined; // what is suspended or has ended does not come here
    course.step = { place, event, workflow, before: run?.standing.progress.state, standing };
  }

  #leaveMarks(course: Course): void {
    const { step } = course;
    course.step = undefined;
    if (step && canLeaveMarks(step)) for (const mark of marksOfStep(step)) this.against.mark(mark);
  }

  #checkActor(course: Course, event: RecordedEvent, place: number): void {
    const { id, role, organisation } = event.actor;
    if (isClock(event.actor) || this.against.granted(id, role, organisation, place)) return;
    const key = JSON.stringify([id, role, organisation]);
    course.unentitled ??= new Set();
    if (course.unentitled.has(key)) return;
    course.unentitled.add(key);
    const what = `${event.type}: the register did not grant ${id} the role ${role} for ${organisation} at that moment`;
    this.#find(event, place, what);
  }
}

function endOf({ revision, run }: Course): End {
  if (run === undefined || run === 'suspended') return { revision, state: undefined };
  return { revision, state: 'endedAt' in run ? run.endedAt : run.standing.progress.state };
}

/** The service's own clock needs no grant; the machine says what it may do. */
const isClock = ({ id, role, organisation }: Actor): boolean =>
  id === 'clock' && role === 'clock' && organisation === 'service';

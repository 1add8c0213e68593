/** What is proved of streams, each by itself and in its own order. */
import type { Actor, RecordedEvent } from '../../libs/event-log/index.js';
import { registerStream } from '../../libs/register/facts.js';
import type { State, Workflow } from '../../libs/workflow/index.js';
import { stateInWords } from '../../libs/workflow/state.js';
import { caseOf } from '../../libs/workflow/streams.js';
import type { Item, Unreadable } from './event-shape.js';
import type { Findings } from './findings.js';
import type { Granted, RegisterThen } from './grants.js';
import { canLeaveMarks, marksOfEvent, marksOfRegister, marksOfStep, type CaseStep, type Mark } from './marks.js';
import { further, runsWorkflow, type Run } from './run.js';

/** The last revision of a stream, and the state it replays to; no state where it runs no workflow, or not to its end. */
export interface End {
  readonly revision: number;
  readonly state: State | undefined;
}

/** A stream as far as it was read. */
interface Course {
  /** Of its last event; -1 before the first. */
  revision: number;
  /** `suspended` after a finding: what follows a step that cannot be right proves nothing, and one fault is one finding. */
  run: Run | { readonly endedAt: State } | 'suspended' | undefined;
  /** Who was found to act without a grant, so that each is named once. */
  unentitled?: Set<string>;
  /** The last step, until it is known whether the clock recorded something at once because of it. */
  step?: CaseStep | undefined;
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

  constructor(private readonly against: Against) {}

  take(item: Item, place: number): void {
    if ('unreadable' in item) {
      this.#takeUnreadable(item, place);
      return;
    }
    this.#events += 1;
    const { stream } = item;
    const course = this.#courseOf(stream);
    for (const mark of marksOfEvent(item, place)) this.against.mark(mark);
    this.#checkOrder(course, item, place);
    if (stream === registerStream) this.#takeIntoRegister(course, item, place);
    else if (runsWorkflow(stream)) this.#checkMove(course, item, place);
    else if (item.to !== undefined || item.from !== undefined)
      this.#find(item, place, `${item.type} moves from state to state, in a stream that runs no workflow`);
  }

  /** Everything of a stream was taken: nothing of it is kept any more. */
  leave(stream: string): void {
    const course = this.#courses.get(stream);
    if (course) this.#leaveMarks(course);
    this.#courses.delete(stream);
  }

  /** Everything was taken. */
  finish(): Counts {
    for (const course of this.#courses.values()) this.#leaveMarks(course);
    return { events: this.#events, streams: this.#streams, cases: this.#cases };
  }

  /** Where every stream stands that was not left. */
  ends(): ReadonlyMap<string, End> {
    return new Map([...this.#courses].map(([stream, course]) => [stream, endOf(course)]));
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
    const course: Course = { revision: -1, run: undefined };
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
    const moved = this.#move(course.run, event);
    if ('what' in moved) {
      this.#find(event, place, moved.what);
      this.#suspend(course, event.stream, place);
      return;
    }
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

import type { Actor, RecordedEvent } from '../../libs/event-log/index.js';
import { registerStream } from '../../libs/register/facts.js';
import { applyRegisterEvent, Register } from '../../libs/register/index.js';
import type { State, Workflow } from '../../libs/workflow/index.js';
import { stateInWords } from '../../libs/workflow/state.js';
import { caseOf } from '../../libs/workflow/streams.js';
import type { Item } from './event-shape.js';
import type { Finding } from './finding.js';
import { further, runsWorkflow, type Run } from './run.js';
import { seenIds } from './seen-ids.js';

/** Findings kept with their words; further ones are only counted. */
export const mostFindings = 1_000;

export interface Proved {
  readonly events: number;
  readonly streams: number;
  readonly cases: number;
  /** How many findings there are; `findings` has the first 1,000 of them. */
  readonly found: number;
  readonly findings: readonly Finding[];
}

/** The last revision of a stream, and the state it replays to; no state where it runs no workflow, or not to its end. */
export interface End {
  readonly revision: number;
  readonly state: State | undefined;
}

/** Holds a history against the promises, one item after the other in the order of the log. */
export interface Proof {
  take(item: Item): void;
  result(): Proved;
  /** Where every stream ended, as far as it was read. */
  ends(): ReadonlyMap<string, End>;
  /** Lets go of what was kept on disk. */
  close(): void;
}

/** A stream as far as it was read. */
interface Course {
  /** Of its last event; -1 before the first. */
  revision: number;
  /** `suspended` after a finding: what follows a step that cannot be right proves nothing, and one fault is one finding. */
  run: Run | { readonly endedAt: State } | 'suspended' | undefined;
}

/**
 * What is proved, of every event: ids are unique, positions ascend, revisions of a stream have no gaps; of a case or an arrangement:
 * the pinned machine takes it, from and to the recorded states, and the register of that moment granted its actor the role for the
 * organisation; of a fact of the register: it contradicts none before it; of all others: they move nothing. A history whose end was
 * cut off, or that lacks whole streams, is not found out by this.
 */
export function proofOver(workflows: readonly Workflow[]): Proof {
  const courses = new Map<string, Course>();
  const ids = seenIds();
  const register = new Register();
  /** Who was found to act without a grant, by stream, so that each is named once there. */
  const unentitled = new Set<string>();
  const findings: Finding[] = [];
  let events = 0;
  let cases = 0;
  let found = 0;
  let last = 0;

  function find(finding: Finding): void {
    found += 1;
    if (findings.length < mostFindings) findings.push(finding);
  }

  function findAt({ position, stream, revision }: RecordedEvent, what: string): void {
    find({ position, stream, revision, what });
  }

  function courseOf(stream: string): Course {
    const known = courses.get(stream);
    if (known) return known;
    if (caseOf(stream) !== undefined) cases += 1;
    const course: Course = { revision: -1, run: undefined };
    courses.set(stream, course);
    return course;
  }

  function take(item: Item): void {
    if ('unreadable' in item) {
      find(item.unreadable);
      if (item.stream !== undefined) {
        const course = courseOf(item.stream);
        course.revision = item.revision ?? course.revision;
        course.run = 'suspended';
      }
      last = item.position ?? last;
      return;
    }
    events += 1;
    const course = courseOf(item.stream);
    checkOrder(course, item);
    if (item.stream === registerStream) takeIntoRegister(course, item);
    else if (runsWorkflow(item.stream)) checkMove(course, item);
    else if (item.to !== undefined || item.from !== undefined)
      findAt(item, `${item.type} moves from state to state, in a stream that runs no workflow`);
  }

  function checkOrder(course: Course, event: RecordedEvent): void {
    const { id, position, revision } = event;
    if (position <= last) findAt(event, `it follows position ${last}`);
    last = position;
    const before = ids.before(id, position);
    if (before !== undefined) findAt(event, `its id ${id} is that of position ${before}`);
    const expected = course.revision + 1;
    course.revision = revision;
    if (revision === expected) return;
    findAt(event, `revision ${expected} of the stream was expected here`);
    course.run = 'suspended';
  }

  function takeIntoRegister(course: Course, event: RecordedEvent): void {
    try {
      applyRegisterEvent(register, event);
    } catch (error) {
      if (course.run !== 'suspended') findAt(event, `${event.type} is impossible: ${messageOf(error)}`);
      course.run = 'suspended';
    }
  }

  function checkMove(course: Course, event: RecordedEvent): void {
    const moved = move(course.run, event);
    if (typeof moved === 'object' && 'what' in moved) {
      findAt(event, moved.what);
      course.run = 'suspended';
      return;
    }
    course.run = moved;
    checkActor(event);
  }

  function move(run: Course['run'], event: RecordedEvent): Course['run'] | { readonly what: string } {
    if (run === 'suspended') return run;
    if (run && 'endedAt' in run)
      return { what: `${event.type} is impossible: it had ended in ${stateInWords(run.endedAt)}` };
    const next = further(workflows, run, event);
    // Of what has ended only that is kept: a log holds many more cases than are open.
    return 'what' in next || next.standing.snapshot.status === 'active'
      ? next
      : { endedAt: next.standing.progress.state };
  }

  function checkActor(event: RecordedEvent): void {
    const { id, role, organisation } = event.actor;
    if (isClock(event.actor) || register.holds(id, role, organisation)) return;
    const key = JSON.stringify([event.stream, id, role, organisation]);
    if (unentitled.has(key)) return;
    unentitled.add(key);
    findAt(
      event,
      `${event.type}: the register did not grant ${id} the role ${role} for ${organisation} at that moment`,
    );
  }

  return {
    take,
    result: () => ({ events, streams: courses.size, cases, found, findings }),
    ends: () => new Map([...courses].map(([stream, course]) => [stream, endOf(course)])),
    close: () => ids.close(),
  };
}

function endOf({ revision, run }: Course): End {
  if (run === undefined || run === 'suspended') return { revision, state: undefined };
  return { revision, state: 'endedAt' in run ? run.endedAt : run.standing.progress.state };
}

/** The service's own clock needs no grant; the machine says what it may do. */
const isClock = ({ id, role, organisation }: Actor): boolean =>
  id === 'clock' && role === 'clock' && organisation === 'service';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

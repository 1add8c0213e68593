/** Whether the machines of this build would take histories that were recorded before: of running cases, or of all. */
import type { RecordedEvent } from '../../libs/event-log/index.js';
import type { State, Workflow } from '../../libs/workflow/index.js';
import { outcomeOf } from '../../libs/workflow/progress.js';
import type { Item } from '../../apps/audit/event-shape.js';
import type { Finding } from '../../apps/audit/finding.js';
import { further, runsWorkflow, type Run } from '../../apps/audit/run.js';

/** A case, or a CCG's arrangement, that the machine would not take, and the first event at which. */
export interface Refused {
  readonly stream: string;
  /** Id of the case; absent for an arrangement. */
  readonly case?: string;
  /** `name@version` it was tried under. */
  readonly workflow: string;
  readonly revision: number;
  readonly type: string;
  readonly why: string;
}

export interface Checked {
  /** Cases and arrangements that have not ended. */
  readonly running: number;
  readonly ended: number;
  /** In the order in which they began. */
  readonly refused: readonly Refused[];
  /** What is in an event's place and is none, where no stream can be told. */
  readonly unreadable: readonly Finding[];
}

export interface Asked {
  /** Tries the cases of this workflow's name under it, whatever version they began under, and no others. */
  readonly instead?: Workflow | undefined;
  /** Holds cases that have ended to the same; without it they are only counted. */
  readonly endedToo?: boolean;
}

/** A stream as far as it was read. `run` is let go of when it ended or was refused: a log holds many more cases than are open. */
interface Course {
  readonly workflow: string;
  run: Run | undefined;
  refused: Refused | undefined;
  /** The state that was recorded last. */
  last: State | undefined;
}

const nameOf = ({ name, version }: Workflow): string => `${name}@${version}`;

/** Takes a history item by item, in the order of the log. */
export function checkOver(workflows: readonly Workflow[], { instead, endedToo = false }: Asked = {}) {
  const courses = new Map<string, Course | 'left-out'>();
  const unreadable: Finding[] = [];

  function take(item: Item): void {
    if ('unreadable' in item) {
      takeUnreadable(item.unreadable);
      return;
    }
    if (!runsWorkflow(item.stream)) return;
    const course = courses.get(item.stream) ?? begun(item);
    courses.set(item.stream, course);
    if (course === 'left-out') return;
    course.last = item.to;
    if (course.refused) return;
    const next = further(workflows, course.run, asTried(item));
    if ('what' in next) course.refused = refusedAt(item, course, next.what);
    course.run = 'what' in next ? undefined : next;
  }

  function begun({ workflow, version }: RecordedEvent): Course | 'left-out' {
    if (instead && workflow !== instead.name) return 'left-out';
    const name = instead ? nameOf(instead) : `${workflow ?? ''}@${version ?? ''}`;
    return { workflow: name, run: undefined, refused: undefined, last: undefined };
  }

  function asTried(event: RecordedEvent): RecordedEvent {
    return instead && event.workflow === instead.name ? { ...event, version: instead.version } : event;
  }

  function takeUnreadable(finding: Finding): void {
    const { stream, revision = -1, what } = finding;
    if (stream === undefined) unreadable.push(finding);
    if (stream === undefined || !runsWorkflow(stream)) return;
    const course = courses.get(stream) ?? { workflow: '', run: undefined, refused: undefined, last: undefined };
    courses.set(stream, course);
    if (course !== 'left-out') course.refused ??= refusedAt({ stream, revision, type: '' }, course, what);
  }

  function hasEnded({ run, last, workflow }: Course): boolean {
    if (run) return run.standing.snapshot.status !== 'active';
    const known = workflows.find((each) => nameOf(each) === workflow);
    if (known === undefined || last === undefined) return false;
    try {
      return outcomeOf(known, last) !== undefined;
    } catch (error) {
      // The machine has no such state any more, so that nobody could say the case was over.
      if (error instanceof RangeError) return false;
      throw error;
    }
  }

  function result(): Checked {
    const all = [...courses.values()].filter((course) => course !== 'left-out');
    const ended = all.filter(hasEnded);
    const held = endedToo ? all : all.filter((course) => !ended.includes(course));
    return {
      running: all.length - ended.length,
      ended: ended.length,
      refused: held.flatMap(({ refused }) => refused ?? []),
      unreadable,
    };
  }

  return { take, result };
}

function refusedAt(
  { stream, revision, type }: Pick<RecordedEvent, 'stream' | 'revision' | 'type'>,
  { workflow }: Course,
  why: string,
): Refused {
  const id = stream.startsWith('case-') ? { case: stream.slice('case-'.length) } : {};
  return { stream, ...id, workflow, revision, type, why };
}

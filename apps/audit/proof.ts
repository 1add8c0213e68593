import type { RecordedEvent } from '../../libs/event-log/index.js';
import type { Workflow } from '../../libs/workflow/index.js';
import { Courses, type Counts, type End } from './courses.js';
import { overdueIn } from './dates.js';
import type { Item } from './event-shape.js';
import type { Finding } from './finding.js';
import { Findings } from './findings.js';
import { RegisterThen } from './grants.js';
import { withoutLeft, type ReadAgain } from './left.js';
import { keptMarks, packed, type KeptMarks } from './kept-marks.js';
import { findingOf, missingIn } from './owed.js';
import { unminutedIn, untrueIn } from './sources.js';
import { seenIds } from './seen-ids.js';

export interface Proved extends Counts {
  /** How many findings there are; `findings` has the first 1,000 of them. */
  readonly found: number;
  readonly findings: readonly Finding[];
}

/** Holds a history against the promises, one item after the other in the order of the log. */
export interface Proof {
  take(item: Item): void;
  /** What was found, when all was taken. Where something is missing, some streams are read again. */
  result(again: ReadAgain): Promise<Proved>;
  /** Where every stream ended, as far as it was read. */
  ends(): ReadonlyMap<string, End>;
  /** Lets go of what was kept on disk. */
  close(): void;
}

/**
 * What is proved, of every event: ids are unique, positions ascend; of every stream what `Courses` says, with the register as it was at
 * that moment; every fact has brought about elsewhere what it should; and nothing is missing that was due by the end of the history. A
 * history whose end was cut off, or that lacks whole streams on which nothing else depends, is not found out by this.
 */
export function proofOver(workflows: readonly Workflow[]): Proof {
  const ids = seenIds();
  const register = new RegisterThen();
  const findings = new Findings();
  const marks = keptMarks();
  const granted = register.register.holds.bind(register.register);
  const courses = new Courses({ workflows, granted, register, findings, mark: (mark) => marks.add(packed(mark)) });
  let place = 0;
  let last = 0;

  function take(item: Item): void {
    place += 1;
    if ('unreadable' in item) last = item.position ?? last;
    else {
      const { id, position, stream, revision } = item;
      const at = { position, stream, revision };
      if (position <= last) findings.add(place, { ...at, what: `it follows position ${last}` });
      last = position;
      const before = ids.before(id, position);
      if (before !== undefined) findings.add(place, { ...at, what: `its id ${id} is that of position ${before}` });
    }
    courses.take(item, place);
  }

  return {
    take,
    result: (again) => provedOf(courses.finish(), findings, marks, again, workflows),
    ends: () => courses.ends(),
    close() {
      ids.close();
      marks.close();
    },
  };
}

/** Holds the events of a log against the promises. */
export async function proofOf(events: readonly RecordedEvent[], workflows: readonly Workflow[]): Promise<Proved> {
  const proof = proofOver(workflows);
  try {
    for (const event of events) proof.take(event);
    return await proof.result((streams) => events.filter(({ stream }) => streams.has(stream)));
  } finally {
    proof.close();
  }
}

/** What was found, with the consequences that are missing. */
export async function provedOf(
  counts: Counts,
  findings: Findings,
  marks: KeptMarks,
  again: ReadAgain,
  workflows: readonly Workflow[],
): Promise<Proved> {
  for await (const missing of withoutLeft(missingIn(marks, workflows), again, workflows))
    findings.add(missing.place, findingOf(missing));
  for (const others of [overdueIn(marks), unminutedIn(marks), untrueIn(marks, again)])
    for await (const { place, finding } of others) findings.add(place, finding);
  const { found, first } = findings.all;
  return { ...counts, found, findings: first.map(({ finding }) => finding) };
}

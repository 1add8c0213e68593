/** Parts of an embedded log. It is read stream by stream, so that nothing need be kept of a stream behind its end. */
import type { NewEvent } from '../../libs/event-log/index.js';
import { streamsOf, type LogRow } from '../../libs/event-log/sqlite-streams.js';
import { registerStream } from '../../libs/register/facts.js';
import type { Workflow } from '../../libs/workflow/index.js';
import { Courses, type Against } from './courses.js';
import { itemOf, type Item } from './event-shape.js';
import { Findings } from './findings.js';
import { grantedIn, RegisterThen, type Timeline } from './grants.js';
import { IdMarks } from './id-marks.js';
import { packed, type PackedMark } from './kept-marks.js';
import { NeedsOrder, type Hand, type Proven, type Whole } from './part.js';
import { isDatabaseError } from './source.js';

/** Proves ranges of streams, but for the register, whose facts must be known before. */
export function logHand(
  { file, until, grants }: Extract<Whole, { kind: 'log' }>,
  workflows: readonly Workflow[],
): Hand {
  const reads = streamsOf(file, until);
  const granted = grantedIn(grants);
  return {
    prove(part) {
      if ('number' in part) throw new RangeError('expected a range of streams');
      return proveRows(reads.rows(part), { workflows, granted }, (stream) => stream !== registerStream);
    },
    close: () => reads.close(),
  };
}

/** The register of a log, and when it granted what. @throws NeedsOrder */
export function proveRegister(
  rows: Iterable<LogRow>,
  workflows: readonly Workflow[],
): { readonly proven: Proven; readonly grants: Timeline } {
  const register = new RegisterThen();
  const proven = proveRows(rows, { workflows, granted: () => true, register }, () => true);
  return { proven, grants: register.timeline };
}

function proveRows(
  rows: Iterable<LogRow>,
  against: Omit<Against, 'findings' | 'mark'>,
  isOwn: (stream: string) => boolean,
): Proven {
  const findings = new Findings();
  const marks: PackedMark[] = [];
  const ids = new IdMarks();
  const courses = new Courses({ ...against, findings, mark: (mark) => void marks.push(packed(mark)) });
  let taken = 0;
  let here = '';
  let last = 0;
  try {
    for (const row of rows) {
      const [position, stream, , , isElsewhere] = row;
      taken += 1;
      if (stream !== here) {
        courses.leave(here);
        [here, last] = [stream, 0];
      }
      if (isElsewhere === 1 || position <= last) throw new NeedsOrder(`position ${position} is out of place`);
      last = position;
      if (!isOwn(stream)) continue;
      const item = itemIn(row);
      if (!('unreadable' in item)) ids.add(item.id);
      courses.take(item, position);
    }
  } catch (error) {
    // Whoever reads in order can say where it is that nothing can be read.
    if (isDatabaseError(error) || error instanceof SyntaxError) throw new NeedsOrder(error.message);
    throw error;
  }
  return { counts: courses.finish(), found: findings.all, marks, ids: ids.all, taken };
}

const itemIn = ([position, stream, revision, body]: LogRow): Item =>
  itemOf({ ...(JSON.parse(body) as NewEvent), stream, revision, position });

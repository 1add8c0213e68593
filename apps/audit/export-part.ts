/** Parts of an export. Each part reads the whole file, and parses the lines of its own streams alone. */
import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { registerStream } from '../../libs/register/facts.js';
import type { Workflow } from '../../libs/workflow/index.js';
import { Courses } from './courses.js';
import { itemOf, type Item } from './event-shape.js';
import { Findings } from './findings.js';
import { RegisterThen } from './grants.js';
import { IdMarks } from './id-marks.js';
import { behindMark } from './mark.js';
import { packed, type PackedMark } from './kept-marks.js';
import { NeedsOrder, type Hand, type Part, type Proven, type Whole } from './part.js';

/** Bytes read at once, and the longest line that is read in parts. */
const chunk = 4 * 1024 * 1024;

/**
 * How a line begins that an export wrote: keys in their order, and no character in a name that JSON would escape. What is told from it is
 * compared with what is parsed, by the part whose line it is, so a line that says one thing and means another is found out.
 */
const beginning = /^\{"id":"[ !#-[\]-~]+","stream":"([ !#-[\]-~]+)","revision":\d+,"position":(\d+),"/;
/** Bytes in which the beginning must stand. */
const longestBeginning = 512;

export function exportHand({ file, until }: Extract<Whole, { kind: 'export' }>, workflows: readonly Workflow[]): Hand {
  return {
    prove: (part) => provePart(file, until, part, workflows),
    close: () => undefined,
  };
}

function provePart(file: string, until: number, part: Part, workflows: readonly Workflow[]): Proven {
  if (!('number' in part)) throw new RangeError('expected streams by number');
  const findings = new Findings();
  const marks: PackedMark[] = [];
  const ids = new IdMarks();
  const register = new RegisterThen();
  const granted = register.register.holds.bind(register.register);
  const courses = new Courses({
    workflows,
    granted,
    register,
    findings,
    mark: (mark) => void marks.push(packed(mark)),
  });
  let last = 0;
  let taken = 0;
  eachLine(file, until, (bytes, start, end, line) => {
    const [, stream = '', digits] =
      beginning.exec(bytes.toString('latin1', start, Math.min(end, start + longestBeginning))) ?? [];
    if (digits === undefined) throw new NeedsOrder(`line ${line} is not as an export writes it`);
    const before = last;
    last = Number(digits);
    const isOwn = numberOf(stream) % part.of === part.number;
    if (!isOwn && stream !== registerStream) return;
    const item = itemIn(bytes.subarray(start, end), line);
    if (item.stream !== stream || item.position !== last) throw new NeedsOrder(`line ${line} says two things`);
    if (!isOwn) {
      if (!('unreadable' in item)) register.take(item, line);
      return;
    }
    if (!('unreadable' in item)) {
      const { id, position, revision } = item;
      taken += 1;
      ids.add(id);
      if (position <= before) findings.add(line, { position, stream, revision, what: `it follows position ${before}` });
    }
    courses.take(item, line);
  });
  return { counts: courses.finish(), found: findings.all, marks, ids: ids.all, taken };
}

function itemIn(bytes: Buffer, line: number): Item {
  if (!isUtf8(bytes)) throw new NeedsOrder(`line ${line} is not UTF-8`);
  try {
    return itemOf(JSON.parse(bytes.toString()), line);
  } catch (error) {
    if (error instanceof SyntaxError) throw new NeedsOrder(`line ${line} is not JSON`);
    throw error;
  }
}

/** A name's number, the same wherever it is asked for. */
function numberOf(name: string): number {
  let number = 0;
  for (let at = 0; at < name.length; at += 1) number = Math.imul(number ^ name.charCodeAt(at), 0x9e3779b1);
  return (number ^ (number >>> 15)) >>> 0;
}

type Take = (bytes: Buffer, start: number, end: number, line: number) => void;

/** Hands on the lines of a file, the end of each and empty ones left out; `line` counts from 1. */
function eachLine(file: string, until: number, take: Take): void {
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.allocUnsafe(chunk);
    let [kept, read, line] = [0, 0, 0];
    for (;;) {
      const count = readSync(handle, bytes, kept, Math.min(chunk - kept, until - read), read);
      read += count;
      const filled = kept + count;
      let start = read === count ? behindMark(bytes.subarray(0, filled)) : 0;
      for (let end = bytes.indexOf(10); end >= 0 && end < filled; end = bytes.indexOf(10, start)) {
        line += 1;
        if (end > start) take(bytes, start, end, line);
        start = end + 1;
      }
      if (count === 0) {
        if (filled > start) take(bytes, start, filled, line + 1);
        return;
      }
      if (start === 0 && filled === chunk) throw new NeedsOrder(`line ${line + 1} is longer than ${chunk} bytes`);
      bytes.copy(bytes, 0, start, filled);
      kept = filled - start;
    }
  } finally {
    closeSync(handle);
  }
}

/** What the lines of the three ODS files say. Columns are counted from 0, and are unnamed but in the list sizes. */
import { isDayBefore } from '../../workflow/london.js';
import type { Day, PracticeStatus } from '../model.js';
import { Cells } from './cells.js';
import type { Line, RefusedLine } from './lines.js';

export interface CcgRow {
  readonly line: number;
  readonly code: string;
  readonly name: string;
  readonly region: string;
  readonly opened: Day;
  /** Last day open. */
  readonly closed: Day | null;
}

export interface PracticeRow {
  readonly line: number;
  readonly code: string;
  readonly name: string;
  readonly status: PracticeStatus;
  /** Last day open; there for every closed practice. */
  readonly closed: Day | null;
  /** A CCG, or whoever else pays; null when nobody does. */
  readonly commissioner: string | null;
  readonly joined: Day | null;
  /** Last day with the commissioner. */
  readonly left: Day | null;
  readonly setting: number;
}

export interface ListSizeRow {
  readonly line: number;
  readonly code: string;
  readonly name: string;
  /** The sum of all sexes and ages. None registered is no list size: null. */
  readonly patients: number | null;
}

/** A line that is in order and none of the register's business. */
export interface LeftOutLine {
  readonly line: number;
  readonly code: string;
  /** Why, in the same words for all lines of the same reason. */
  readonly leftOut: string;
}

export const columnsOfOds = 27;

export const ccgCode = /^\d{2}[A-Z]$/;
export const practiceCode = /^[A-Z]\d{5}$/;
const regionCode = /^Y\d{2}$/;

/** A line of `eccg`. Commissioning hubs are left out. */
export function ccgRow(line: Line): CcgRow | RefusedLine | LeftOutLine {
  const cells = odsCells(line);
  const code = cells.like(0, ccgCode, 'CCG code', '00C');
  const name = cells.name(1);
  if (cells.refusal) return cells.refusal;
  const type = cells.like(13, /^[CH]$/, 'type of organisation', 'C');
  if (type === 'H') return { line: line.line, code, leftOut: 'It is a commissioning hub, no CCG.' };
  const region = cells.like(2, regionCode, 'region', 'Y54');
  const opened = cells.day(10, 'opening date');
  const closed = cells.day(11, 'closing date');
  if (opened === null)
    return cells.refuse('The opening date is missing.', 'Enter the first day the CCG is open as YYYYMMDD.');
  if (closed !== null && isDayBefore(closed, opened))
    cells.refuse(`It closes on ${closed}, before it opens on ${opened}.`, 'Check the opening and the closing date.');
  return cells.or({ line: line.line, code, name, region, opened, closed });
}

/** A line of `epraccur`. */
export function practiceRow(line: Line): PracticeRow | RefusedLine | LeftOutLine {
  const cells = odsCells(line);
  if (cells.refusal) return cells.refusal;
  const commissioner = cells.text(14) || null;
  if (
    !practiceCode.test(cells.text(0)) &&
    /^[A-Z0-9]{3,8}$/.test(cells.text(0)) &&
    !(commissioner && ccgCode.test(commissioner))
  )
    return { line: line.line, code: cells.text(0), leftOut: noCcg };
  const code = cells.like(0, practiceCode, 'practice code', 'A81001');
  const name = cells.name(1);
  const closed = cells.day(11, 'closing date');
  const status = cells.like(12, /^[ACDP]$/, 'status', 'A');
  const joined = cells.day(15, 'join date');
  const left = cells.day(16, 'leaving date');
  const setting = cells.whole(25, 'prescribing setting');
  if (commissioner !== null && !/^[A-Z0-9]{3,8}$/.test(commissioner))
    cells.refuse('The commissioner is no code.', 'Enter the code of a CCG such as 00C.');
  if (status === 'C' && closed === null)
    cells.refuse('It is closed (status C) without a closing date.', 'Enter the last day it was open as YYYYMMDD.');
  if (/^[ADP]$/.test(status) && closed !== null)
    cells.refuse(`It has a closing date and the status ${status}.`, 'Enter status C, or no closing date.');
  // The shape was checked above.
  const known = status as PracticeStatus;
  return cells.or({ line: line.line, code, name, status: known, closed, commissioner, joined, left, setting });
}

/** Why a practice of Wales, of the islands or of a hub is left out. */
export const noCcg = 'Its commissioner is no CCG.';

/** Where the header of a list-size file has what is read. */
export interface ListSizeColumns {
  readonly count: number;
  readonly code: number;
  readonly name: number;
  /** Every column of a sex and an age band. */
  readonly bands: readonly number[];
}

/** Undefined for a line that is no such header. */
export function listSizeColumns({ fields }: Line): ListSizeColumns | undefined {
  const names = fields.map((field) => field.trim().toLowerCase());
  const code = names.indexOf('practice code');
  const bands = names.flatMap((name, at) => (/^(male|female) /.test(name) ? [at] : []));
  if (code === -1 || bands.length === 0) return undefined;
  return { count: fields.length, code, name: names.indexOf('practice name'), bands };
}

export function listSizeRow(line: Line, columns: ListSizeColumns): ListSizeRow | RefusedLine {
  const cells = new Cells(line, line.fields[columns.code] ?? '');
  checkCount(cells, line, columns.count);
  const code = cells.like(columns.code, practiceCode, 'practice code', 'A81001');
  const counts = columns.bands.map((at) => cells.whole(at, `number of patients in column ${at + 1}`));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const name = cells.text(columns.name);
  return cells.or({ line: line.line, code, name, patients: total === 0 ? null : total });
}

function odsCells(line: Line): Cells {
  const cells = new Cells(line, line.fields[0]?.trim() ?? '');
  checkCount(cells, line, columnsOfOds);
  return cells;
}

function checkCount(cells: Cells, { fields }: Line, expected: number): void {
  if (fields.length !== expected)
    cells.refuse(
      `The line has ${fields.length} columns, not ${expected}.`,
      'Put fields that hold a comma in double quotes, and leave no column out.',
    );
}

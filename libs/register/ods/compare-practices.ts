import { addDays, hasDayCome, isDayBefore } from '../../workflow/london.js';
import type { Known } from '../known.js';
import type { PracticeDetailsChanged } from '../facts.js';
import { membershipOn } from '../membership.js';
import { gpPractice, type Ccg, type Day, type ToldPractice } from '../model.js';
import { toldOtherwise } from '../practice.js';
import { Draft } from './draft.js';
import type { RefusedLine } from './lines.js';
import type { Verdict } from './preview.js';
import { ccgCode, noCcg, type PracticeRow } from './rows.js';

/**
 * A practice as the file has it, held against the register on a day. What closed or left before that day is not registered any more. ODS has
 * some practices with their commissioner since before that opened: they are members from its first day on.
 */
export function comparePractice(asRead: PracticeRow, known: Known, today: Day): Verdict {
  const row = fromItsOpening(asRead, known);
  const ccg = commissioningCcg(row, known);
  if (!ccg && row.setting === gpPractice && row.status !== 'C' && namesCcg(row)) return noSuchCcg(row);
  const practice = known.told(row.code);
  const draft = new Draft(known, row);
  const refusal = practice ? change(draft, row, practice, ccg?.code, today) : add(draft, row, ccg?.code, today);
  return refusal ?? draft.verdict();
}

/** Whether the day after it is still to come. */
const isAhead = (last: Day | undefined, today: Day): boolean => last !== undefined && hasDayCome(today, last);

const commissioningCcg = ({ commissioner }: PracticeRow, known: Known): Ccg | undefined =>
  commissioner === null ? undefined : known.ccg(commissioner);

const namesCcg = ({ commissioner }: PracticeRow): boolean => commissioner !== null && ccgCode.test(commissioner);

function fromItsOpening(row: PracticeRow, known: Known): PracticeRow {
  const opened = commissioningCcg(row, known)?.opened;
  const { ccg = row.commissioner } = known.told(row.code) ?? {};
  const isEarly = opened !== undefined && row.joined !== null && isDayBefore(row.joined, opened);
  return isEarly && ccg === row.commissioner ? { ...row, joined: opened } : row;
}

/** The code of the CCG that must be in the register first. */
export const missingCcg = (row: PracticeRow, verdict: Verdict): string | undefined =>
  typeof verdict === 'object' && 'mend' in verdict && verdict.mend === importCcgsFirst
    ? (row.commissioner ?? undefined)
    : undefined;

const importCcgsFirst = 'Import the file of CCGs (eccg) first.';

function noSuchCcg({ line, code, commissioner }: PracticeRow): RefusedLine {
  return { line, code, because: `CCG ${commissioner} is not in the register.`, mend: importCcgsFirst };
}

function noJoinDate({ line, code }: PracticeRow): RefusedLine {
  const mend = 'Enter the first day with the commissioner as YYYYMMDD.';
  return { line, code, because: 'The join date is missing.', mend };
}

function add(draft: Draft, row: PracticeRow, ccg: string | undefined, today: Day): Verdict | undefined {
  const { line, code, name, status, closed, joined, left, setting } = row;
  const leftOut = (why: string): Verdict => ({ line, code, leftOut: why });
  if (closed !== null && isDayBefore(closed, today)) return leftOut('It closed before it was registered.');
  if (row.commissioner === null) return leftOut('It has no commissioner.');
  if (ccg === undefined) return leftOut(noCcg);
  if (left !== null && isDayBefore(left, today)) return leftOut('It left its CCG before it was registered.');
  if (joined === null) return noJoinDate(row);
  const entry = {
    code,
    name,
    patients: null,
    ...(status !== 'A' && status !== 'C' && { status }),
    ...(setting !== gpPractice && { setting }),
  };
  draft.join({ ...entry, ccg, joined, toldOn: today }, 'added', `Member of ${ccg} from ${joined}${statusInWords(row)}`);
  end(draft, row, today);
  return undefined;
}

function change(
  draft: Draft,
  row: PracticeRow,
  before: ToldPractice,
  ccg: string | undefined,
  today: Day,
): Verdict | undefined {
  if (row.status === 'C' && before.closed !== undefined) {
    closedBoth(draft, row, before);
    return undefined;
  }
  const refusal =
    row.status === 'C' ? moveBeforeClosing(draft, row, ccg, today) : membership(draft, row, before, ccg, today);
  if (refusal) return refusal;
  end(draft, row, today);
  details(draft, row, ccg);
  return undefined;
}

function closedBoth(draft: Draft, row: PracticeRow, before: ToldPractice): void {
  if (row.closed !== null && row.closed !== before.closed) {
    const data = { practice: row.code, closed: row.closed };
    draft.change({ type: 'PracticeDetailsChanged', data }, 'changed', `Last day open: ${row.closed}`);
  }
  details(draft, row, undefined);
}

function moveBeforeClosing(draft: Draft, row: PracticeRow, ccg: string | undefined, today: Day): Verdict | undefined {
  const { practice } = draft;
  if (practice?.left !== undefined || ccg === undefined || practice?.ccg === ccg) return undefined;
  if (row.joined === null) return noJoinDate(row);
  move(draft, row, ccg, row.joined, today);
  return undefined;
}

/** What is told ahead beside the membership of today, by NHS England or an earlier file, stands: a file that knows the same membership says nothing of it. */
function membership(
  draft: Draft,
  row: PracticeRow,
  before: ToldPractice,
  ccg: string | undefined,
  today: Day,
): Verdict | undefined {
  const { code, joined } = row;
  if (before.mergedInto !== undefined && isAhead(before.closed, today)) return undefined;
  if (before.closed !== undefined && !(ccg !== undefined && joined !== null && isDayBefore(before.left ?? '', joined)))
    reopen(draft, row);
  const { practice } = draft;
  if (practice === undefined) return undefined;
  if (ccg === undefined) return leave(draft, row, practice, today);
  const differs = practice.ccg !== ccg || practice.left !== undefined;
  if (differs && membershipOn(practice, today)?.ccg === ccg) return undefined;
  if (practice.left !== undefined) {
    if (practice.left === row.left && practice.ccg === ccg) return undefined;
    if (joined === null) return noJoinDate(row);
    rejoin(draft, row, practice, ccg, joined, today);
  } else if (practice.ccg !== ccg) {
    if (joined === null) return noJoinDate(row);
    move(draft, row, ccg, joined, today);
  } else if (joined !== null && joined !== practice.joined) {
    const data = { practice: code, joined };
    const words = `Member of ${ccg} from ${joined}, not ${practice.joined}`;
    draft.change({ type: 'PracticeDetailsChanged', data }, 'changed', words);
  }
  return undefined;
}

function move(draft: Draft, { code }: PracticeRow, to: string, on: Day, today: Day): void {
  const from = draft.practice ? toldOtherwise(draft.practice, on, today).ccg : '';
  const data = { practice: code, from, to, on, toldOn: today };
  draft.change({ type: 'PracticeMoved', data }, 'moved', `Moves from ${from} to ${to} as of ${on}`);
}

function reopen(draft: Draft, { code, status }: PracticeRow): void {
  if (status === 'C') return;
  draft.change({ type: 'PracticeReopened', data: { practice: code, status } }, 'reopened', 'Open after all');
}

function rejoin(draft: Draft, row: PracticeRow, before: ToldPractice, ccg: string, joined: Day, today: Day): void {
  const { code, name, status, setting } = row;
  const data = { code, name, patients: before.patients, status, setting, ccg, joined, toldOn: today };
  const what = before.closed !== undefined ? 'reopened' : 'moved';
  draft.join(data, what, `Member of ${ccg} again, from ${joined}`);
}

/** For a commissioner that is no CCG, or for none. Whoever is elsewhere from before it joined never was a member. */
function leave(draft: Draft, row: PracticeRow, told: ToldPractice, today: Day): Verdict | undefined {
  const { line, code, commissioner, joined, left } = row;
  const practice = toldOtherwise(told, joined ?? today, today);
  if (practice.left !== undefined) return undefined;
  if (commissioner === null && left !== null) {
    leaveOn(draft, practice, left, 'no commissioner', today);
    return undefined;
  }
  if (commissioner === null || joined === null) {
    const because = `It is a member of ${practice.ccg}, and the file does not say since when it is not.`;
    return { line, code, because, mend: 'Enter its commissioner and the first day with it.' };
  }
  const last = addDays(isDayBefore(practice.joined, joined) ? joined : practice.joined, -1);
  leaveOn(draft, practice, last, `${commissioner}, which is no CCG`, today);
  return undefined;
}

function leaveOn(draft: Draft, { code, ccg }: ToldPractice, on: Day, where: string, today: Day): void {
  draft.change(
    { type: 'PracticeLeft', data: { practice: code, ccg, on, toldOn: today } },
    'left',
    `Leaves ${ccg} on ${on} for ${where}`,
  );
}

/** The end of the membership or of the practice, where the row has one and the register has not. */
function end(draft: Draft, { code, commissioner, closed, left }: PracticeRow, today: Day): void {
  const { practice } = draft;
  if (practice === undefined) return;
  if (closed !== null) {
    draft.change(
      { type: 'PracticeClosed', data: { practice: code, on: closed, toldOn: today } },
      'closed',
      `Closes on ${closed}`,
    );
  } else if (left !== null && practice.left === undefined && practice.ccg === commissioner) {
    leaveOn(draft, practice, left, 'no other', today);
  }
}

function details(draft: Draft, row: PracticeRow, ccg: string | undefined): void {
  const { practice } = draft;
  if (practice === undefined) return;
  const changed: Omit<PracticeDetailsChanged, 'practice'> = {
    ...(row.name !== practice.name && { name: row.name }),
    ...(row.status !== 'C' && row.status !== practice.status && { status: row.status }),
    ...(row.setting !== practice.setting && { setting: row.setting }),
  };
  // Whoever is no member of a CCG any more may be called what they like.
  if (Object.keys(changed).length === 0 || (ccg === undefined && practice.left !== undefined && row.status !== 'C'))
    return;
  const words = [
    ...(changed.name === undefined ? [] : [`name: ${practice.name} → ${changed.name}`]),
    ...(changed.status === undefined ? [] : [`status: ${practice.status} → ${changed.status}`]),
    ...(changed.setting === undefined ? [] : [`prescribing setting: ${practice.setting} → ${changed.setting}`]),
  ].join('; ');
  const data = { practice: row.code, ...changed };
  draft.change({ type: 'PracticeDetailsChanged', data }, 'changed', words.charAt(0).toUpperCase() + words.slice(1));
}

function statusInWords({ status, setting }: PracticeRow): string {
  return [
    ...(status === 'D' ? ['dormant'] : status === 'P' ? ['proposed'] : []),
    ...(setting === gpPractice ? [] : [`no GP practice (prescribing setting ${setting})`]),
  ]
    .map((words) => `, ${words}`)
    .join('');
}

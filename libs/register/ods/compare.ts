import { isDayBefore } from '../../workflow/london.js';
import type { Register } from '../index.js';
import type { Day } from '../model.js';
import { Trial } from '../trial.js';
import { compareCcg } from './compare-ccgs.js';
import { comparePractice, missingCcg } from './compare-practices.js';
import { checkWithOds } from './draft.js';
import type { AcceptedLine, Asked, Preview, Verdict } from './preview.js';
import type { OdsFile } from './read.js';
import type { RefusedLine } from './lines.js';
import type { LeftOutLine, ListSizeRow, PracticeRow } from './rows.js';

/** What the file would change in the register as it is. The same file again, once it was recorded, changes nothing. */
export function compare(file: OdsFile, register: Register, { today, on = today }: Asked): Preview {
  const trial = new Trial(register, today);
  const each = <R>(rows: readonly R[], verdict: (row: R) => Verdict): readonly Verdict[] =>
    rows.map((row) => tried(verdict(row), trial));
  switch (file.kind) {
    case 'ccgs': {
      const verdicts = each(file.rows, (row) => compareCcg(row, trial, today));
      const codes = new Set(file.rows.map(({ code }) => code));
      const notInFile = register.ccgs().filter(({ code }) => !codes.has(code)).length;
      return preview(file, verdicts, { notInFile, advice: [] });
    }
    case 'practices': {
      const verdicts = each(file.rows, (row) => comparePractice(row, trial, today));
      const advice = adviceForCcgs(file.rows, verdicts);
      return preview(file, verdicts, { notInFile: practicesNotIn(file.rows, register, today), advice });
    }
    case 'list-sizes': {
      const verdicts = each(file.rows, (row) => compareListSize(row, trial, on));
      const strangers = verdicts.every((verdict) => typeof verdict === 'object' && 'leftOut' in verdict);
      const advice = strangers
        ? ['No practice of the file is in the register. Import the file of practices (epraccur) first.']
        : [];
      return preview(file, verdicts, { notInFile: practicesNotIn(file.rows, register, today), advice });
    }
  }
}

/** What recording a line would refuse is refused before, by itself: the lines after it are held against the register without it. */
function tried(verdict: Verdict, trial: Trial): Verdict {
  if (typeof verdict !== 'object' || !('facts' in verdict)) return verdict;
  const { line, code, facts } = verdict;
  const because = trial.take(facts);
  return because === undefined ? verdict : { line, code, because, mend: checkWithOds };
}

/** Nobody registered at all is no list size, and so is a practice that the file does not name (its last one stays). */
function compareListSize({ line, code, patients }: ListSizeRow, known: Trial, on: Day): Verdict {
  const practice = known.told(code);
  if (practice === undefined) return { line, code, leftOut: 'It is no practice of the register.' };
  const { countedOn, patients: before } = practice;
  if (countedOn !== undefined && isDayBefore(on, countedOn))
    return { line, code, leftOut: 'The register has a newer list size.' };
  if (before === patients && (countedOn === on || before === null)) return 'unchanged';
  const size = patients ?? 'none';
  // The same size is a fact too: it is newer, so that an older file cannot take its place.
  const detail =
    before === patients
      ? `List size: ${size} as before, counted on ${on}.`
      : `List size: ${before ?? 'none'} → ${size}.`;
  const fact = { type: 'ListSizeChanged', data: { practice: code, patients, on } } as const;
  return { line, code, name: practice.name, what: ['changed'], detail, facts: [fact] };
}

function practicesNotIn(rows: readonly { readonly code: string }[], register: Register, today: Day): number {
  const codes = new Set(rows.map(({ code }) => code));
  return register.practices({ on: today }).filter(({ code }) => !codes.has(code)).length;
}

function adviceForCcgs(rows: readonly PracticeRow[], verdicts: readonly Verdict[]): string[] {
  const missing = new Set(rows.flatMap((row, at) => missingCcg(row, verdicts[at] ?? 'unchanged') ?? []));
  if (missing.size === 0) return [];
  const some = [...missing].slice(0, 5).join(', ');
  return [
    missing.size === 1
      ? `CCG ${some}, which practices are members of, is not in the register. Import the file of CCGs (eccg) first.`
      : `${missing.size} CCGs that practices are members of are not in the register (${some}${missing.size > 5 ? ', …' : ''}). Import the file of CCGs (eccg) first.`,
  ];
}

function preview(
  { kind, lines, refused, leftOut }: OdsFile,
  verdicts: readonly Verdict[],
  more: Pick<Preview, 'notInFile' | 'advice'>,
): Preview {
  const accepted: AcceptedLine[] = [];
  const allRefused: RefusedLine[] = [...refused];
  const allLeftOut: LeftOutLine[] = [...leftOut];
  let unchanged = 0;
  for (const verdict of verdicts) {
    if (verdict === 'unchanged') unchanged += 1;
    else if ('because' in verdict) allRefused.push(verdict);
    else if ('leftOut' in verdict) allLeftOut.push(verdict);
    else accepted.push(verdict);
  }
  const inOrder = <L extends { readonly line: number }>(found: L[]): L[] => found.sort((a, b) => a.line - b.line);
  return {
    kind,
    lines,
    accepted,
    refused: inOrder(allRefused),
    leftOut: inOrder(allLeftOut),
    unchanged,
    ...more,
  };
}

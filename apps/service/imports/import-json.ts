/** Imports as the API answers with them. */
import { changes, factsOf, type AcceptedLine, type Change } from '../../../libs/register/ods/preview.js';
import { valuesOf } from '../../../libs/forms/decorators.js';
import type { RefusedLine } from '../../../libs/register/ods/lines.js';
import type { LeftOutLine } from '../../../libs/register/ods/rows.js';
import type { Confirmation, Import } from './import-store.js';

/** What lines can be asked for by. */
export const shown = {
  added: 'Added',
  changed: 'Changed',
  moved: 'Moved',
  left: 'Left',
  closed: 'Closed',
  reopened: 'Reopened',
  refused: 'Refused',
  'left-out': 'Left out',
} as const satisfies Record<Change | 'refused' | 'left-out', string>;
export type Shown = keyof typeof shown;

type Shared = AcceptedLine | RefusedLine | LeftOutLine;

/** Lines of each kind that a preview shows unasked. */
const sampleSize = 5;

/** A page of lines of one kind, in the order of the file; `next` is the line to go on after. */
export function linesOf(
  it: Import,
  { show, after, limit }: { show: Shown; after: number; limit: number },
): { readonly lines: readonly Shared[]; readonly next?: number } {
  const found = allOf(it, show).filter(({ line }) => line > after);
  const lines = found.slice(0, limit);
  const last = lines.at(-1);
  return { lines, ...(found.length > limit && last && { next: last.line }) };
}

function allOf({ preview }: Import, show: Shown): readonly Shared[] {
  if (show === 'refused') return preview.refused;
  if (show === 'left-out') return preview.leftOut;
  return preview.accepted.filter(({ what }) => what.includes(show));
}

export interface Recording {
  readonly confirmation: Confirmation;
  readonly recorded: number;
}

/** The preview in figures, with the first lines of each kind. */
export function importJson(it: Import, recording: Recording | undefined): Readonly<Record<string, unknown>> {
  const { id, kind, on, sha256, size, at, by, preview } = it;
  const counted = Object.fromEntries(changes.map((what) => [what, allOf(it, what).length]));
  const reasons = [...Map.groupBy(preview.leftOut, ({ leftOut }) => leftOut)];
  const samples = valuesOf(shown)
    .map((show) => [show, allOf(it, show).slice(0, sampleSize)] as const)
    .filter(([, lines]) => lines.length > 0);
  return {
    id,
    kind,
    ...(on !== undefined && { on }),
    sha256,
    size,
    at,
    by,
    status: statusOf(recording),
    counts: {
      lines: preview.lines,
      ...counted,
      unchanged: preview.unchanged,
      refused: preview.refused.length,
      leftOut: preview.leftOut.length,
      notInFile: preview.notInFile,
      facts: factsOf(preview).length,
    },
    leftOut: Object.fromEntries(reasons.map(([reason, lines]) => [reason, lines.length])),
    advice: preview.advice,
    samples: Object.fromEntries(samples),
    ...(recording && { recorded: recordedJson(recording) }),
    links: { self: `/api/register/imports/${id}`, confirm: `/api/register/imports/${id}/confirm` },
  };
}

/** How much of it is recorded, since when and by whom. */
export function recordedJson({
  confirmation: { at, by, facts },
  recorded,
}: Recording): Readonly<Record<string, unknown>> {
  return { at, by, facts: facts.length, recorded };
}

function statusOf(recording: Recording | undefined): 'previewed' | 'recording' | 'recorded' {
  if (recording === undefined) return 'previewed';
  return recording.recorded < recording.confirmation.facts.length ? 'recording' : 'recorded';
}

import type { Preview } from '../../../libs/register/ods/preview.js';

export interface Difference {
  readonly line: number;
  /** Null where the line has none that can be read. */
  readonly code: string | null;
  /** What becomes of the line, then and now. */
  readonly then: string;
  readonly now: string;
}

/** The lines of which something else would become now; none when both previews record the same facts. */
export function differencesOf(then: Preview, now: Preview): readonly Difference[] {
  const [before, after] = [outcomes(then), outcomes(now)];
  const lines = [...new Set([...before.keys(), ...after.keys()])].sort((a, b) => a - b);
  return lines.flatMap((line) => {
    const [was, is] = [before.get(line), after.get(line)];
    if (was?.facts === is?.facts) return [];
    const code = was?.code ?? is?.code ?? null;
    return { line, code, then: was?.words ?? 'nothing to record', now: is?.words ?? 'nothing to record' };
  });
}

interface Outcome {
  readonly code: string | null;
  readonly words: string;
  /** As JSON, to compare. A line that records nothing has none. */
  readonly facts: string | undefined;
}

function outcomes({ accepted, refused }: Preview): ReadonlyMap<number, Outcome> {
  return new Map<number, Outcome>([
    ...refused.map(({ line, code, because }) => [line, { code, words: because, facts: undefined }] as const),
    ...accepted.map(
      ({ line, code, detail, facts }) => [line, { code, words: detail, facts: JSON.stringify(facts) }] as const,
    ),
  ]);
}

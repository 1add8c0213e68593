import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replay } from '../libs/workflow/replay.js';
import type { Noted, RecordedFact } from '../libs/workflow/index.js';
import { workflowOf } from './index.js';

interface Recorded extends RecordedFact {
  readonly stream: string;
  readonly workflow?: string;
  readonly version?: string;
}

/** What the context of an application remembers of what lists note of it. */
interface Remembered {
  readonly conditions: readonly { readonly matter: string; readonly discharged: boolean }[];
  readonly functions: readonly string[];
  readonly suspended: readonly string[];
  readonly scope: readonly string[];
  readonly variation: { readonly by: string } | null;
  readonly revokedFrom: string | null;
}

const folder = join(import.meta.dirname, '../test/histories');
const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));

const casesIn = (file: string): readonly (readonly Recorded[])[] => {
  const events = readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Recorded]));
  return [...Map.groupBy(events, ({ stream }) => stream).values()].filter(([first]) =>
    /^case-/.test(first?.stream ?? ''),
  );
};

describe('what lists note of a case', () => {
  it('is from the facts alone what the case itself remembers, after every fact of every history', () => {
    let compared = 0;
    for (const events of files.flatMap(casesIn)) {
      const [first] = events;
      const workflow = workflowOf(first?.workflow ?? '', first?.version ?? '');
      if (workflow?.notes === undefined) continue;
      let noted: Noted = {};
      for (const [index, event] of events.entries()) {
        const note = workflow.notes[event.type];
        if (note === undefined) continue;
        noted = note(noted, event);
        const context = replay(workflow, events.slice(0, index + 1)).snapshot.context as Remembered;
        expect((noted.conditions ?? []).map(({ matter, discharged }) => ({ matter, discharged }))).toEqual(
          context.conditions.map(({ matter, discharged }) => ({ matter, discharged })),
        );
        if (context.functions.length > 0) expect(noted.functions).toEqual(context.functions);
        else expect(noted.functions).toEqual(context.scope);
        expect(noted.suspended ?? []).toEqual(context.suspended);
        expect(noted.variation?.by).toBe(context.variation?.by);
        expect(noted.endsFrom ?? null).toBe(context.revokedFrom);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(50);
  });
});

import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { exportSource } from '../apps/audit/source.js';
import { runsWorkflow } from '../apps/audit/run.js';
import { beginning, refusalOf } from '../libs/workflow/decide.js';
import type { Standing, Workflow } from '../libs/workflow/index.js';
import { next } from '../libs/workflow/replay.js';
import { historiesIn } from '../scripts/check-histories/recorded.js';
import { workflowOf } from '../workflows/index.js';

const folder = join(import.meta.dirname, 'histories');

/** Every standing that the cases of a history came to. */
async function standingsOf(
  name: string,
): Promise<readonly { readonly workflow: Workflow; readonly standing: Standing }[]> {
  const last = new Map<string, Standing>();
  const all: { workflow: Workflow; standing: Standing }[] = [];
  for await (const item of (await exportSource(join(folder, name))).all()) {
    if ('unreadable' in item || !runsWorkflow(item.stream)) continue;
    const workflow = workflowOf(item.workflow ?? '', item.version ?? '');
    if (workflow === undefined) throw new Error(`expected a workflow, found ${item.workflow}`);
    const standing = next(workflow, last.get(item.stream) ?? beginning(workflow), item);
    last.set(item.stream, standing);
    all.push({ workflow, standing });
  }
  return all;
}

describe('whoever comes too late, or too early', () => {
  it.each(historiesIn(folder))('is told where the case stands instead: %s', async (name) => {
    const actor = { id: 'x', name: 'X', role: 'auditor', organisation: 'nhse' };
    let told = 0;
    for (const { workflow, standing } of await standingsOf(name))
      for (const type of Object.keys(workflow.events)) {
        const refusal = refusalOf(workflow, standing, { type, data: {}, at: standing.at ?? '', actor });
        if (refusal?.because !== 'not-open-here') continue;
        expect([type, refusal.state, refusal.meaning]).toEqual([
          type,
          refusal.state,
          expect.stringMatching(/^[^.]{10,}.*\.$/s),
        ]);
        told += 1;
      }
    expect(told).toBeGreaterThan(0);
  });
});

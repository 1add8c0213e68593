import { describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { runsWorkflow } from '../apps/audit/run.js';
import { exportSource } from '../apps/audit/source.js';
import type { RecordedEvent } from '../libs/event-log/index.js';
import { sameState } from '../libs/workflow/state.js';
import { faultsIn, historiesIn } from '../scripts/check-histories/recorded.js';
import { workflowOf } from '../workflows/index.js';
import { replayed } from './overdue.js';

const folder = join(import.meta.dirname, 'histories');
const names = historiesIn(folder);

/** The streams of a history that run a workflow, each with its events. */
async function streamsOf(name: string): Promise<ReadonlyMap<string, readonly RecordedEvent[]>> {
  const streams = new Map<string, RecordedEvent[]>();
  for await (const item of (await exportSource(join(folder, name))).all()) {
    if ('unreadable' in item) throw new Error(`${name}: ${JSON.stringify(item.unreadable)}`);
    if (runsWorkflow(item.stream)) streams.set(item.stream, [...(streams.get(item.stream) ?? []), item]);
  }
  return streams;
}

/** Where the history of a stream ends under the workflow it was begun under. @throws ImpossibleHistory */
function endOf(events: readonly RecordedEvent[]) {
  const { workflow: name = '', version = '' } = events[0]!;
  const workflow = workflowOf(name, version);
  if (workflow === undefined) throw new Error(`${name}@${version} is gone, and its histories with it`);
  for (const event of events) expect([event.workflow, event.version]).toEqual([name, version]);
  const { standing, overdue } = replayed(workflow, events);
  expect(overdue).toEqual([]);
  return standing.progress.state;
}

describe('the recorded histories', () => {
  it('are there, whole and as they were recorded', () => {
    expect(faultsIn(folder)).toEqual([]);
    expect(names.length).toBeGreaterThan(0);
  });

  it.each(names)('%s replays under the workflow of its time, from and to the recorded states', async (name) => {
    const streams = await streamsOf(name);
    expect(streams.size).toBeGreaterThan(0);
    for (const [stream, events] of streams)
      expect({ stream, same: sameState(endOf(events), events.at(-1)!.to) }).toEqual({ stream, same: true });
  });

  it('would be found out if a state in one had been another', async () => {
    const [events] = [...(await streamsOf(names[0]!)).values()];
    const edited = events!.map((event, index) => (index === events!.length - 1 ? { ...event, to: 'nowhere' } : event));
    expect(() => endOf(edited)).toThrow(/recorded to nowhere, but leads to/);
  });
});

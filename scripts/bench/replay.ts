/** Replay of real histories, beside reading and parsing the same log; and the decision alone. */
import { performance } from 'node:perf_hooks';
import type { EventLog, RecordedEvent } from '../../libs/event-log/index.js';
import { beginning, decide } from '../../libs/workflow/decide.js';
import type { RecordedFact, Standing } from '../../libs/workflow/index.js';
import { replay } from '../../libs/workflow/replay.js';
import { delegatedCommissioning as workflow } from '../../workflows/delegated-commissioning/index.js';
import type { Figure } from './figures.js';

const page = 10_000;

/** `log` holds some ten thousand events. Each way is gone three times and the fastest counts. */
export async function replayFigures(log: EventLog): Promise<readonly Figure[]> {
  const scan = await fastest(() => scanned(log));
  const histories = historiesOf(await eventsOf(log));
  const replayed = await fastest(() => {
    for (const history of histories) replay(workflow, history);
    return countOf(histories);
  });
  const read = await fastest(async () => {
    for (const history of histories)
      replay(workflow, (await log.readStream(history[0]?.stream ?? '')) as readonly Fact[]);
    return countOf(histories);
  });
  const decided = await fastest(() => decideAll(histories));
  const ceiling = { name: 'scan and parse', value: scan };
  return [
    { name: 'scan and parse of the log, events', value: scan, unit: '/s' },
    { name: 'replay, events', value: replayed, unit: '/s', ceiling },
    { name: 'read, parse and replay, events', value: read, unit: '/s', ceiling },
    { name: 'decide, transitions', value: decided, unit: '/s' },
  ];
}

type Fact = RecordedEvent & RecordedFact;
type History = readonly Fact[];

async function scanned(log: EventLog): Promise<number> {
  let events = 0;
  let after = 0;
  for (;;) {
    const batch = await log.readAll({ after, limit: page });
    const last = batch.at(-1);
    if (last === undefined) return events;
    events += batch.length;
    after = last.position;
  }
}

async function eventsOf(log: EventLog): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  for (;;) {
    const batch = await log.readAll({ after: events.at(-1)?.position ?? 0, limit: page });
    if (batch.length === 0) return events;
    events.push(...batch);
  }
}

function historiesOf(events: readonly RecordedEvent[]): readonly History[] {
  const streams = Map.groupBy(
    events.filter(({ stream }) => stream.startsWith('case-')),
    ({ stream }) => stream,
  );
  return [...streams.values()] as readonly History[];
}

const countOf = (histories: readonly History[]): number => histories.reduce((sum, { length }) => sum + length, 0);

function decideAll(histories: readonly History[]): number {
  for (const history of histories) {
    let standing: Standing = beginning(workflow);
    for (const fact of history) {
      const decision = decide(workflow, standing, fact);
      if (decision.outcome === 'refused')
        throw new Error(`${fact.type} was refused: ${JSON.stringify(decision.refusal)}`);
      ({ standing } = decision);
    }
  }
  return countOf(histories);
}

/** Per second, of what `work` says it did. */
async function fastest(work: () => number | Promise<number>): Promise<number> {
  let best = 0;
  for (let run = 0; run < 3; run += 1) {
    const began = performance.now();
    const done = await work();
    best = Math.max(best, (done / (performance.now() - began)) * 1000);
  }
  return best;
}

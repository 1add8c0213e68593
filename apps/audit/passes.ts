/** The three times a move goes over a history: to prove it, to move it, to compare it with what the target holds then. */
import type { EventLog, RecordedEvent } from '../../libs/event-log/index.js';
import type { Workflow } from '../../libs/workflow/index.js';
import type { Surroundings } from './command.js';
import type { Item } from './event-shape.js';
import type { Finding } from './finding.js';
import { kurrentSource } from './kurrentdb.js';
import { comparison, differentEnds, move } from './moving.js';
import { progressOn } from './progress.js';
import type { End } from './courses.js';
import { mostFindings } from './findings.js';
import { proofOver, type Proved } from './proof.js';
import { streamsIn, type Source } from './source.js';

/** Opens the same history each time: an export, or a log with what it holds at that moment. */
export type Open = () => Promise<Source>;

/** Reads a history from its beginning. */
export async function reading<T>(open: Open, read: (source: Source) => Promise<T>): Promise<T> {
  const source = await open();
  try {
    return await read(source);
  } finally {
    await source.close();
  }
}

/** A history that was read to its end. */
export interface Read extends Proved {
  /** How much there was to read. */
  readonly total: number;
  readonly ends: ReadonlyMap<string, End>;
}

/** Proves a history, and holds each event against a further check. */
export async function prove(
  source: Source,
  out: Surroundings,
  known: readonly Workflow[],
  doing: string,
  check: (event: RecordedEvent) => Finding | undefined | Promise<Finding | undefined>,
): Promise<Read> {
  const proof = proofOver(known);
  const bar = progressOn(out, source, doing);
  const more: Finding[] = [];
  try {
    for await (const item of source.all()) {
      proof.take(item);
      const finding = 'unreadable' in item || more.length >= mostFindings ? undefined : await check(item);
      if (finding) more.push(finding);
      bar.show();
    }
    const { found, findings, ...counts } = await proof.result((streams) => streamsIn(source, streams));
    const all = { found: found + more.length, findings: [...findings, ...more].slice(0, mostFindings) };
    return { ...counts, ...all, total: source.total, ends: proof.ends() };
  } finally {
    bar.stop();
    proof.close();
  }
}

/** Moves a history, and says how fast. */
export async function fill(source: Source, target: EventLog, out: Surroundings) {
  const bar = progressOn(out, source, 'moving');
  async function* shown(): AsyncIterable<Item> {
    for await (const item of source.all()) {
      bar.show();
      yield item;
    }
  }
  const began = performance.now();
  try {
    const result = await move(shown(), target);
    const seconds = (performance.now() - began) / 1_000;
    return { ...result, seconds: Number(seconds.toFixed(3)), eventsPerSecond: Math.round(result.moved / seconds) };
  } finally {
    bar.stop();
  }
}

/** The target read back from its beginning, beside the history from its own. */
export async function compare(
  open: Open,
  url: string,
  source: Read,
  out: Surroundings,
  known: readonly Workflow[],
): Promise<readonly Finding[]> {
  return reading(open, async (again) => {
    if (again.total !== source.total)
      return [{ what: 'the history went on while it was moved: stop the service that writes it, and import again' }];
    const history = comparison(again.all());
    const target = await reading(
      () => kurrentSource(url),
      (each) => prove(each, out, known, 'comparing', (event) => history.take(event)),
    );
    const findings = [...target.findings, ...(await history.rest())];
    return findings.length > 0 ? findings : differentEnds(source.ends, target.ends);
  });
}

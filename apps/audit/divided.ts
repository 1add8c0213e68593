/** A history proved in parts, and what concerns all of it put together again. */
import { streamsOf, type StreamReads, type StreamRange } from '../../libs/event-log/sqlite-streams.js';
import type { Workflow } from '../../libs/workflow/index.js';
import type { Counts } from './courses.js';
import { Findings } from './findings.js';
import { anyTwice } from './id-marks.js';
import { proveRegister } from './log-part.js';
import { keptMarks } from './kept-marks.js';
import { NeedsOrder, type Part, type Proven, type Whole } from './part.js';
import type { ProgressBar } from './progress.js';
import { provedOf, type Proved } from './proof.js';
import { streamsIn, type Source } from './source.js';
import { proveParts } from './team.js';

/** Events of a log in one part, at most but for long streams: small enough for all to end together, and to be let go of soon. */
const mostEvents = 5_000;
/** Bytes of an export for each of its parts, about: what is open in its streams is in memory at once. */
const partBytes = 256 * 1024 * 1024;

/**
 * Proves what `proofOver` proves, with the same findings, by so many threads at once. Undefined where only a proof in order can say what is
 * wrong, or read the history at all.
 */
export async function proveDivided(
  source: Source,
  known: readonly Workflow[],
  cores: number,
  bar: Pick<ProgressBar, 'reached'>,
): Promise<Proved | undefined> {
  const all = collected();
  try {
    if (source.kind === 'log') await proveLog(source, { known, cores, bar }, all);
    else if (source.kind === 'export') await proveExport(source, { known, cores, bar }, all);
    else return undefined;
    return await all.proved(source, known);
  } catch (error) {
    if (error instanceof NeedsOrder) return undefined;
    throw error;
  } finally {
    all.close();
  }
}

interface Means {
  readonly known: readonly Workflow[];
  readonly cores: number;
  readonly bar: Pick<ProgressBar, 'reached'>;
}

async function proveLog(source: Source, { known, cores, bar }: Means, all: Collected): Promise<void> {
  const reads = streamsOf(source.file, source.total);
  try {
    const { proven, grants } = proveRegister(reads.rowsOf('register'), known);
    all.take({ ...proven, taken: 0 });
    const whole: Whole = { kind: 'log', file: source.file, until: source.total, grants };
    const events = Math.min(mostEvents, Math.ceil(source.total / (cores * 4)));
    await proveParts(whole, rangesOf(reads, events), cores, known, (each) => {
      all.take(each);
      bar.reached(all.taken());
    });
    if (all.taken() !== reads.count()) throw new NeedsOrder('the index of streams has other rows than the table');
  } finally {
    reads.close();
  }
}

async function proveExport(source: Source, { known, cores, bar }: Means, all: Collected): Promise<void> {
  const whole: Whole = { kind: 'export', file: source.file, until: source.total };
  const of = cores * Math.ceil(source.total / partBytes / cores);
  const parts = Array.from({ length: of }, (_, number): Part => ({ number, of }));
  let done = 0;
  await proveParts(whole, parts, cores, known, (each) => {
    all.take(each);
    bar.reached((source.total * ++done) / of);
  });
  if (all.taken() === 0) throw new NeedsOrder('there are no events');
}

function* rangesOf(reads: StreamReads, events: number): Iterable<StreamRange> {
  for (let next = reads.rangeAfter('', events); next;) {
    yield next;
    next = next.until === null ? undefined : reads.rangeAfter(next.until, events);
  }
}

type Collected = ReturnType<typeof collected>;

/** What parts come to together. */
function collected() {
  const findings = new Findings();
  const marks = keptMarks();
  const ids: Proven['ids'][] = [];
  let counts: Counts = { events: 0, streams: 0, cases: 0 };
  let taken = 0;
  return {
    take(proven: Proven): void {
      findings.addAll(proven.found);
      for (const mark of proven.marks) marks.add(mark);
      ids.push(proven.ids);
      const { events, streams, cases } = proven.counts;
      counts = { events: counts.events + events, streams: counts.streams + streams, cases: counts.cases + cases };
      taken += proven.taken;
    },
    taken: () => taken,
    async proved(source: Source, known: readonly Workflow[]): Promise<Proved> {
      if (anyTwice(ids)) throw new NeedsOrder('an id may have been given twice');
      return provedOf(counts, findings, marks, (streams) => streamsIn(source, streams), known);
    },
    close: () => marks.close(),
  };
}

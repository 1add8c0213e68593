/** Loads that are compared with each other, in turn on one service. */
import type { Figure, Place } from './figures.js';
import type { Measured, Run } from './hosted.js';
import type { Visitor } from './load.js';

export interface Kind {
  readonly name: string;
  readonly run: Run;
  readonly visitor: (index: number) => Visitor;
  /** The name of the load that is the ceiling of this one. */
  readonly ceiling?: string;
  readonly place?: Place;
}

/** Rounds of all loads; of each the fastest counts, since whatever else runs on the machine can only slow one down. */
const rounds = 3;

export async function beside(seconds: number, count: number, kinds: readonly Kind[]): Promise<readonly Figure[]> {
  const fastest = new Map<string, Measured>();
  for (let round = 0; round < rounds; round += 1)
    for (const { name, run, visitor } of kinds) {
      const measured = await run(count, visitor, seconds);
      if (measured.perSecond > (fastest.get(name)?.perSecond ?? 0)) fastest.set(name, measured);
    }
  return kinds.map((kind) => figureOf(kind, fastest));
}

function figureOf({ name, ceiling, place }: Kind, fastest: ReadonlyMap<string, Measured>): Figure {
  const measured = fastest.get(name);
  if (measured === undefined) throw new Error(`Nothing was answered in any round of ${name}`);
  const { p50, p99, thread, process, answerBytes } = measured;
  const above = ceiling === undefined ? undefined : fastest.get(ceiling);
  return {
    name,
    value: measured.perSecond,
    unit: '/s',
    ...(ceiling !== undefined && above && { ceiling: { name: ceiling.trim(), value: above.perSecond } }),
    ...(place && { place }),
    more: { p50, p99, thread, process, answerBytes },
  };
}

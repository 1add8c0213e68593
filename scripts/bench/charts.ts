/** Which figures are drawn against their size, and beside which ceiling. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Renderer } from '../../apps/service/pages/renderer.js';
import { svgOf, type Chart, type Line, type Point } from './chart.js';
import type { Figure, Group } from './figures.js';

interface Drawing {
  /** Name of the file, without its ending. */
  readonly file: string;
  readonly group: Group;
  readonly title: string;
  readonly sizes: string;
  readonly values: string;
  readonly lines: readonly string[];
  /** The line that is the ceiling of the others. */
  readonly ceiling?: string;
  /** A limit that was aimed at. */
  readonly limit?: {
    readonly name: string;
    /** Told what was measured at the least size. */
    readonly at: (size: number, first: number) => number;
  };
  /** The slowest of a hundred instead of the value. */
  readonly isSlowest?: boolean;
}

const upTo = (name: string, value: number) => ({ name, at: () => value });

const drawings: readonly Drawing[] = [
  {
    file: 'transitions',
    group: 'transitions',
    title: 'Durable transitions over HTTP',
    sizes: 'connections',
    values: 'requests a second',
    lines: ['full answer', 'Prefer: return=minimal'],
    ceiling: 'doing nothing',
  },
  {
    file: 'slowest-transitions',
    group: 'transitions',
    title: 'The slowest of a hundred durable transitions',
    sizes: 'connections',
    values: 'milliseconds',
    lines: ['full answer', 'Prefer: return=minimal'],
    ceiling: 'doing nothing',
    isSlowest: true,
  },
  {
    file: 'nothing',
    group: 'transitions',
    title: 'Doing nothing, beside a bare server',
    sizes: 'connections',
    values: 'requests a second',
    lines: ['doing nothing'],
    ceiling: 'bare Fastify',
  },
  ...(['ballot', 'slow ballot'] as const).map((group) => ({
    file: group.replace(' ', '-'),
    group,
    title: `Votes in one ballot${group === 'ballot' ? '' : ', 5 ms more for each commit'}`,
    sizes: 'practices voting at once',
    values: 'votes a second',
    lines: ['one ballot'],
    ceiling: 'many ballots',
  })),
  {
    file: 'long-case',
    group: 'case',
    title: 'The slowest of a hundred facts on a long case',
    sizes: 'events of the case',
    values: 'milliseconds',
    lines: ['a case'],
    limit: { name: '1.3 times that of 10', at: (_, first) => 1.3 * first },
    isSlowest: true,
  },
  {
    file: 'appends',
    group: 'log',
    title: 'Appends to the embedded log',
    sizes: 'appends outstanding',
    values: 'events a second',
    lines: ['appends'],
    ceiling: 'a commit for each',
  },
  {
    file: 'proof',
    group: 'proof',
    title: 'Replay and proof of a whole log',
    sizes: 'events in the log',
    values: 'seconds',
    lines: ['audit verify'],
    limit: { name: 'a million in 10 s', at: (events) => events / 100_000 },
  },
  {
    file: 'proof-memory',
    group: 'proof memory',
    title: 'Memory of the proof',
    sizes: 'events in the log',
    values: 'MB at most',
    lines: ['audit verify'],
  },
  {
    file: 'start',
    group: 'start',
    title: 'From the start of the process to ready',
    sizes: 'events in the log',
    values: 'seconds',
    lines: ['ready'],
    limit: upTo('a second', 1),
  },
  {
    file: 'start-memory',
    group: 'start memory',
    title: 'Memory when ready',
    sizes: 'events in the log',
    values: 'MB',
    lines: ['when ready'],
    limit: upTo('400 MB', 400),
  },
  {
    file: 'instances',
    group: 'instances',
    title: 'Votes on the same ballots through two instances',
    sizes: 'connections',
    values: 'votes a second',
    lines: ['two instances'],
    ceiling: 'one instance',
  },
  {
    file: 'load-memory',
    group: 'load memory',
    title: 'Memory with ten thousand open cases under load',
    sizes: 'seconds of load',
    values: 'MB',
    lines: ['resident'],
    limit: upTo('400 MB', 400),
  },
];

/** Draws what was measured into files in `folder`; what was not measured keeps the file it has. */
export async function drawAll(figures: readonly Figure[], folder: string): Promise<void> {
  const renderer = await Renderer.open();
  mkdirSync(folder, { recursive: true });
  for (const drawing of drawings) {
    const chart = chartOf(drawing, figures);
    if (chart !== undefined) writeFileSync(join(folder, `${drawing.file}.svg`), svgOf(renderer, chart));
  }
}

function chartOf(drawing: Drawing, figures: readonly Figure[]): Chart | undefined {
  const { group, title, sizes, values, ceiling, limit } = drawing;
  const inGroup = figures.filter(({ place }) => place?.group === group);
  const lines = drawing.lines.map((name): Line => ({ name, points: pointsOf(drawing, name, inGroup) }));
  const [measured = []] = lines.map(({ points }) => points);
  const [first] = measured;
  if (first === undefined) return undefined;
  const dashed: Line[] = [];
  if (ceiling !== undefined) {
    const above = pointsOf(drawing, ceiling, inGroup);
    dashed.push({ name: ceiling, points: above.length > 0 ? above : ceilingsOf(inGroup), isDashed: true });
  }
  if (limit !== undefined) {
    const points = measured.map(({ at }) => ({ at, value: limit.at(at, first.value) }));
    dashed.push({ name: limit.name, points, isDashed: true });
  }
  return { title, sizes, values, lines: [...lines, ...dashed] };
}

function pointsOf({ isSlowest = false }: Drawing, line: string, figures: readonly Figure[]): readonly Point[] {
  return figures
    .filter(({ place }) => place?.line === line)
    .flatMap(({ place, value, more, course }): readonly Point[] => {
      if (course !== undefined) return course;
      return [{ at: place?.at ?? 0, value: isSlowest ? (more?.['p99'] ?? NaN) : value }];
    })
    .toSorted((a, b) => a.at - b.at);
}

const ceilingsOf = (figures: readonly Figure[]): readonly Point[] =>
  figures.flatMap(({ place, ceiling }) => (place && ceiling ? [{ at: place.at, value: ceiling.value }] : []));

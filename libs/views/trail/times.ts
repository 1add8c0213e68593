/** How long things took and waited: stages, queues, and how far the cases of a round came. */
import type { DatabaseSync } from 'node:sqlite';
import { timeOf } from '../../workflow/instant.js';
import type { Funnel, PeriodFilter, QueueAge, StagePeriod, StageTime, TrailReads } from './model.js';
import { said } from './search.js';

type Times = Pick<TrailReads, 'stagePeriods' | 'stageTimes' | 'queueAges' | 'funnel'>;

const periodsFrom = `FROM periods p JOIN cases c ON c.number = p.number
  WHERE (:stage IS NULL OR p.stage = :stage)
    AND (:workflow IS NULL OR c.workflow = :workflow)
    AND (:level IS NULL OR c.level = :level)
    AND (:round IS NULL OR c.round = :round)
    AND (:from IS NULL OR p.until_at >= :from)
    AND (:until IS NULL OR p.until_at < :until)`;

const timeOrNull = (instant: string | undefined): number | null => (instant === undefined ? null : timeOf(instant));

const parametersOf = ({ stage, workflow, level, round, from, until }: PeriodFilter) => ({
  stage: stage ?? null,
  workflow: workflow ?? null,
  level: level ?? null,
  round: round ?? null,
  from: timeOrNull(from),
  until: timeOrNull(until),
});

export function timesOf(database: DatabaseSync): Times {
  const periods = database.prepare(
    `SELECT c.id, p.stage, c.workflow, c.level, c.round, p.at, p.until_at ${periodsFrom}
     ORDER BY p.position DESC, p.number, p.stage LIMIT :limit OFFSET :skip`,
  );
  const lengths = database.prepare(
    `SELECT c.workflow, p.stage, p.until_at - p.at AS took ${periodsFrom} AND p.until_at IS NOT NULL
     ORDER BY c.workflow, p.stage, took`,
  );
  return {
    stagePeriods: ({ limit, skip = 0, ...filter }) =>
      (periods.all({ ...parametersOf(filter), limit, skip }) as unknown as PeriodRow[]).map(periodOf),
    stageTimes: (filter) => stageTimesIn(lengths.all(parametersOf(filter)) as unknown as LengthRow[]),
    queueAges: agesIn(database),
    funnel: funnelIn(database),
  };
}

interface PeriodRow {
  readonly id: string;
  readonly stage: string;
  readonly workflow: string;
  readonly level: string | null;
  readonly round: string | null;
  readonly at: number;
  readonly until_at: number | null;
}

const periodOf = ({ id, stage, workflow, level, round, at, until_at }: PeriodRow): StagePeriod => ({
  case: id,
  stage,
  workflow,
  ...(level !== null && { level }),
  ...(round !== null && { round }),
  from: said(at),
  ...(until_at !== null && { until: said(until_at) }),
});

interface LengthRow {
  readonly workflow: string;
  readonly stage: string;
  readonly took: number;
}

/** Of rows that are sorted by length within each stage. */
function stageTimesIn(rows: readonly LengthRow[]): readonly StageTime[] {
  const stages = Map.groupBy(rows, ({ workflow, stage }) => `${workflow} ${stage}`);
  return [...stages.values()].flatMap((all) => {
    const [first] = all;
    const took = all.map((row) => row.took);
    if (first === undefined) return [];
    const { workflow, stage } = first;
    const [lower, median, upper, longest] = [0.25, 0.5, 0.75, 1].map((part) => part100(took, part)) as [
      number,
      number,
      number,
      number,
    ]; // one for each
    return [{ workflow, stage, periods: all.length, lower, median, upper, longest }];
  });
}

/** The value of which so big a part is no greater: the nearest rank. @param sorted ascending, not empty */
const part100 = (sorted: readonly number[], part: number): number =>
  sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;

interface AgeRow {
  readonly queue: string;
  readonly role: string;
  readonly since: number;
  readonly due: number | null;
}

function agesIn(database: DatabaseSync): TrailReads['queueAges'] {
  const waiting = database.prepare(
    `SELECT g.name AS queue, g.role, w.since, w.due FROM waits w JOIN groups g ON g.number = w."group"
     WHERE w.position <= :position AND (w.until_position IS NULL OR w.until_position > :position)
     ORDER BY g.name, g.role, w.since DESC`,
  );
  const lastAt = database.prepare('SELECT at FROM events WHERE position <= ? ORDER BY position DESC LIMIT 1');
  return (position, at) => {
    const last = lastAt.get(position) as { at: number } | undefined;
    const by = timeOrNull(at) ?? last?.at ?? 0;
    const rows = waiting.all({ position }) as unknown as AgeRow[];
    const queues = Map.groupBy(rows, ({ queue, role }) => `${queue} ${role}`);
    return [...queues.values()].flatMap((all): readonly QueueAge[] => {
      const [first] = all;
      if (first === undefined) return [];
      const ages = all.map(({ since }) => Math.max(0, by - since));
      const [median, upper, longest] = [0.5, 0.75, 1].map((part) => part100(ages, part)) as [number, number, number]; // one for each
      const late = all.filter(({ due }) => due !== null && due <= by).length;
      return [{ queue: first.queue, role: first.role, waiting: all.length, late, median, upper, longest }];
    });
  };
}

function funnelIn(database: DatabaseSync): TrailReads['funnel'] {
  const rows = database.prepare(
    `SELECT c.workflow, p.stage, count(DISTINCT p.number) AS entered,
       count(DISTINCT CASE WHEN p.until_position IS NULL OR p.until_position > :position THEN p.number END) AS here
     FROM periods p JOIN cases c ON c.number = p.number
     WHERE p.position <= :position AND (:round IS NULL OR c.round = :round)
     GROUP BY c.workflow, p.stage ORDER BY c.workflow, p.stage`,
  );
  return (position, round) =>
    rows.all({ position, round: round ?? null }).map((row) => ({ ...row }) as unknown as Funnel); // as the statement says
}

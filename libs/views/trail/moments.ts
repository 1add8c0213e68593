/** The whole register at a moment, and what differs between two. */
import type { DatabaseSync } from 'node:sqlite';
import { timeOf } from '../../workflow/instant.js';
import { identityOf } from '../case-rows.js';
import { isOpen, wordsIn } from '../fold.js';
import { blockSize } from './event-rows.js';
import type { Held, HeldChange, Stood, StoodWaiting, Tallied, TrailMoment, TrailReads } from './model.js';
import { said, statementsOn } from './search.js';

type Moments = Pick<TrailReads, 'momentOf' | 'momentAt' | 'tallies' | 'talliesOver' | 'late' | 'stood' | 'held'>;

/** The last at or before an instant, wherever it lies: instants follow positions but for exceptions. */
function momentsOf(database: DatabaseSync): Pick<Moments, 'momentOf' | 'momentAt'> {
  const block = database.prepare('SELECT max(block) AS block FROM blocks WHERE first_at <= ?');
  const within = database.prepare(
    'SELECT position, at FROM events WHERE position >= ? AND position < ? AND at <= ? ORDER BY position DESC LIMIT 1',
  );
  const upTo = database.prepare('SELECT position, at FROM events WHERE position <= ? ORDER BY position DESC LIMIT 1');
  const momentIn = (row: unknown): TrailMoment => {
    const found = row as { position: number; at: number } | undefined; // the columns of both statements
    return found === undefined ? { position: 0 } : { position: found.position, at: said(found.at) };
  };
  return {
    momentOf(instant) {
      const at = timeOf(instant);
      const { block: number } = block.get(at) as { block: number | null };
      if (number === null) return { position: 0 };
      return momentIn(within.get(number * blockSize, (number + 1) * blockSize, at));
    },
    momentAt: (position) => momentIn(upTo.get(position)),
  };
}

/** The newest of each group up to a position: as many looks as there are groups, however long the log. */
const talliesSql = (kind: string): string => `SELECT g.*, t.cases, t.oldest FROM groups g
  CROSS JOIN tallies t ON t."group" = g.number AND t.position =
    (SELECT max(position) FROM tallies WHERE "group" = g.number AND position <= :position)
  WHERE ${kind} AND t.cases > 0`;

export function momentReadsOf(database: DatabaseSync): Moments {
  const everything = database.prepare(talliesSql('TRUE'));
  const ofKind = database.prepare(talliesSql('g.kind = :kind'));
  const late = database.prepare(
    `SELECT g.name AS queue, g.role, count(*) AS late FROM waits w JOIN groups g ON g.number = w."group"
     WHERE w.due <= :by AND w.position <= :position AND (w.until_position IS NULL OR w.until_position > :position)
     GROUP BY g.name, g.role`,
  );
  const held = database.prepare(
    `SELECT * FROM holdings WHERE position <= :position AND (until_position IS NULL OR until_position > :position)
     ORDER BY ccg, position`,
  );
  return {
    ...momentsOf(database),
    tallies: (position) => (everything.all({ position }) as unknown as TallyRow[]).map(talliedOf),
    talliesOver: (positions, kind) =>
      positions.map((position) => ({
        position,
        tallies: (ofKind.all({ position, kind }) as unknown as TallyRow[]).map(talliedOf),
      })),
    late: (position, by) =>
      late
        .all({ position, by: timeOf(by) })
        .map((row) => ({ ...row }) as { queue: string; role: string; late: number }), // as the statement says
    held: (position) => (held.all({ position }) as unknown as HoldingRow[]).map((row) => heldOf(row, position)),
    stood: stoodIn(database),
  };
}

interface TallyRow {
  readonly kind: Tallied['kind'];
  readonly name: string;
  readonly role: string;
  readonly workflow: string;
  readonly level: string;
  readonly region: string;
  readonly round: string;
  readonly cases: number;
  readonly oldest: number | null;
}

const talliedOf = ({ kind, name, role, workflow, level, region, round, cases, oldest }: TallyRow): Tallied => ({
  kind,
  name,
  ...(role !== '' && { role }),
  workflow,
  ...(level !== '' && { level }),
  region,
  ...(round !== '' && { round }),
  cases,
  ...(oldest !== null && { oldest: said(oldest) }),
});

interface HoldingRow {
  readonly ccg: string;
  readonly level: string;
  readonly case_id: string;
  readonly position: number;
  readonly at: number;
  readonly until_position: number | null;
  readonly until_at: number | null;
}

/** As it was known at a position. */
const heldOf = ({ ccg, level, case_id, at, until_position, until_at }: HoldingRow, position: number): Held => ({
  ccg,
  level,
  case: case_id,
  from: said(at),
  ...(until_at !== null && until_position !== null && until_position <= position && { until: said(until_at) }),
});

export interface StoodRow {
  readonly number: number;
  readonly id: string;
  readonly workflow: string;
  readonly version: string;
  readonly level: string | null;
  readonly ccg: string | null;
  readonly round: string | null;
  readonly position: number;
  readonly at: number;
  readonly revision: number;
  readonly ccg_name: string;
  readonly region: string;
  readonly stages: string;
  readonly outcome: string | null;
  readonly waiting: string;
  readonly due: number | null;
}

/** A standing with what never changes of its case. */
export const stoodColumns = `c.id, c.workflow, c.version, c.level, c.ccg, c.round, s.number, s.position, s.at, s.revision,
  s.ccg_name, s.region, s.stages, s.outcome, s.waiting, s.due`;

/** Where a case stood at a position: one look for each case. */
export const standingAt = (position: string): string =>
  `JOIN standings s ON s.number = c.number AND s.position =
    (SELECT max(position) FROM standings WHERE number = c.number AND position <= ${position})`;

/** Of a span: that it holds at the position. */
const holdsAt = 'position <= :position AND (until_position IS NULL OR until_position > :position)';

const criteria = {
  workflow: 'c.workflow = :workflow',
  level: 'c.level = :level',
  round: 'c.round = :round',
  ccg: 'c.ccg = :ccg',
  region: 's.region = :region',
  // Those in one stage, or that ended in one way, may be few among all: they are looked up first.
  state: `c.number IN (SELECT number FROM periods WHERE stage = :state AND ${holdsAt}
    UNION SELECT number FROM endings WHERE outcome = :state AND ${holdsAt})`,
  waitingOn: `EXISTS (SELECT 1 FROM json_each(s.waiting) w WHERE w.value ->> 'role' = :waitingOn
    AND (:queue IS NULL OR w.value ->> 'queue' = :queue))`,
  queue: `EXISTS (SELECT 1 FROM json_each(s.waiting) w WHERE w.value ->> 'queue' = :queue)`,
} as const;
type Criterion = keyof typeof criteria;
const names = Object.keys(criteria) as Criterion[]; // the keys of a literal

function stoodIn(database: DatabaseSync): Moments['stood'] {
  const statement = statementsOn(database);
  return ({ position, after = 0, limit, ...filter }) => {
    const asked = names.filter((name) => filter[name] !== undefined);
    const terms = asked.map((name) =>
      name === 'state' && filter.state === isOpen ? 's.outcome IS NULL' : criteria[name],
    );
    const rows = statement(
      `SELECT ${stoodColumns} FROM cases c ${standingAt(':position')}
       WHERE ${['c.number > :after', ...terms].join(' AND ')} ORDER BY c.number LIMIT :limit`,
    ).all({
      position,
      after,
      limit: limit + 1,
      queue: null,
      ...Object.fromEntries(asked.map((name) => [name, filter[name] ?? null])),
    }) as unknown as StoodRow[];
    const page = rows.slice(0, limit);
    const next = rows.length > limit ? page.at(-1)?.number : undefined;
    return { cases: page.map(stoodOf), ...(next !== undefined && { next }) };
  };
}

export const stoodOf = (row: StoodRow): Stood => ({
  case: row.id,
  ...identityOf(row),
  revision: row.revision,
  position: row.position,
  since: said(row.at),
  stages: wordsIn(row.stages),
  ...(row.outcome !== null && { outcome: row.outcome }),
  waiting: JSON.parse(row.waiting) as StoodWaiting[],
  ...(row.due !== null && { due: said(row.due) }),
});

/** Levels that were taken or left between two positions, the earliest first. */
export function heldDifferenceIn(database: DatabaseSync): TrailReads['heldDifference'] {
  const took = database.prepare('SELECT * FROM holdings WHERE position > ? AND position <= ? ORDER BY position');
  const left = database.prepare(
    'SELECT * FROM holdings WHERE until_position > ? AND until_position <= ? ORDER BY until_position',
  );
  return ({ from, to }) => [
    ...(took.all(from, to) as unknown as HoldingRow[]).map((row): HeldChange => ({
      change: 'took',
      ...heldOf(row, to),
    })),
    ...(left.all(from, to) as unknown as HoldingRow[]).map((row): HeldChange => ({
      change: 'left',
      ...heldOf(row, to),
    })),
  ];
}

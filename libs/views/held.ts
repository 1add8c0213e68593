/** What lasts beyond a decision: conditions that are open, and what is held now. */
import type { DatabaseSync } from 'node:sqlite';
import { instantOf } from '../workflow/instant.js';
import { columns, storedOf, type ScopedRow } from './case-rows.js';
import type { OpenCondition, Views } from './model.js';
import { extent, parametersOf } from './scope.js';

/** A case whose conditions are open is one of few, so these are looked up first. */
const conditionsSql = `SELECT k.condition, k.due, k.owner, k.matter, k.precedent, k.upheld_at, ${columns}, ${extent} AS extent
  FROM conditions k JOIN cases c ON c.number = k.number
  WHERE extent = 'all'
    AND (:region IS NULL OR c.region = :region)
    AND (:round IS NULL OR c.round = :round)
    AND (:level IS NULL OR c.level = :level)
    AND (:dueBy IS NULL OR k.due < :dueBy)
  ORDER BY k.due, c.ccg_name, k.number, k.condition LIMIT :limit OFFSET :skip`;

const countSql = `SELECT count(*) AS open, coalesce(sum(k.due < :today), 0) AS late
  FROM conditions k JOIN cases c ON c.number = k.number WHERE (${extent}) = 'all'`;

const heldSql = `SELECT h.from_at, ${columns}, ${extent} AS extent,
    (SELECT count(*) FROM conditions k WHERE k.number = c.number) AS conditions,
    (SELECT min(due) FROM conditions k WHERE k.number = c.number) AS condition_due
  FROM holdings h JOIN cases c ON c.id = h.case_id
  WHERE h.level = :level AND h.until_at IS NULL AND extent = 'all' AND (:region IS NULL OR c.region = :region)
  ORDER BY c.ccg_name COLLATE NOCASE, c.id`;

interface ConditionRow extends ScopedRow {
  readonly condition: number;
  readonly due: string;
  readonly owner: string;
  readonly matter: string;
  readonly precedent: number;
  readonly upheld_at: string | null;
}

interface HeldRow extends ScopedRow {
  readonly from_at: number;
  readonly conditions: number;
  readonly condition_due: string | null;
}

export function heldReadsOf(database: DatabaseSync): Pick<Views, 'openConditions' | 'conditionCounts' | 'heldNow'> {
  const conditions = database.prepare(conditionsSql);
  const counts = database.prepare(countSql);
  const held = database.prepare(heldSql);
  return {
    openConditions({ scope = { all: true }, region, round, level, dueBefore, limit, skip = 0 }) {
      const rows = conditions.all({
        ...parametersOf(scope),
        region: region ?? null,
        round: round ?? null,
        level: level ?? null,
        dueBy: dueBefore ?? null,
        limit,
        skip,
      });
      return (rows as unknown as ConditionRow[]).map(conditionOf);
    },
    conditionCounts: (scope, today) => ({
      ...(counts.get({ ...parametersOf(scope), today }) as { open: number; late: number }),
    }),
    heldNow({ scope = { all: true }, level, region }) {
      const rows = held.all({ ...parametersOf(scope), level, region: region ?? null });
      return (rows as unknown as HeldRow[]).map((row) => ({
        case: storedOf(row).row,
        since: instantOf(new Date(row.from_at)),
        conditions: row.conditions,
        ...(row.condition_due !== null && { conditionDue: row.condition_due }),
      }));
    },
  };
}

const conditionOf = (row: ConditionRow): OpenCondition => ({
  case: storedOf(row).row,
  number: row.condition,
  due: row.due,
  owner: row.owner,
  matter: row.matter,
  precedent: row.precedent === 1,
  ...(row.upheld_at !== null && { upheldAt: row.upheld_at }),
});

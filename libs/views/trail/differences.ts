/** What differs between two moments: the cases that moved between them, each as it stood at both. */
import { LRUCache } from 'lru-cache';
import type { DatabaseSync } from 'node:sqlite';
import type { Change, Changed, TrailReads } from './model.js';
import { heldDifferenceIn, standingAt, stoodColumns, stoodOf, type StoodRow } from './moments.js';

type Differences = Pick<TrailReads, 'differenceCounts' | 'difference' | 'heldDifference'>;

/** Cases of which anything changed, with what became of each; `before` is the position of where it stood at the earlier moment. */
const changedSql = `SELECT number, before,
    CASE WHEN before IS NULL THEN 'began'
      WHEN (SELECT outcome FROM standings WHERE number = n AND position = now) IS NOT NULL
        AND (SELECT outcome FROM standings WHERE number = n AND position = before) IS NULL THEN 'ended'
      WHEN (SELECT stages || coalesce(outcome, ' ') FROM standings WHERE number = n AND position = now)
        <> (SELECT stages || coalesce(outcome, ' ') FROM standings WHERE number = n AND position = before) THEN 'moved'
    END AS change
  FROM (
    SELECT number, number AS n, max(position) AS now,
      (SELECT max(position) FROM standings e WHERE e.number = s.number AND e.position <= :from) AS before
    FROM standings s WHERE position > :from AND position <= :to GROUP BY number
  )`;

interface ChangedRow {
  readonly number: number;
  readonly before: number | null;
  readonly change: Change | null;
}

export function differencesOf(database: DatabaseSync): Differences {
  const changed = database.prepare(changedSql);
  const one = database.prepare(
    `SELECT ${stoodColumns} FROM cases c ${standingAt(':position')} WHERE c.number = :number`,
  );
  /** What lies between two positions of a log never changes. */
  const known = new LRUCache<string, readonly ChangedRow[]>({ max: 8 });

  function between(from: number, to: number): readonly ChangedRow[] {
    const key = `${from} ${to}`;
    const rows =
      known.get(key) ?? (changed.all({ from, to }) as unknown as ChangedRow[]).filter(({ change }) => change !== null);
    known.set(key, rows);
    return rows;
  }

  function changedOf({ number, before, change }: ChangedRow, from: number, to: number): Changed {
    const at = (position: number) => stoodOf(one.get({ position, number }) as unknown as StoodRow);
    return { change: change ?? 'moved', ...(before !== null && { before: at(from) }), after: at(to) };
  }

  return {
    differenceCounts({ from, to }) {
      const rows = between(from, to);
      const of = (change: Change): number => rows.filter((row) => row.change === change).length;
      return { began: of('began'), moved: of('moved'), ended: of('ended') };
    },
    difference({ from, to, change, after = 0, limit }) {
      const rows = between(from, to).filter(
        (row) => row.number > after && (change === undefined || row.change === change),
      );
      const page = rows.slice(0, limit);
      const next = rows.length > limit ? page.at(-1)?.number : undefined;
      return { changes: page.map((row) => changedOf(row, from, to)), ...(next !== undefined && { next }) };
    },
    heldDifference: heldDifferenceIn(database),
  };
}

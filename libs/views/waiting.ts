import type { DatabaseSync } from 'node:sqlite';
import type { State } from '../workflow/index.js';
import { instantOf, timeOf } from '../workflow/instant.js';
import type { SeenWaiting, Views, WaitingCount, WaitingFilter } from './model.js';
import { boundsOfGrant, extent, isOfRegion, parametersOf } from './scope.js';

/**
 * `mine`: which cases each role somebody holds is about, looked up from the few: a CCG's cases, a practice's rolls. A practice that
 * has voted is no longer asked. The join then leaves those that wait on that very role.
 */
const mine = `WITH grants (role, everything, ccgs, regions, named) AS (
    SELECT value ->> 'role', value ->> 'everything', value ->> 'ccgs', value ->> 'regions', value ->> 'named'
    FROM json_each(:grants)),
  mine (role, number) AS (
    SELECT g.role, w.number FROM grants g JOIN waiting w ON w.role = g.role WHERE g.everything
    UNION SELECT g.role, c.number FROM grants g, json_each(g.ccgs) o JOIN cases c ON c.ccg = o.value
    UNION SELECT g.role, w.number FROM grants g JOIN waiting w ON w.role = g.role JOIN cases c ON c.number = w.number
      WHERE c.region IN (SELECT value FROM json_each(g.regions))
    UNION SELECT g.role, r.number FROM grants g, json_each(g.named) o JOIN rolls r ON r.practice = o.value
      WHERE r.asked = 1)`;

/** Roles of a region, or of all cases, have too many for that: what waits on them is read once, as it stands. */
const ofMany = `WITH grants (role, everything, region) AS (
    SELECT DISTINCT value ->> 'role', value ->> 'everything', value ->> 'region' FROM json_each(:grants))`;

interface Source {
  readonly grants: string;
  readonly from: string;
}

const sources = {
  few: {
    grants: mine,
    from: 'mine JOIN waiting w ON w.role = mine.role AND w.number = mine.number JOIN cases c ON c.number = w.number',
  },
  many: {
    grants: ofMany,
    from: `grants g JOIN waiting w ON w.role = g.role
      JOIN cases c ON c.number = w.number AND (g.everything = 1 OR c.region = g.region)`,
  },
} as const satisfies Record<string, Source>;

const where = `WHERE extent <> 'nothing'
    AND (:queue IS NULL OR w.queue = :queue)
    AND (:region IS NULL OR c.region = :region)
    AND (:round IS NULL OR c.round = :round)
    AND (:level IS NULL OR c.level = :level)
    AND (:workflow IS NULL OR c.workflow = :workflow)
    AND (:byClaim = 0 OR w.claimed_by IS :claimedBy)
    AND (:dueBy IS NULL OR w.due <= :dueBy)`;

/** The places of a page first, so that only its rows are read whole. */
const pageSql = ({ grants, from }: Source): string => `${grants}
  SELECT c.id AS "case", c.ccg, c.ccg_name, c.region, c.round, c.level, c.workflow, c.version, c.revision,
    c.progress -> '$.state' AS state, page.extent, w.queue, w.role, w.since, w.due, w.claimed_by, w.claimed_name
  FROM (
    SELECT w.number, w.role, w.queue, ${extent} AS extent FROM ${from} ${where}
    ORDER BY w.due NULLS LAST, w.since, c.id, w.queue, w.role LIMIT :limit OFFSET :skip
  ) page JOIN waiting w ON w.role = page.role AND w.number = page.number AND w.queue = page.queue
    JOIN cases c ON c.number = page.number
  ORDER BY w.due NULLS LAST, w.since, c.id, w.queue, w.role`;

const countSql = ({ grants, from }: Source): string => `${grants}
  SELECT queue, count(*) AS waiting, sum(due <= :now) AS overdue, min(since) AS oldest, min(due) AS due, sum(claimed_by IS NULL) AS free
  FROM (SELECT w.queue, w.due, w.since, w.claimed_by, ${extent} AS extent FROM ${from} ${where})
  GROUP BY queue`;

export function waitingReadsOf(database: DatabaseSync): Pick<Views, 'waiting' | 'waitingCounts'> {
  const page = { few: database.prepare(pageSql(sources.few)), many: database.prepare(pageSql(sources.many)) };
  const counts = { few: database.prepare(countSql(sources.few)), many: database.prepare(countSql(sources.many)) };
  return {
    waiting: ({ limit = -1, skip = 0, ...filter }) => {
      const rows = page[kindOf(filter)].all({ ...parametersFor(filter), limit, skip });
      return (rows as unknown as Row[]).map(waitingRowOf);
    },
    waitingCounts: (filter, now) => {
      const rows = counts[kindOf(filter)].all({ ...parametersFor(filter), now: timeOf(now) });
      return (rows as unknown as CountRow[]).map(({ overdue, due, ...count }) => ({
        ...count,
        overdue: overdue ?? 0,
        ...(due !== null && { due: instantOf(new Date(due)) }),
      }));
    },
  };
}

/** Nothing waits on a role twice in one case: grants of many are of different roles, or of different regions. */
const kindOf = ({ grants }: Pick<WaitingFilter, 'grants'>): keyof typeof sources =>
  grants.every(({ role }) => isOfRegion(role) || 'all' in boundsOfGrant({ role, organisation: 'any' }))
    ? 'many'
    : 'few';

function parametersFor({ grants, scope = { all: true }, claimedBy, dueBy, ...filter }: WaitingFilter) {
  return {
    ...parametersOf(scope),
    grants: JSON.stringify(grants.map(grantOf)),
    queue: filter.queue ?? null,
    region: filter.region ?? null,
    round: filter.round ?? null,
    level: filter.level ?? null,
    workflow: filter.workflow ?? null,
    byClaim: claimedBy === undefined ? 0 : 1,
    claimedBy: claimedBy ?? null,
    dueBy: dueBy === undefined ? null : timeOf(dueBy),
  };
}

const grantOf = (grant: WaitingFilter['grants'][number]) => ({
  role: grant.role,
  region: grant.organisation,
  ...parametersOf(boundsOfGrant(grant)),
});

interface CountRow extends Omit<WaitingCount, 'due' | 'overdue'> {
  readonly overdue: number | null;
  readonly due: number | null;
}

interface Row extends Pick<
  SeenWaiting,
  'case' | 'region' | 'workflow' | 'version' | 'revision' | 'extent' | 'queue' | 'role' | 'since'
> {
  readonly ccg: string | null;
  readonly ccg_name: string;
  readonly round: string | null;
  readonly level: string | null;
  readonly state: string;
  readonly due: number | null;
  readonly claimed_by: string | null;
  readonly claimed_name: string | null;
}

function waitingRowOf({ ccg, ccg_name, round, level, state, due, claimed_by, claimed_name, ...row }: Row): SeenWaiting {
  return {
    ...row,
    ...(ccg !== null && { ccg }),
    ...(round !== null && { round }),
    ...(level !== null && { level }),
    ccgName: ccg_name,
    state: JSON.parse(state) as State,
    ...(due !== null && { due: instantOf(new Date(due)) }),
    ...(claimed_by !== null && { claimedBy: { id: claimed_by, name: claimed_name ?? claimed_by } }),
  };
}

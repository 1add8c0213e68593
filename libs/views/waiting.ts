import type { DatabaseSync } from 'node:sqlite';
import type { State } from '../workflow/index.js';
import { instantOf, timeOf } from '../workflow/instant.js';
import type { SeenWaiting, WaitingFilter } from './model.js';
import { boundsOfGrant, extent, parametersOf } from './scope.js';

/**
 * `mine`: which cases each role somebody holds is about, looked up from the few: a CCG's cases, a practice's rolls. A practice that
 * has voted is no longer asked. The join then leaves those that wait on that very role.
 */
const sql = `WITH grants (role, everything, ccgs, regions, named) AS (
    SELECT value ->> 'role', value ->> 'everything', value ->> 'ccgs', value ->> 'regions', value ->> 'named'
    FROM json_each(:grants)),
  mine (role, number) AS (
    SELECT g.role, w.number FROM grants g JOIN waiting w ON w.role = g.role WHERE g.everything
    UNION SELECT g.role, c.number FROM grants g, json_each(g.ccgs) o JOIN cases c ON c.ccg = o.value
    UNION SELECT g.role, w.number FROM grants g JOIN waiting w ON w.role = g.role JOIN cases c ON c.number = w.number
      WHERE c.region IN (SELECT value FROM json_each(g.regions))
    UNION SELECT g.role, r.number FROM grants g, json_each(g.named) o JOIN rolls r ON r.practice = o.value
      WHERE r.asked = 1)
  SELECT c.id AS "case", c.ccg, c.ccg_name, c.region, c.round, c.workflow, c.version, c.progress -> '$.state' AS state,
    ${extent} AS extent, w.queue, w.role, w.since, w.due, w.claimed_by, w.claimed_name
  FROM mine JOIN waiting w ON w.role = mine.role AND w.number = mine.number JOIN cases c ON c.number = w.number
  WHERE extent <> 'nothing'
    AND (:queue IS NULL OR w.queue = :queue)
    AND (:region IS NULL OR c.region = :region)
    AND (:round IS NULL OR c.round = :round)
    AND (:workflow IS NULL OR c.workflow = :workflow)
    AND (:byClaim = 0 OR w.claimed_by IS :claimedBy)
    AND (:dueBy IS NULL OR w.due <= :dueBy)
  ORDER BY w.due NULLS LAST, w.since, c.id, w.queue, w.role LIMIT :limit`;

export function waitingReadsOf(database: DatabaseSync): (filter: WaitingFilter) => readonly SeenWaiting[] {
  const waiting = database.prepare(sql);
  return ({ grants, scope = { all: true }, queue, region, round, workflow, claimedBy, dueBy, limit }) => {
    const rows = waiting.all({
      ...parametersOf(scope),
      grants: JSON.stringify(grants.map((grant) => ({ role: grant.role, ...parametersOf(boundsOfGrant(grant)) }))),
      queue: queue ?? null,
      region: region ?? null,
      round: round ?? null,
      workflow: workflow ?? null,
      byClaim: claimedBy === undefined ? 0 : 1,
      claimedBy: claimedBy ?? null,
      dueBy: dueBy === undefined ? null : timeOf(dueBy),
      limit: limit ?? -1,
    });
    return (rows as unknown as Row[]).map(waitingRowOf);
  };
}

interface Row extends Pick<
  SeenWaiting,
  'case' | 'region' | 'workflow' | 'version' | 'extent' | 'queue' | 'role' | 'since'
> {
  readonly ccg: string | null;
  readonly ccg_name: string;
  readonly round: string | null;
  readonly state: string;
  readonly due: number | null;
  readonly claimed_by: string | null;
  readonly claimed_name: string | null;
}

function waitingRowOf({ ccg, ccg_name, round, state, due, claimed_by, claimed_name, ...row }: Row): SeenWaiting {
  return {
    ...row,
    ...(ccg !== null && { ccg }),
    ...(round !== null && { round }),
    ccgName: ccg_name,
    state: JSON.parse(state) as State,
    ...(due !== null && { due: instantOf(new Date(due)) }),
    ...(claimed_by !== null && { claimedBy: { id: claimed_by, name: claimed_name ?? claimed_by } }),
  };
}

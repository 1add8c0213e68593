/** Where what waits on somebody is found: one way for those with few cases among many, another for those with many. */
import { boundsOfGrant, extent, isOfRegion, parametersOf, type Grant, type Scope } from './scope.js';

/** Statements without what a page or a count adds to them. `byCase` tells whether filters of the case hold too. */
export interface Source {
  /** The places of what waits, in any order, with how much is seen of each case. */
  readonly places: (byCase: boolean) => string;
  /** The same, counted by queue. */
  readonly counts: (byCase: boolean) => string;
}

const filters = `(:queue IS NULL OR w.queue = :queue)
    AND (:byClaim = 0 OR w.claimed_by IS :claimedBy)
    AND (:dueBy IS NULL OR w.due <= :dueBy)`;

const filtersOfCase = `(:region IS NULL OR c.region = :region)
    AND (:round IS NULL OR c.round = :round)
    AND (:level IS NULL OR c.level = :level)
    AND (:workflow IS NULL OR c.workflow = :workflow)`;

const counted = `queue, count(*) AS waiting, coalesce(sum(due <= :now), 0) AS overdue, min(since) AS oldest, min(due) AS due,
    sum(claimed_by IS NULL) AS free`;

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

const ofMine = (said: string): string => `${mine}
  SELECT ${said} FROM (
    SELECT w.number, w.role, w.queue, w.due, w.since, w.claimed_by, ${extent} AS extent
    FROM mine JOIN waiting w ON w.role = mine.role AND w.number = mine.number JOIN cases c ON c.number = w.number
    WHERE extent <> 'nothing' AND ${filters} AND ${filtersOfCase})`;

const few: Source = {
  places: () => ofMine('number, role, queue, due, since, extent'),
  counts: () => `${ofMine(counted)} GROUP BY queue`,
};

/** Of a number of grants: the roles and regions of each are parameters with its place behind their names. */
const eachOf = (grants: number, said: string, byCase: boolean): readonly string[] => {
  const from = byCase ? 'waiting w CROSS JOIN cases c ON c.number = w.number' : 'waiting w';
  const which = byCase ? `${filters} AND ${filtersOfCase}` : filters;
  return Array.from(
    { length: grants },
    (_, place) =>
      `SELECT ${said} FROM ${from} WHERE w.role = :role${place} AND w.region IS :region${place} AND ${which}`,
  );
};

/**
 * What waits on a role of a region, or of all cases, stands side by side in an index in the order in which it is due, and in another one by
 * queue. So a page costs what is on it, and counting goes through nothing but an index. The cross join keeps that index in front.
 */
const manyOf = (grants: number): Source => ({
  places: (byCase) =>
    eachOf(
      grants,
      `w.number AS number, w.role AS role, w.queue AS queue, w.due AS due, w.since AS since, 'all' AS extent`,
      byCase,
    ).join(' UNION ALL '),
  counts: (byCase) => {
    const each = eachOf(grants, counted, byCase).map((one) => `${one} GROUP BY queue`);
    return `SELECT queue, sum(waiting) AS waiting, sum(overdue) AS overdue, min(oldest) AS oldest, min(due) AS due, sum(free) AS free
      FROM (${each.join(' UNION ALL ')}) GROUP BY queue`;
  },
});

const isOfAll = ({ role, organisation }: Grant): boolean => 'all' in boundsOfGrant({ role, organisation });

/** Whether somebody sees the whole of all that can wait on a role of theirs, and finds it by the role and its region alone. */
const isOfMany = (scope: Scope, grant: Grant): boolean =>
  'all' in scope
    ? isOfAll(grant) || isOfRegion(grant.role)
    : isOfRegion(grant.role) && scope.regions.includes(grant.organisation);

/** Where what waits on these grants is found, and the parameters that say whose it is. */
export function sourceOf(
  grants: readonly Grant[],
  scope: Scope,
): { readonly source: Source; readonly whose: Readonly<Record<string, string | number | null>> } {
  if (grants.length === 0 || !grants.every((grant) => isOfMany(scope, grant)))
    return { source: few, whose: { ...parametersOf(scope), grants: JSON.stringify(grants.map(boundsInWords)) } };
  // Nothing waits on a role twice in one case, but one role can be held twice.
  const places = new Map(
    grants.map(({ role, organisation }) => {
      const region = isOfRegion(role) ? organisation : null;
      return [JSON.stringify([role, region]), { role, region }] as const;
    }),
  );
  const whose = [...places.values()].flatMap(({ role, region }, place) => [
    [`role${place}`, role] as const,
    [`region${place}`, region] as const,
  ]);
  return { source: manyOf(places.size), whose: Object.fromEntries(whose) };
}

const boundsInWords = (grant: Grant) => ({ role: grant.role, ...parametersOf(boundsOfGrant(grant)) });

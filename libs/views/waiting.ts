import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { State } from '../workflow/index.js';
import { instantOf, timeOf } from '../workflow/instant.js';
import type { SeenWaiting, Views, WaitingCount, WaitingFilter } from './model.js';
import { sourceOf } from './waiting-sources.js';

const order = 'due NULLS LAST, since, number, queue, role';

/** The places of a page first, so that only its rows are read whole. */
const pageOf = (
  places: string,
): string => `SELECT c.id AS "case", c.ccg, c.ccg_name, c.region, c.round, c.level, c.workflow, c.version, c.revision,
    c.progress -> '$.state' AS state, page.extent, w.queue, w.role, w.since, w.due, w.claimed_by, w.claimed_name
  FROM (${places} ORDER BY ${order} LIMIT :limit OFFSET :skip) page
    CROSS JOIN waiting w ON w.role = page.role AND w.number = page.number AND w.queue = page.queue
    CROSS JOIN cases c ON c.number = page.number
  ORDER BY page.due NULLS LAST, page.since, page.number, page.queue, page.role`;

export function waitingReadsOf(database: DatabaseSync): Pick<Views, 'waiting' | 'waitingCounts'> {
  const asked = new Map<string, StatementSync>();
  const statement = (text: string): StatementSync => {
    const known = asked.get(text) ?? database.prepare(text);
    // A statement asks only for what its source needs.
    known.setAllowUnknownNamedParameters(true);
    asked.set(text, known);
    return known;
  };

  return {
    waiting: ({ limit = -1, skip = 0, ...filter }) => {
      const { source, whose } = sourceOf(filter.grants, filter.scope ?? { all: true });
      const rows = statement(pageOf(source.places(isByCase(filter)))).all({
        ...whose,
        ...parametersFor(filter),
        limit,
        skip,
      });
      return (rows as unknown as Row[]).map(waitingRowOf);
    },
    waitingCounts: (filter, now) => {
      const { source, whose } = sourceOf(filter.grants, filter.scope ?? { all: true });
      const rows = statement(source.counts(isByCase(filter))).all({
        ...whose,
        ...parametersFor(filter),
        now: timeOf(now),
      });
      return (rows as unknown as CountRow[]).map(({ due, ...count }) => ({
        ...count,
        ...(due !== null && { due: instantOf(new Date(due)) }),
      }));
    },
  };
}

const isByCase = ({ region, round, level, workflow }: WaitingFilter): boolean =>
  [region, round, level, workflow].some((each) => each !== undefined);

const parametersFor = ({ claimedBy, dueBy, queue, region, round, level, workflow }: WaitingFilter) => ({
  queue: queue ?? null,
  region: region ?? null,
  round: round ?? null,
  level: level ?? null,
  workflow: workflow ?? null,
  byClaim: claimedBy === undefined ? 0 : 1,
  claimedBy: claimedBy ?? null,
  dueBy: dueBy === undefined ? null : timeOf(dueBy),
});

interface CountRow extends Omit<WaitingCount, 'due'> {
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

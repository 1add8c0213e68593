/** Cases as lists show them: searched, sorted, counted, a page at a time. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { timeOf } from '../workflow/instant.js';
import { columns, isOfFew, mine, storedOf, type ScopedRow } from './case-rows.js';
import type { CaseListFilter, ListedCase, Tally, Views } from './model.js';
import { extent, parametersOf, type Scope } from './scope.js';

type Lists = Pick<Views, 'listed' | 'tallies' | 'changedSince'>;

/** What somebody sees of where a case stands, whom it waits on and what is due. */
const places = `iif(extent = 'all', c.places, c.part_places)`;
const waiting = `iif(extent = 'all', c.waiting_on, c.part_waiting)`;
const due = `iif(extent = 'all', c.due_at, c.part_due)`;

/** `codes` are of CCGs that a search has found; `name` is a pattern; `from` and `below` bound an id. */
const criteria = `extent <> 'nothing'
  AND (:workflow IS NULL OR c.workflow = :workflow)
  AND (:level IS NULL OR c.level = :level)
  AND (:region IS NULL OR c.region = :region)
  AND (:round IS NULL OR c.round = :round)
  AND (:waitingOn IS NULL OR instr(${waiting}, ' ' || :waitingOn || ' ') > 0)
  AND (:dueBy IS NULL OR ${due} <= :dueBy)
  AND (:name IS NULL OR c.ccg_name LIKE :name ESCAPE '\\' OR c.ccg IN (SELECT value FROM json_each(:codes))
    OR (c.id >= :from AND c.id < :below))`;

const inState = `(:state IS NULL OR instr(${places}, ' ' || :state || ' ') > 0)`;

/** By a name that ends it, an order is whole. */
const orders = {
  due: `${due} NULLS LAST, c.started_at, c.id`,
  ccg: 'c.ccg_name COLLATE NOCASE, c.started_at, c.id',
  changed: 'c.position DESC',
  started: 'c.started_at DESC, c.id DESC',
} as const satisfies Record<NonNullable<CaseListFilter['sort']>, string>;

/** Whose cases are few among many are looked up first. */
const sources = [
  { with: mine, from: 'mine JOIN cases c ON c.number = mine.number' },
  { with: undefined, from: 'cases c' },
] as const;

// eslint-disable-next-line empty/no-empty-for-none -- nothing in a statement
const nothing = '';

/** The numbers of a page first, so that only its rows are read whole. */
const pageSql = ({ with: first, from }: (typeof sources)[number], order: string): string => `${first ?? nothing}
  SELECT ${columns}, page.extent FROM (
    SELECT c.number, ${extent} AS extent FROM ${from}
    WHERE ${criteria} AND ${inState} ORDER BY ${order} LIMIT :limit OFFSET :skip
  ) page JOIN cases c ON c.number = page.number ORDER BY ${order}`;

const tallySql = ({ with: first, from }: (typeof sources)[number]): string => `${first ?? nothing}
  SELECT ${places} AS places, count(*) AS count FROM (SELECT c.*, ${extent} AS extent FROM ${from}) c WHERE ${criteria}
  GROUP BY 1`;

const changedSql = ({ with: first, from }: (typeof sources)[number]): string => `${first ?? nothing}
  SELECT ${columns}, ${extent} AS extent FROM ${from}
  WHERE c.position > :since AND (extent = 'all' OR (extent = 'part' AND c.part_position > :since))
  ORDER BY c.position DESC LIMIT :limit`;

export function listsOf(database: DatabaseSync): Lists {
  const [few, many] = sources;
  const asked = new Map<string, StatementSync>();
  const statement = (scope: Scope, sql: (source: (typeof sources)[number]) => string): StatementSync => {
    const text = sql(isOfFew(scope) ? few : many);
    const known = asked.get(text) ?? database.prepare(text);
    asked.set(text, known);
    return known;
  };

  return {
    listed({ scope = { all: true }, sort = 'due', state, limit, skip = 0, ...filter }) {
      const rows = statement(scope, (source) => pageSql(source, orders[sort])).all({
        ...parametersOf(scope),
        ...parametersFor(filter),
        state: state ?? null,
        limit,
        skip,
      });
      return rows.map((row) => listedOf(row as unknown as ScopedRow));
    },
    tallies({ scope = { all: true }, ...filter }) {
      const rows = statement(scope, tallySql).all({ ...parametersOf(scope), ...parametersFor(filter) });
      return (rows as unknown as { places: string; count: number }[]).map(({ places: words, count }): Tally => ({
        places: words.split(' ').filter((word) => word !== ''),
        count,
      }));
    },
    changedSince({ scope = { all: true }, since, limit }) {
      const rows = statement(scope, changedSql).all({ ...parametersOf(scope), since, limit });
      return rows.map((row) => listedOf(row as unknown as ScopedRow));
    },
  };
}

/** As much of the latest fact as is for whoever sees so much of the case. */
function listedOf(row: ScopedRow): ListedCase {
  const { row: known, claims, latest, latestOfPart } = storedOf(row);
  const isWhole = row.extent === 'all';
  const told = isWhole ? latest : latestOfPart;
  return { ...known, extent: row.extent, claims: isWhole ? claims : {}, ...(told && { latest: told }) };
}

function parametersFor({
  search,
  dueBy,
  ...filter
}: Omit<CaseListFilter, 'scope' | 'sort' | 'limit' | 'skip' | 'state'>) {
  return {
    workflow: filter.workflow ?? null,
    level: filter.level ?? null,
    region: filter.region ?? null,
    round: filter.round ?? null,
    waitingOn: filter.waitingOn ?? null,
    dueBy: dueBy === undefined ? null : timeOf(dueBy),
    name: search === undefined ? null : `%${search.text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`,
    codes: JSON.stringify(search?.ccgs ?? []),
    ...boundsOf(search?.text),
  };
}

/** The ids that begin so: texts of hexadecimal digits and hyphens, after all of which `g` sorts. */
function boundsOf(text: string | undefined): { readonly from: string | null; readonly below: string | null } {
  const start = text?.toLowerCase() ?? 'none';
  return /^[0-9a-f-]{4,36}$/.test(start) ? { from: start, below: `${start}g` } : { from: null, below: null };
}

/** Cases as lists show them: searched, sorted, counted, a page at a time. */
import { LRUCache } from 'lru-cache';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { timeOf } from '../workflow/instant.js';
import { wordsIn } from './fold.js';
import { columns, mine, storedOf, type ScopedRow } from './case-rows.js';
import type { CaseListFilter, ListedCase, Tally, Views } from './model.js';
import { extent, parametersOf, type Scope } from './scope.js';

type Lists = Pick<Views, 'listed' | 'tallies' | 'changedSince'>;

/** Where the cases of a scope are found, and what of each is seen: in the words of the columns, so that an index can be gone through in order. */
interface Source {
  readonly with?: string;
  readonly from: string;
  /** As of `extent` in scope.ts. */
  readonly extent: string;
  readonly isSeen: string;
  readonly places: string;
  readonly waiting: string;
  readonly due: string;
}

const whole = { extent: `'all'`, places: 'c.places', waiting: 'c.waiting_on', due: 'c.due_at' } as const;

const sources = {
  /** Whose cases are few among many are looked up first. */
  few: {
    with: mine,
    from: 'mine JOIN cases c ON c.number = mine.number',
    extent,
    isSeen: `(${extent}) <> 'nothing'`,
    places: `iif((${extent}) = 'all', c.places, c.part_places)`,
    waiting: `iif((${extent}) = 'all', c.waiting_on, c.part_waiting)`,
    due: `iif((${extent}) = 'all', c.due_at, c.part_due)`,
  },
  regions: { ...whole, from: 'cases c', isSeen: 'c.region IN (SELECT value FROM json_each(:regions))' },
  all: { ...whole, from: 'cases c', isSeen: ':everything = 1' },
} as const satisfies Record<string, Source>;

const sourceOf = (scope: Scope): Source => {
  if ('all' in scope) return sources.all;
  const { ccgs, homes, named } = scope;
  return ccgs.length + homes.length + named.length === 0 && scope.regions.length > 0 ? sources.regions : sources.few;
};

/** `codes` are of CCGs that a search has found; `name` is a pattern; `from` and `below` bound an id. */
const criteriaOf = ({ isSeen, waiting, due }: Source): string => `${isSeen}
  AND (:workflow IS NULL OR c.workflow = :workflow)
  AND (:level IS NULL OR c.level = :level)
  AND (:region IS NULL OR c.region = :region)
  AND (:round IS NULL OR c.round = :round)
  AND (:waitingOn IS NULL OR instr(${waiting}, ' ' || :waitingOn || ' ') > 0)
  AND (:dueBy IS NULL OR ${due} <= :dueBy)
  AND (:name IS NULL OR c.ccg_name LIKE :name ESCAPE '\\' OR c.ccg IN (SELECT value FROM json_each(:codes))
    OR (c.id >= :from AND c.id < :below))`;

/** Each ends in what no two cases share. */
const orders = {
  due: ({ due }: Source): string => `${due} NULLS LAST, c.started_at, c.id`,
  ccg: () => 'c.ccg_name COLLATE NOCASE, c.started_at, c.id',
  changed: () => 'c.position DESC',
  started: () => 'c.started_at DESC, c.id DESC',
} as const satisfies Record<NonNullable<CaseListFilter['sort']>, (source: Source) => string>;

// eslint-disable-next-line empty/no-empty-for-none -- nothing in a statement
const nothing = '';

/** The numbers of a page first, so that only its rows are read whole: a cross join keeps the order of its tables, which a plain one would turn round to spare a sort. */
const pageSql =
  (order: (source: Source) => string) =>
  (source: Source): string => `${source.with ?? nothing}
  SELECT ${columns}, page.extent FROM (
    SELECT c.number, ${source.extent} AS extent FROM ${source.from}
    WHERE ${criteriaOf(source)} AND (:state IS NULL OR instr(${source.places}, ' ' || :state || ' ') > 0)
    ORDER BY ${order(source)} LIMIT :limit OFFSET :skip
  ) page CROSS JOIN cases c ON c.number = page.number ORDER BY ${order(source)}`;

/** Whoever sees all cases, or all of a region, sees them whole, and so they are counted when they are written. */
const keptTallySql = ({ isSeen }: Source): string => `SELECT places, sum(count) AS count FROM tallies c
  WHERE ${isSeen}
    AND (:workflow IS NULL OR c.workflow = :workflow)
    AND (:level IS NULL OR c.level = :level)
    AND (:region IS NULL OR c.region = :region)
    AND (:round IS NULL OR c.round = :round)
  GROUP BY places`;

const tallySql = (source: Source): string => `${source.with ?? nothing}
  SELECT ${source.places} AS places, count(*) AS count FROM ${source.from} WHERE ${criteriaOf(source)} GROUP BY 1`;

const changedSql = (source: Source): string => `${source.with ?? nothing}
  SELECT ${columns}, ${source.extent} AS extent FROM ${source.from}
  WHERE ${source.isSeen} AND c.position > :since AND ((${source.extent}) = 'all' OR c.part_position > :since)
  ORDER BY c.position DESC LIMIT :limit`;

/** `position` tells how far the file has come. */
export function listsOf(database: DatabaseSync, position: () => number): Lists {
  const asked = new Map<string, StatementSync>();
  /** By what was asked; good until the next event. */
  const tallied = new LRUCache<string, readonly Tally[]>({ max: 200 });
  let talliedAt = 0;
  const statement = (scope: Scope, sql: (source: Source) => string): StatementSync => {
    const text = sql(sourceOf(scope));
    const known = asked.get(text) ?? database.prepare(text);
    // A statement asks only for what its scope needs.
    known.setAllowUnknownNamedParameters(true);
    asked.set(text, known);
    return known;
  };

  return {
    listed({ scope = { all: true }, sort = 'due', state, limit, skip = 0, ...filter }) {
      const rows = statement(scope, pageSql(orders[sort])).all({
        ...parametersOf(scope),
        ...parametersFor(filter),
        state: state ?? null,
        limit,
        skip,
      });
      return rows.map((row) => listedOf(row as unknown as ScopedRow));
    },
    tallies({ scope = { all: true }, ...filter }) {
      const parameters = { ...parametersOf(scope), ...parametersFor(filter) };
      if (areKept(scope, filter))
        return (statement(scope, keptTallySql).all(parameters) as unknown as TallyRow[]).map(tallyOf);
      if (talliedAt !== position()) tallied.clear();
      talliedAt = position();
      const key = JSON.stringify(parameters);
      const known = tallied.get(key);
      if (known !== undefined) return known;
      const rows = statement(scope, tallySql).all(parameters) as unknown as TallyRow[];
      const found = rows.map(tallyOf);
      tallied.set(key, found);
      return found;
    },
    changedSince({ scope = { all: true }, since, limit }) {
      const rows = statement(scope, changedSql).all({ ...parametersOf(scope), since, limit });
      return rows.map((row) => listedOf(row as unknown as ScopedRow));
    },
  };
}

const areKept = (scope: Scope, { search, dueBy, waitingOn }: Parameters<Views['tallies']>[0]): boolean =>
  sourceOf(scope) !== sources.few && search === undefined && dueBy === undefined && waitingOn === undefined;

interface TallyRow {
  readonly places: string;
  readonly count: number;
}

const tallyOf = ({ places: words, count }: TallyRow): Tally => ({
  places: wordsIn(words),
  count,
});

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

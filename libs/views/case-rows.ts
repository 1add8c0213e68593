import type { DatabaseSync } from 'node:sqlite';
import type { Noted, Progress } from '../workflow/index.js';
import { cursorAt, placeOf } from './cursor.js';
import { wordsIn } from './fold.js';
import type { CaseFilter, CasePage, CaseRow, Claims, LateFilter, Latest, SeenRow } from './model.js';
import { extent, nobody, parametersOf, type Extent, type Scope } from './scope.js';

/** A case as the file has it, with what only the fold needs. */
export interface StoredCase {
  readonly number: number;
  readonly row: CaseRow;
  readonly claims: Claims;
  readonly latest: Latest;
  readonly latestOfPart: Latest | undefined;
}

export interface CaseReads {
  stored(id: string): StoredCase | undefined;
  page(filter: CaseFilter): CasePage;
  lately(filter: LateFilter): readonly SeenRow[];
}

export const columns = `c.number, c.id, c.workflow, c.version, c.level, c.ccg, c.ccg_name, c.region, c.round, c.started_at, c.revision,
  c.updated_at, c.outcome, c.waiting_on, c.party, c.group_id, c.claims, c.progress, c.undisclosed,
  c.noted, c.latest, c.part_latest`;

/** Filters of a place and of whom a case waits on look no further than what is seen of it. */
const filters = `extent <> 'nothing'
  AND (:ccg IS NULL OR c.ccg = :ccg)
  AND (:workflow IS NULL OR c.workflow = :workflow)
  AND (:region IS NULL OR c.region = :region)
  AND (:round IS NULL OR c.round = :round)
  AND (:state IS NULL OR instr(iif(extent = 'all', c.places, c.part_places), ' ' || :state || ' ') > 0)
  AND (:waitingOn IS NULL OR instr(iif(extent = 'all', c.waiting_on, c.part_waiting), ' ' || :waitingOn || ' ') > 0)
  AND (:groupId IS NULL OR c.group_id = :groupId)
  AND (:group IS NULL OR EXISTS (SELECT 1 FROM json_each(c.party) WHERE value = :group))
  AND (c.started_at, c.id) > (:startedAt, :after)
  ORDER BY c.started_at, c.id LIMIT :limit`;

/** The cases of people of a CCG or practice: they are looked up first, as they are few among many. */
export const mine = `WITH mine (number) AS (
    SELECT c.number FROM json_each(:ccgs) o JOIN cases c ON c.ccg = o.value
    UNION SELECT c.number FROM json_each(:homes) o JOIN cases c ON c.ccg = o.value
    UNION SELECT r.number FROM json_each(:named) o JOIN rolls r ON r.practice = o.value)`;

const few = `${mine}
  SELECT ${columns}, ${extent} AS extent FROM mine JOIN cases c ON c.number = mine.number WHERE ${filters}`;

const many = `SELECT ${columns}, ${extent} AS extent FROM cases c WHERE ${filters}`;

/** By `cases_by_outcome`, so that it costs what the workflow has, and not what the file has. */
const latelyOf = (ended: boolean): string =>
  `SELECT ${columns}, ${extent} AS extent FROM cases c
   WHERE c.workflow = :workflow AND c.outcome IS ${ended ? 'NOT NULL' : 'NULL'} AND extent <> 'nothing'
     AND (:region IS NULL OR c.region = :region)
   ORDER BY c.updated_at DESC, c.id LIMIT :limit OFFSET :skip`;

export function caseReadsOf(database: DatabaseSync): CaseReads {
  const byId = database.prepare(`SELECT ${columns} FROM cases c WHERE c.id = ?`);
  const ofFew = database.prepare(few);
  const ofMany = database.prepare(many);
  const [open, over] = [false, true].map((ended) => database.prepare(latelyOf(ended)));

  return {
    stored(id) {
      const row = byId.get(id) as Row | undefined;
      return row && storedOf(row);
    },
    page(filter) {
      const { scope = { all: true }, limit, after } = filter;
      const start = after === undefined ? beforeAll : placeOf(after);
      if (start === undefined) throw new RangeError(`expected a cursor of an earlier page, found ${String(after)}`);
      const asked = {
        ...Object.fromEntries(criteria.map((name) => [name, filter[name] ?? null])),
        startedAt: start.startedAt,
        after: start.id,
        // One more than asked for tells whether there is a next page.
        limit: limit + 1,
      };
      const narrow = narrowed(scope, filter.ccg);
      const rows = (isOfFew(narrow) ? ofFew : ofMany).all({
        ...asked,
        ...parametersOf(narrow),
      }) as unknown as ScopedRow[];
      const cases = rows.slice(0, limit).map((row) => ({ ...caseRowOf(row), extent: row.extent }));
      const last = cases.at(-1);
      return { cases, ...(rows.length > limit && last && { next: cursorAt(last) }) };
    },
    lately({ workflow, ended, scope = { all: true }, region, limit, skip = 0 }) {
      const asked = { workflow, region: region ?? null, limit, skip, ...parametersOf(scope) };
      const rows = (ended ? over : open)?.all(asked) as unknown as ScopedRow[];
      return rows.map((row) => ({ ...caseRowOf(row), extent: row.extent }));
    },
  };
}

const criteria = ['ccg', 'workflow', 'region', 'round', 'state', 'waitingOn', 'group', 'groupId'] as const;

/** Who may see all and asks for one CCG gets what that CCG's people get; the filter stays. */
function narrowed(scope: Scope, ccg: string | undefined): Scope {
  return 'all' in scope && ccg !== undefined ? { ...nobody, ccgs: [ccg] } : scope;
}

const isOfFew = (scope: Scope): boolean => !('all' in scope) && scope.regions.length === 0;

/** Sorts before every place. */
// eslint-disable-next-line empty/no-empty-for-none -- a bound, as SQLite compares texts
const beforeAll: ReturnType<typeof placeOf> = { startedAt: '', id: '' };

/** `columns`, with the types the schema gives them. */
export interface Row {
  readonly number: number;
  readonly id: string;
  readonly workflow: string;
  readonly version: string;
  readonly level: string | null;
  readonly ccg: string | null;
  readonly ccg_name: string;
  readonly region: string;
  readonly round: string | null;
  readonly started_at: string;
  readonly revision: number;
  readonly updated_at: string;
  readonly outcome: string | null;
  readonly waiting_on: string;
  readonly party: string;
  readonly group_id: string | null;
  readonly claims: string;
  readonly progress: string;
  readonly undisclosed: number | null;
  readonly noted: string;
  readonly latest: string;
  readonly part_latest: string | null;
}

export interface ScopedRow extends Row {
  readonly extent: Exclude<Extent, 'nothing'>;
}

/** What the columns say, which this library alone has written. */
export const storedOf = (row: Row): StoredCase => ({
  number: row.number,
  row: caseRowOf(row),
  claims: JSON.parse(row.claims) as Claims,
  latest: JSON.parse(row.latest) as Latest,
  latestOfPart: row.part_latest === null ? undefined : (JSON.parse(row.part_latest) as Latest),
});

/** What a case runs under, and whom it is about. */
export const identityOf = (
  row: Pick<Row, 'workflow' | 'version' | 'level' | 'ccg' | 'ccg_name' | 'region' | 'round'>,
) => ({
  workflow: row.workflow,
  version: row.version,
  ...(row.level !== null && { level: row.level }),
  ...(row.ccg !== null && { ccg: row.ccg }),
  ccgName: row.ccg_name,
  region: row.region,
  ...(row.round !== null && { round: row.round }),
});

function caseRowOf(row: Row): CaseRow {
  const progress = JSON.parse(row.progress) as Progress;
  return {
    id: row.id,
    ...identityOf(row),
    group: JSON.parse(row.party) as string[],
    ...(row.group_id !== null && { groupId: row.group_id }),
    state: progress.state,
    ...(row.outcome !== null && { outcome: row.outcome }),
    waitingOn: wordsIn(row.waiting_on),
    progress,
    noted: JSON.parse(row.noted) as Noted,
    revision: row.revision,
    ...(row.undisclosed !== null && { undisclosed: row.undisclosed }),
    startedAt: row.started_at,
    updatedAt: row.updated_at,
  };
}

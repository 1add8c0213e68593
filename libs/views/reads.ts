import type { DatabaseSync } from 'node:sqlite';
import { kindsOfDue, type KindOfDue } from '../workflow/due.js';
import { instantOf, timeOf, type Instant } from '../workflow/instant.js';
import type { DueRow, Views } from './model.js';

type Reads = DocumentReads &
  Pick<
    Views,
    'isNamed' | 'balloting' | 'openCases' | 'claimsOf' | 'heldBy' | 'due' | 'nextDue' | 'lastAt' | 'statistics'
  >;

/** The small questions to the file. The schema gives the rows the types they are read as. */
export function readsOf(database: DatabaseSync): Reads {
  const heldBy = database.prepare(
    `SELECT level, case_id AS "case", from_at AS "from", until_at AS until FROM holdings WHERE ccg = ? AND (until_at IS NULL OR until_at > from_at) ORDER BY from_at`,
  );
  const named = database.prepare('SELECT 1 FROM rolls r JOIN cases c USING (number) WHERE c.id = ? AND r.practice = ?');
  const openOfCcg = database.prepare('SELECT id FROM cases WHERE ccg = ? AND outcome IS NULL ORDER BY started_at, id');
  const openOfRound = database.prepare(
    'SELECT id FROM cases WHERE round = ? AND outcome IS NULL ORDER BY started_at, id',
  );
  const openOfParty = database.prepare(
    `SELECT c.id FROM rolls r JOIN cases c USING (number)
     WHERE r.practice = ? AND c.outcome IS NULL AND c.part_places IS NULL ORDER BY c.started_at, c.id`,
  );
  const balloting = database.prepare(
    `SELECT c.id FROM rolls r JOIN cases c USING (number)
     WHERE r.practice = ? AND c.part_places IS NOT NULL ORDER BY c.started_at DESC, c.id LIMIT ?`,
  );
  const claims = database.prepare(
    `SELECT c.id AS "case", c.ccg, k.key AS queue, k.value ->> 'role' AS role, k.value ->> 'organisation' AS organisation
     FROM cases c, json_each(c.claims) k
     WHERE c.claims <> '{}' AND c.outcome IS NULL AND k.value ->> 'id' = ? ORDER BY c.started_at, c.id, k.key`,
  );
  const lastAt = database.prepare('SELECT max(updated_at) AS at FROM cases');

  return {
    isNamed: (id, organisation) => named.get(id, organisation) !== undefined,
    balloting: (practice, limit) => plain<{ id: string }>(balloting.all(practice, limit)).map(({ id }) => id),
    openCases: (of) =>
      plain<{ id: string }>(
        'ccg' in of ? openOfCcg.all(of.ccg) : 'round' in of ? openOfRound.all(of.round) : openOfParty.all(of.party),
      ).map(({ id }) => id),
    claimsOf: (person) => plain(claims.all(person)),
    heldBy: (ccg) =>
      plain<{ level: string; case: string; from: number; until: number | null }>(heldBy.all(ccg)).map(
        ({ from, until, ...held }) => ({ ...held, from: said(from), ...(until !== null && { until: said(until) }) }),
      ),
    ...dueReadsOf(database),
    lastAt: () => (lastAt.get() as { at: string | null }).at ?? undefined,
    ...documentReadsOf(database),
    statistics: statisticsOf(database),
  };
}

function dueReadsOf(database: DatabaseSync): Pick<Views, 'due' | 'nextDue'> {
  const due = database.prepare(
    `SELECT c.id AS "case", d.kind, d.event, d.date, d.at, c.revision, c.group_id AS groupId FROM due d JOIN cases c USING (number)
     WHERE d.at <= ? ORDER BY d.at, d.kind, c.group_id, d.number, d.rank LIMIT ?`,
  );
  const nextDue = database.prepare('SELECT min(at) AS at FROM due WHERE at > ?');

  return {
    due: (before, limit) =>
      plain<StoredDue>(due.all(timeOf(before), limit)).map(({ kind, at, ...row }) => ({
        ...row,
        kind: kindAt(kind),
        at: said(at),
      })),
    nextDue: (after) => {
      const { at } = nextDue.get(after === undefined ? Number.MIN_SAFE_INTEGER : timeOf(after)) as {
        at: number | null;
      };
      return at === null ? undefined : said(at);
    },
  };
}

function statisticsOf(database: DatabaseSync): Views['statistics'] {
  const casesByOutcome = database.prepare(
    `SELECT workflow, coalesce(outcome, 'open') AS outcome, count(*) AS count FROM cases
     GROUP BY cases.workflow, cases.outcome ORDER BY 1, 2`,
  );
  const waitingByQueue = database.prepare(
    `SELECT queue, role, count(*) AS count, count(claimed_by) AS claimed FROM waiting GROUP BY queue, role ORDER BY 1, 2`,
  );
  return () => ({ cases: plain(casesByOutcome.all()), waiting: plain(waitingByQueue.all()) });
}

type DocumentReads = Pick<
  Views,
  'casesOfDocument' | 'documentStoredBy' | 'hasStored' | 'timesRemoved' | 'storedSince' | 'unnamedSince' | 'isRemoved'
>;

function documentReadsOf(database: DatabaseSync): DocumentReads {
  const mentions = database.prepare(
    'SELECT c.id FROM documents d JOIN cases c USING (number) WHERE d.sha256 = ? ORDER BY c.number',
  );
  const isHere = 'NOT EXISTS (SELECT 1 FROM removed r WHERE r.sha256 = stored.sha256 AND r.is_gone = 1)';
  const stored = database.prepare(
    `SELECT organisation, type, size FROM stored WHERE sha256 = ? AND ${isHere} ORDER BY at, organisation LIMIT 1`,
  );
  const storedBy = database.prepare(`SELECT 1 FROM stored WHERE sha256 = ? AND organisation = ? AND ${isHere}`);
  const removals = database.prepare('SELECT times FROM removed WHERE sha256 = ?');
  const sinceThen = database.prepare(
    'SELECT count(*) AS documents, coalesce(sum(size), 0) AS bytes FROM stored WHERE organisation = ? AND at >= ?',
  );
  const unnamed = database.prepare(
    `SELECT sha256 FROM stored WHERE NOT EXISTS (SELECT 1 FROM documents d WHERE d.sha256 = stored.sha256) AND ${isHere}
     GROUP BY sha256 HAVING max(at) < ? ORDER BY max(at) LIMIT ?`,
  );
  const gone = database.prepare('SELECT 1 FROM removed WHERE sha256 = ? AND is_gone = 1');
  return {
    casesOfDocument: (sha256) => plain<{ id: string }>(mentions.all(sha256)).map(({ id }) => id),
    documentStoredBy: (sha256) => plain<{ organisation: string; type: string; size: number }>(stored.all(sha256))[0],
    hasStored: (organisation, sha256) => storedBy.get(sha256, organisation) !== undefined,
    timesRemoved: (sha256) => (removals.get(sha256) as { times: number } | undefined)?.times ?? 0,
    storedSince: (organisation, at) => ({
      ...(sinceThen.get(organisation, timeOf(at)) as { documents: number; bytes: number }),
    }),
    unnamedSince: (before, limit) =>
      plain<{ sha256: string }>(unnamed.all(timeOf(before), limit)).map(({ sha256 }) => sha256),
    isRemoved: (sha256) => gone.get(sha256) !== undefined,
  };
}

interface StoredDue extends Omit<DueRow, 'kind' | 'at'> {
  readonly kind: number;
  readonly at: number;
}

function kindAt(place: number): KindOfDue {
  const kind = kindsOfDue[place];
  if (kind === undefined) throw new RangeError(`expected the place of a kind of due fact, found ${place}`);
  return kind;
}

/** What is stored in milliseconds, in the one spelling of instants. */
const said = (time: number): Instant => instantOf(new Date(time));

/** SQLite's rows have no prototype; callers get ordinary objects. The statement says which. */
function plain<T>(rows: readonly object[]): T[] {
  return rows.map((row) => ({ ...row }) as T);
}

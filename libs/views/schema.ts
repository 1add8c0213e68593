import type { DatabaseSync } from 'node:sqlite';
import { openMarked } from './file.js';

/** "Remv" in ASCII: marks a SQLite file as views of Remit (https://www.sqlite.org/pragma.html#pragma_application_id). */
export const applicationId = 0x52656d76;

/** Goes up with every change of the tables, or of what is folded into them: files of other versions are rebuilt. */
export const viewsVersion = 10;

/** The tally of a row of the cases; its level and round may be null. */
const isTallyOf = (
  row: 'OLD' | 'NEW',
): string => `region = ${row}.region AND workflow = ${row}.workflow AND places = ${row}.places
    AND level IS ${row}.level AND round IS ${row}.round`;

const counted = (row: 'NEW'): string => `
    INSERT INTO tallies SELECT ${row}.places, ${row}.workflow, ${row}.level, ${row}.region, ${row}.round, 0
      WHERE NOT EXISTS (SELECT 1 FROM tallies WHERE ${isTallyOf(row)});
    UPDATE tallies SET count = count + 1 WHERE ${isTallyOf(row)};`;

/**
 * `number` counts the cases and stands for one in the other tables. `places` are words between spaces: the dotted path of every state
 * the case is in, the stages in progress, the outcome, how far it has come (`milestones.ts`). `waiting_on` are words in the same way, `party` (the group), `claims` and
 * `progress` JSON. `part_places` and `part_waiting` are such words of the members' part alone, null for a case without one. `undisclosed`
 * is the revision since which what is confidential was not disclosed. `noted`, `latest` and `part_latest` are JSON: what lists remember of the
 * case, its latest fact and the latest of the members' part, whose places in the log are `position` and `part_position`. `due_at` and `part_due`
 * say when the soonest in its stages is due. `conditions` has those of open cases that are not discharged. `kind` is the place of its kind among those of `kindsOfDue`, `rank` orders what is due on one case. `rolls` has whom a case names
 * beside its CCG: the practices on the roll of its latest ballot, the parties to a membership request. `asked`: 1 for a practice on that
 * roll that has not voted. `region` of what waits is that of the case, where the role is held for one. `tallies` counts the cases that stand
 * side by side. Instants that are compared are milliseconds since 1970 (`due`, `at`, `from_at`, `until_at`); others are texts.
 */
const schema = `
  CREATE TABLE cases (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    workflow TEXT NOT NULL,
    version TEXT NOT NULL,
    level TEXT,
    ccg TEXT,
    ccg_name TEXT NOT NULL,
    region TEXT NOT NULL,
    round TEXT,
    started_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    updated_at TEXT NOT NULL,
    outcome TEXT,
    places TEXT NOT NULL,
    waiting_on TEXT NOT NULL,
    party TEXT NOT NULL,
    group_id TEXT,
    claims TEXT NOT NULL,
    progress TEXT NOT NULL,
    part_places TEXT,
    part_waiting TEXT,
    undisclosed INTEGER,
    noted TEXT NOT NULL,
    due_at INTEGER,
    part_due INTEGER,
    position INTEGER NOT NULL,
    latest TEXT NOT NULL,
    part_position INTEGER,
    part_latest TEXT
  ) STRICT;
  CREATE INDEX cases_by_start ON cases (started_at, id);
  CREATE INDEX cases_by_ccg ON cases (ccg);
  CREATE INDEX cases_by_group ON cases (group_id) WHERE group_id IS NOT NULL;
  CREATE INDEX cases_by_outcome ON cases (workflow, outcome);
  CREATE INDEX cases_by_position ON cases (position);
  CREATE INDEX cases_in_lists ON cases (
    due_at, started_at, id, ccg, ccg_name, region, round, workflow, level, places, waiting_on, part_places, part_waiting, part_due
  );
  CREATE TABLE tallies (
    places TEXT NOT NULL, workflow TEXT NOT NULL, level TEXT, region TEXT NOT NULL, round TEXT, count INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX tallies_by_region ON tallies (region, workflow, places);
  CREATE TRIGGER case_is_counted AFTER INSERT ON cases BEGIN ${counted('NEW')} END;
  CREATE TRIGGER case_is_counted_elsewhere AFTER UPDATE OF places, region ON cases
    WHEN OLD.places <> NEW.places OR OLD.region <> NEW.region
    BEGIN
      UPDATE tallies SET count = count - 1 WHERE ${isTallyOf('OLD')};
      DELETE FROM tallies WHERE count = 0 AND ${isTallyOf('OLD')};
      ${counted('NEW')}
    END;
  CREATE TABLE conditions (
    number INTEGER NOT NULL, condition INTEGER NOT NULL, due TEXT NOT NULL, owner TEXT NOT NULL, matter TEXT NOT NULL,
    precedent INTEGER NOT NULL, upheld_at TEXT,
    PRIMARY KEY (number, condition)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX conditions_by_due ON conditions (due);
  CREATE TABLE waiting (
    role TEXT NOT NULL, number INTEGER NOT NULL, queue TEXT NOT NULL, region TEXT,
    since TEXT NOT NULL, due INTEGER, claimed_by TEXT, claimed_name TEXT,
    PRIMARY KEY (role, number, queue)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX waiting_in_order ON waiting (role, region, due, since);
  CREATE INDEX waiting_by_queue ON waiting (role, region, queue, due, since, claimed_by);
  CREATE TABLE due (
    at INTEGER NOT NULL, kind INTEGER NOT NULL, number INTEGER NOT NULL, rank INTEGER NOT NULL,
    event TEXT NOT NULL, date TEXT NOT NULL,
    PRIMARY KEY (at, kind, number, rank)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE rolls (
    number INTEGER NOT NULL, practice TEXT NOT NULL, asked INTEGER NOT NULL,
    PRIMARY KEY (number, practice)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX rolls_by_practice ON rolls (practice);
  CREATE TABLE holdings (
    ccg TEXT NOT NULL, level TEXT NOT NULL, case_id TEXT NOT NULL, from_at INTEGER NOT NULL, until_at INTEGER,
    PRIMARY KEY (ccg, from_at, case_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX holdings_now ON holdings (level, ccg) WHERE until_at IS NULL;
  CREATE TABLE documents (
    sha256 TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (sha256, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE stored (
    sha256 TEXT NOT NULL, organisation TEXT NOT NULL, type TEXT NOT NULL, size INTEGER NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (sha256, organisation)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX stored_by_organisation ON stored (organisation, at);
  CREATE INDEX stored_by_time ON stored (at);
  CREATE TABLE removed (
    sha256 TEXT PRIMARY KEY, times INTEGER NOT NULL, is_gone INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** Opens the views, or makes them. @throws ViewsOutdated, ViewsDamaged, Error as `openMarked` */
export const openFile = (file: string): DatabaseSync =>
  openMarked(file, { name: 'views', applicationId, version: viewsVersion, tables: schema, cache: 16_384 });

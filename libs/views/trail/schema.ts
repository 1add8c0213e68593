import type { DatabaseSync } from 'node:sqlite';
import { openMarked } from '../file.js';

/** "Remh" in ASCII: marks a SQLite file as a trail of Remit. */
const applicationId = 0x52656d68;

/** Goes up with every change of the tables, or of what is folded into them: files of other versions are made anew. */
export const trailVersion = 2;

/**
 * `position` is a place in the log; instants are milliseconds since 1970. A span begins with the event at `position` and ends with that at
 * `until_position`, null while it goes on.
 *
 * `words` has each text that rows say again and again, once, by its kind; `said` counts the events that say it. `events` has one row for
 * every event of the log, without its data. `blocks` bounds the instants of every 1,024 positions. `acts` sums up what each person did.
 * `folded` is JSON: what the next event of the case is folded onto.
 * `standings` has a row for every event that changed where a case stood; it holds until the next of that case. `periods` are the stages in
 * progress, `endings` the outcomes, `waits` whom a case waits on, in which queue, `holdings` the levels of CCGs. `tallies` has, by `groups`, how many cases there were
 * from that position on, and of those that wait how long the oldest had waited.
 */
const tables = `
  CREATE TABLE words (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, word TEXT NOT NULL, said INTEGER NOT NULL, UNIQUE (kind, word)
  ) STRICT;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY, at INTEGER NOT NULL, stream INTEGER NOT NULL, revision INTEGER NOT NULL, type INTEGER NOT NULL,
    case_id INTEGER, ccg INTEGER, workflow INTEGER,
    person INTEGER NOT NULL, name INTEGER NOT NULL, role INTEGER NOT NULL, organisation INTEGER NOT NULL,
    because INTEGER, rule INTEGER, detail INTEGER, event ANY NOT NULL, cause ANY
  ) STRICT;
  CREATE INDEX events_by_stream ON events (stream);
  CREATE INDEX events_by_type ON events (type);
  CREATE INDEX events_by_person ON events (person);
  CREATE INDEX events_by_role ON events (role);
  CREATE INDEX events_by_organisation ON events (organisation);
  CREATE INDEX events_by_workflow ON events (workflow) WHERE workflow IS NOT NULL;
  CREATE INDEX events_by_case ON events (case_id) WHERE case_id IS NOT NULL;
  CREATE INDEX events_by_ccg ON events (ccg) WHERE ccg IS NOT NULL;
  CREATE INDEX events_by_rule ON events (rule) WHERE rule IS NOT NULL;
  CREATE INDEX events_refused ON events (because, rule, detail, person, role, organisation) WHERE because IS NOT NULL;
  CREATE TABLE blocks (block INTEGER PRIMARY KEY, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL) STRICT;
  CREATE TABLE acts (
    person INTEGER NOT NULL, role INTEGER NOT NULL, organisation INTEGER NOT NULL, type INTEGER NOT NULL, name INTEGER NOT NULL,
    times INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (person, role, organisation, type, name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX acts_by_name ON acts (name);
  CREATE TABLE cases (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, workflow TEXT NOT NULL, version TEXT NOT NULL, level TEXT, ccg TEXT, round TEXT,
    position INTEGER NOT NULL, at INTEGER NOT NULL, revision INTEGER NOT NULL, folded TEXT NOT NULL
  ) STRICT;
  CREATE TABLE standings (
    number INTEGER NOT NULL, position INTEGER NOT NULL, at INTEGER NOT NULL, revision INTEGER NOT NULL,
    ccg_name TEXT NOT NULL, region TEXT NOT NULL, stages TEXT NOT NULL, outcome TEXT, waiting TEXT NOT NULL, due INTEGER,
    PRIMARY KEY (number, position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX standings_by_position ON standings (position);
  CREATE TABLE periods (
    number INTEGER NOT NULL, stage TEXT NOT NULL, position INTEGER NOT NULL, at INTEGER NOT NULL,
    until_position INTEGER, until_at INTEGER,
    PRIMARY KEY (stage, position, number)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX periods_open ON periods (number, stage) WHERE until_position IS NULL;
  CREATE TABLE endings (
    number INTEGER NOT NULL, outcome TEXT NOT NULL, position INTEGER NOT NULL, until_position INTEGER,
    PRIMARY KEY (outcome, position, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE waits (
    number INTEGER NOT NULL, "group" INTEGER NOT NULL, position INTEGER NOT NULL, at INTEGER NOT NULL,
    since INTEGER NOT NULL, due INTEGER, until_position INTEGER, until_at INTEGER,
    PRIMARY KEY ("group", position, number)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX waits_open ON waits ("group", since, number) WHERE until_position IS NULL;
  CREATE INDEX waits_by_due ON waits (due, until_position) WHERE due IS NOT NULL;
  CREATE TABLE holdings (
    ccg TEXT NOT NULL, level TEXT NOT NULL, case_id TEXT NOT NULL, position INTEGER NOT NULL, at INTEGER NOT NULL,
    until_position INTEGER, until_at INTEGER,
    PRIMARY KEY (ccg, position, case_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX holdings_by_position ON holdings (position);
  CREATE INDEX holdings_by_end ON holdings (until_position) WHERE until_position IS NOT NULL;
  CREATE TABLE groups (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, workflow TEXT NOT NULL,
    level TEXT NOT NULL, region TEXT NOT NULL, round TEXT NOT NULL,
    UNIQUE (kind, name, role, workflow, level, region, round)
  ) STRICT;
  CREATE TABLE tallies (
    "group" INTEGER NOT NULL, position INTEGER NOT NULL, cases INTEGER NOT NULL, oldest INTEGER,
    PRIMARY KEY ("group", position)
  ) STRICT, WITHOUT ROWID;
`;

/** Opens the trail, or makes an empty one. @throws ViewsOutdated, ViewsDamaged, Error as `openMarked` */
export const openFile = (file: string): DatabaseSync =>
  openMarked(file, { name: 'trail', applicationId, version: trailVersion, tables, cache: 16_384 });

/** How events get into a trail. What is kept in memory changes only after the transaction has been committed. */
import { LRUCache } from 'lru-cache';
import type { DatabaseSync } from 'node:sqlite';
import type { RecordedEvent } from '../../event-log/index.js';
import type { Workflow } from '../../workflow/index.js';
import { timeOf } from '../../workflow/instant.js';
import { caseOf, caseStream, ccgOf } from '../../workflow/streams.js';
import { endedAt } from '../ended.js';
import { fold, standing, type Folded } from '../fold.js';
import { lastSeenIn, seenOf, type LastSeen } from '../last-seen.js';
import type { CaseRow, Claims, Latest, ViewsOptions } from '../model.js';
import { newsOf } from '../news.js';
import { eventRowsInto } from './event-rows.js';
import { hereOf, type Counted, type Here } from './place.js';
import { standingsInto } from './standings.js';
import { wordsIn } from './words.js';

export interface Taking {
  apply(events: readonly RecordedEvent[]): void;
  /** The last event that is in the rows; its position is 0 before the first. */
  reached(): LastSeen;
}

/** A case in memory, with its number in the file. */
interface Kept {
  readonly number: number;
  readonly folded: Folded;
  readonly here: Here;
}

/** What of a case stands in its row, as JSON. */
interface Stored {
  readonly row: CaseRow;
  readonly claims: Claims;
  readonly latest: Latest;
}

export function takingInto(database: DatabaseSync, workflowOf: ViewsOptions['workflowOf']): Taking {
  const words = wordsIn(database);
  const rows = eventRowsInto(database, words);
  const standings = standingsInto(database);
  const holdings = holdingsInto(database);
  const cases = casesIn(database, workflowOf);
  const save = database.prepare(
    'UPDATE checkpoint SET position = ?, stream = ?, revision = ?, event = ?, hash = ? WHERE one = 1',
  );
  let reached = lastSeenIn(database);

  function takeOne(event: RecordedEvent): void {
    const { stream } = event;
    const id = caseOf(stream);
    if (id !== undefined) {
      const { before, now } = cases.take(id, event);
      const since = { position: event.position, at: timeOf(event.at) };
      const { number, here, folded } = now;
      if (before?.here !== here)
        standings.write({
          ...since,
          number,
          revision: event.revision,
          counted: countedIn(folded),
          before: before?.here,
          now: here,
        });
    } else if (ccgOf(stream) !== undefined) holdings(event);
    rows.write(event, (about) => cases.find(about)?.folded.row);
  }

  return {
    reached: () => reached,
    apply(events) {
      const news = newsOf(events, reached.position);
      const last = news.at(-1);
      if (last === undefined) return;
      const seen = seenOf(last);
      database.exec('BEGIN IMMEDIATE');
      try {
        for (const event of news) takeOne(event);
        cases.write();
        words.flush();
        save.run(seen.position, seen.stream, seen.revision, seen.event, seen.hash);
        database.exec('COMMIT');
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        for (const each of [words, standings, cases]) each.forget();
        throw error;
      }
      reached = seen;
    },
  };
}

const countedIn = ({ row: { workflow, level, round } }: Folded): Counted => ({ workflow, level, round });

function holdingsInto(database: DatabaseSync): (event: RecordedEvent) => void {
  const hold = database.prepare(
    'INSERT OR REPLACE INTO holdings (ccg, level, case_id, position, at) VALUES (?, ?, ?, ?, ?)',
  );
  const release = database.prepare(
    'UPDATE holdings SET until_position = ?, until_at = ? WHERE ccg = ? AND case_id = ? AND until_position IS NULL',
  );
  return ({ stream, type, data, at, position }) => {
    const ccg = ccgOf(stream) ?? stream;
    if (type === 'LevelTaken') hold.run(ccg, String(data['level']), String(data['case']), position, timeOf(at));
    else if (type === 'LevelLeft') release.run(position, timeOf(endedAt({ data, at })), ccg, String(data['case']));
  };
}

interface Cases {
  /** The case one event further. */
  take(id: string, event: RecordedEvent): { readonly before: Kept | undefined; readonly now: Kept };
  find(id: string): Kept | undefined;
  /** Writes down what was taken since the last time. */
  write(): void;
  forget(): void;
}

/** Cases kept in memory. */
const mostKept = 5_000;

function casesIn(database: DatabaseSync, workflowOf: ViewsOptions['workflowOf']): Cases {
  const byId = database.prepare('SELECT number, workflow, version, revision, folded FROM cases WHERE id = ?');
  const lastNumber = database.prepare('SELECT coalesce(max(number), 0) AS number FROM cases');
  const write = caseRowsInto(database);
  const kept = new LRUCache<string, Kept>({ max: mostKept });
  /** Taken and not written yet, with what the file has of each. */
  const changed = new Map<
    string,
    { readonly stored: Folded | undefined; readonly now: Kept; readonly first: RecordedEvent }
  >();
  let numbers: number | undefined;

  function workflowFor(name: string, version: string, stream: string): Workflow {
    const workflow = workflowOf(name, version);
    if (workflow) return workflow;
    throw new Error(`expected a workflow the service knows, found ${name}@${version} in ${stream}`);
  }

  function load(id: string): Kept | undefined {
    const stored = byId.get(id) as StoredRow | undefined;
    if (stored === undefined) return undefined;
    const workflow = workflowFor(stored.workflow, stored.version, caseStream(id));
    const { row, claims, latest } = JSON.parse(stored.folded) as Stored; // as `caseRowsInto` wrote it
    const now = { ...row, revision: stored.revision };
    const folded = { ...standing(workflow, now, now.progress, claims), latest, latestOfPart: undefined };
    return { number: stored.number, folded, here: hereOf(workflow, folded) };
  }

  function nextNumber(): number {
    numbers = (numbers ?? (lastNumber.get() as { number: number }).number) + 1;
    return numbers;
  }

  const find = (id: string): Kept | undefined => changed.get(id)?.now ?? kept.get(id) ?? load(id);

  return {
    find,
    take(id, event) {
      const before = find(id);
      const workflow = workflowFor(event.workflow ?? '', event.version ?? '', event.stream);
      const folded = fold(workflow, before?.folded, event);
      const here = before && isWhereItWas(before.folded, folded) ? before.here : hereOf(workflow, folded);
      const now = { number: before?.number ?? nextNumber(), folded, here };
      const { stored, first } = changed.get(id) ?? { stored: before?.folded, first: event };
      changed.set(id, { stored, now, first });
      return { before, now };
    },
    write() {
      for (const [id, { stored, now, first }] of changed) {
        write(id, now, stored, first);
        kept.set(id, now);
      }
      changed.clear();
    },
    forget() {
      changed.clear();
      kept.clear();
      numbers = undefined;
    },
  };
}

interface StoredRow {
  readonly number: number;
  readonly workflow: string;
  readonly version: string;
  readonly revision: number;
  readonly folded: string;
}

/** As after a vote. */
const isWhereItWas = (before: Folded, { row }: Folded): boolean =>
  before.row.progress === row.progress && before.row.region === row.region && before.row.ccgName === row.ccgName;

function caseRowsInto(database: DatabaseSync) {
  const insert = database.prepare(
    `INSERT INTO cases (number, id, workflow, version, level, ccg, round, position, at, revision, folded)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const touch = database.prepare('UPDATE cases SET revision = ? WHERE number = ?');
  const update = database.prepare('UPDATE cases SET revision = ?, folded = ? WHERE number = ?');
  return (id: string, { number, folded }: Kept, stored: Folded | undefined, first: RecordedEvent): void => {
    const { row, claims, latest } = folded;
    if (stored && isWhereItWas(stored, folded) && stored.row.noted === row.noted && stored.claims === claims) {
      touch.run(row.revision, number);
      return;
    }
    const text = JSON.stringify({ row, claims, latest } satisfies Stored);
    if (stored !== undefined) update.run(row.revision, text, number);
    else {
      const { workflow, version, level = null, ccg = null, round = null } = row;
      const begun = [first.position, timeOf(first.at)] as const;
      insert.run(number, id, workflow, version, level, ccg, round, ...begun, row.revision, text);
    }
  };
}

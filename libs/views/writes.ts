import type { DatabaseSync } from 'node:sqlite';
import type { RecordedEvent } from '../event-log/index.js';
import { kindsOfDue, type KindOfDue } from '../workflow/due.js';
import type { NotedCondition } from '../workflow/index.js';
import { timeOf } from '../workflow/instant.js';
import { ccgOf } from '../workflow/streams.js';
import { endedAt } from './ended.js';
import { documentsIn } from './documents.js';
import type { LastSeen } from './last-seen.js';
import { wordsOf, type DueHere, type Folded, type WaitingHere } from './fold.js';
import type { CaseRow } from './model.js';

export interface Writes {
  /** Runs `work` and keeps all it wrote together with the checkpoint, or, when anything throws, nothing. */
  atOnce(last: LastSeen, work: () => void): void;
  /** Brings a case's rows from what they were to what they are now; only what differs is written. */
  writeCase(number: number, before: Folded | undefined, now: Folded): void;
  /** What one event of a case adds beside the case itself: the organisations it names, votes, documents. */
  writeFacts(number: number, event: RecordedEvent, names: readonly string[] | undefined): void;
  /** What happens to documents themselves: they are stored, and removed. */
  writeDocument(event: RecordedEvent): void;
  /** A level that a CCG takes or leaves, by its arrangement. */
  writeLevel(event: RecordedEvent): void;
}

export function writesTo(database: DatabaseSync): Writes {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');
  const save = database.prepare(
    'UPDATE checkpoint SET position = ?, stream = ?, revision = ?, event = ?, hash = ? WHERE one = 1',
  );
  const cases = casesIn(database);
  const waiting = waitingIn(database);
  const due = dueIn(database);
  const conditions = conditionsIn(database);
  const facts = factsIn(database);
  const hold = database.prepare('INSERT OR REPLACE INTO holdings (ccg, level, case_id, from_at) VALUES (?, ?, ?, ?)');
  const release = database.prepare(
    'UPDATE holdings SET until_at = ? WHERE ccg = ? AND case_id = ? AND until_at IS NULL',
  );

  return {
    atOnce(last, work) {
      begin.run();
      try {
        work();
        save.run(last.position, last.stream, last.revision, last.event, last.hash);
        commit.run();
      } catch (error) {
        if (database.isTransaction) rollback.run();
        throw error;
      }
    },
    writeCase(number, before, now) {
      cases(number, before, now);
      if (before?.waiting !== now.waiting) waiting(number, before?.waiting ?? [], now.waiting);
      if (before?.due !== now.due) due(number, before?.due ?? [], now.due);
      conditions(number, before?.row, now.row);
    },
    writeFacts: facts,
    writeLevel({ stream, type, data, at }) {
      const ccg = ccgOf(stream) ?? stream;
      if (type === 'LevelTaken') hold.run(ccg, String(data.level), String(data.case), timeOf(at));
      else if (type === 'LevelLeft') release.run(timeOf(endedAt({ data, at })), ccg, String(data.case));
    },
    writeDocument: documentsInto(database),
  };
}

function documentsInto(database: DatabaseSync): Writes['writeDocument'] {
  const store = database.prepare(
    'INSERT OR IGNORE INTO stored (sha256, organisation, type, size, at) VALUES (?, ?, ?, ?, ?)',
  );
  const forget = database.prepare(
    'DELETE FROM stored WHERE sha256 = ? AND sha256 IN (SELECT sha256 FROM removed WHERE is_gone = 1)',
  );
  const back = database.prepare('UPDATE removed SET is_gone = 0 WHERE sha256 = ?');
  const isNamed = database.prepare('SELECT 1 FROM documents WHERE sha256 = ? LIMIT 1');
  const gone = database.prepare(
    `INSERT INTO removed VALUES (?, 1, 1) ON CONFLICT (sha256) DO UPDATE SET times = times + 1, is_gone = 1`,
  );

  return ({ type, data, actor, at }) => {
    if (type !== 'DocumentStored' && type !== 'DocumentRemoved') return;
    if (typeof data.sha256 !== 'string') throw new Error('expected the SHA-256 of a document, found none');
    if (type === 'DocumentStored') {
      forget.run(data.sha256);
      store.run(data.sha256, actor.organisation, String(data.type), Number(data.size), timeOf(at));
      back.run(data.sha256);
      // Named just before it was removed, on another instance: then it stays.
    } else if (isNamed.get(data.sha256) === undefined) gone.run(data.sha256);
  };
}

function casesIn(database: DatabaseSync): Writes['writeCase'] {
  const insert = database.prepare(
    `INSERT INTO cases (revision, updated_at, outcome, places, waiting_on, party, claims, progress, ccg_name, region, part_places,
       part_waiting, undisclosed, noted, due_at, part_due, position, latest, part_position, part_latest,
       number, id, workflow, version, level, ccg, round, started_at, group_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = database.prepare(
    `UPDATE cases SET revision = ?, updated_at = ?, outcome = ?, places = ?, waiting_on = ?, party = ?, claims = ?, progress = ?,
       ccg_name = ?, region = ?, part_places = ?, part_waiting = ?, undisclosed = ?, noted = ?, due_at = ?, part_due = ?,
       position = ?, latest = ?, part_position = ?, part_latest = ? WHERE number = ?`,
  );
  const touch = database.prepare(
    `UPDATE cases SET revision = ?, updated_at = ?, claims = ?, position = ?, latest = ?, part_position = ?, part_latest = ? WHERE number = ?`,
  );

  return (number, before, now) => {
    const { row, claims } = now;
    if (before && isWhereItWas(before, now)) {
      touch.run(row.revision, row.updatedAt, JSON.stringify(claims), ...latestOf(now), number);
      return;
    }
    const changing = changingOf(number, now);
    if (before) {
      update.run(...changing);
      return;
    }
    const { id, workflow, version, level, ccg, round, startedAt, groupId } = row;
    insert.run(
      ...changing,
      id,
      workflow,
      version,
      level ?? null,
      ccg ?? null,
      round ?? null,
      startedAt,
      groupId ?? null,
    );
  };
}

/** What of a case changes with its facts, in the order of the statements. */
function changingOf(number: number, now: Folded) {
  const { row, claims, places, part } = now;
  return [
    row.revision,
    row.updatedAt,
    row.outcome ?? null,
    places,
    wordsOf(row.waitingOn),
    JSON.stringify(row.group),
    JSON.stringify(claims),
    JSON.stringify(row.progress),
    row.ccgName,
    row.region,
    part?.places ?? null,
    part?.waitingOn ?? null,
    row.undisclosed ?? null,
    JSON.stringify(row.noted),
    timeOrNone(now.soonest),
    timeOrNone(part?.due),
    ...latestOf(now),
    number,
  ] as const;
}

const timeOrNone = (at: string | undefined): number | null => (at === undefined ? null : timeOf(at));

function latestOf({ latest, latestOfPart }: Folded) {
  const text = JSON.stringify(latest);
  const ofPart = latestOfPart === latest ? text : JSON.stringify(latestOfPart);
  return [latest.position, text, latestOfPart?.position ?? null, latestOfPart === undefined ? null : ofPart] as const;
}

/** As after a vote or a claim: nothing is written that lists find cases by, for SQLite writes each index anew of which a column is named. */
const isWhereItWas = (before: Folded, { row }: Folded): boolean =>
  before.row.progress === row.progress &&
  before.row.noted === row.noted &&
  before.row.region === row.region &&
  before.row.ccgName === row.ccgName;

function waitingIn(database: DatabaseSync) {
  const remove = database.prepare('DELETE FROM waiting WHERE role = ? AND number = ? AND queue = ?');
  const put = database.prepare(
    'INSERT OR REPLACE INTO waiting (claimed_by, claimed_name, role, number, queue, region, since, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const claim = database.prepare(
    'UPDATE waiting SET claimed_by = ?, claimed_name = ? WHERE role = ? AND number = ? AND queue = ?',
  );

  return (number: number, before: readonly WaitingHere[], now: readonly WaitingHere[]): void => {
    for (const old of before) if (!now.some(samePlace(old))) remove.run(old.role, number, old.queue);
    for (const row of now) {
      const { role, queue, region, since, due, claimedBy } = row;
      const old = before.find(samePlace(row));
      const place = [claimedBy?.id ?? null, claimedBy?.name ?? null, role, number, queue] as const;
      if (old === undefined || !isAsBefore(old, row)) put.run(...place, region ?? null, since, timeOrNone(due));
      else if (old.claimedBy?.id !== claimedBy?.id) claim.run(...place);
    }
  };
}

const samePlace = (a: WaitingHere) => (b: WaitingHere) => a.role === b.role && a.queue === b.queue;

/** But for who has claimed it. */
const isAsBefore = (old: WaitingHere, { region, since, due }: WaitingHere): boolean =>
  old.region === region && old.since === since && old.due === due;

/** Conditions of a case that has ended wait for nobody. */
const openIn = (row: CaseRow | undefined): readonly NotedCondition[] =>
  row === undefined || row.outcome !== undefined ? [] : (row.noted.conditions ?? []);

function conditionsIn(database: DatabaseSync) {
  const forget = database.prepare('DELETE FROM conditions WHERE number = ?');
  const put = database.prepare(
    `INSERT INTO conditions (number, condition, due, owner, matter, precedent, upheld_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );

  return (number: number, before: CaseRow | undefined, now: CaseRow): void => {
    const [then, open] = [openIn(before), openIn(now)];
    if (then === open || (then.length === 0 && open.length === 0)) return;
    forget.run(number);
    for (const [index, { matter, owner, due, precedent, discharged, upheldAt }] of open.entries())
      if (!discharged) put.run(number, index + 1, due, owner, matter, Number(precedent), upheldAt ?? null);
  };
}

const placeOf = (kind: KindOfDue): number => kindsOfDue.indexOf(kind);

function dueIn(database: DatabaseSync) {
  const remove = database.prepare('DELETE FROM due WHERE at = ? AND kind = ? AND number = ? AND rank = ?');
  const put = database.prepare(
    'INSERT OR REPLACE INTO due (at, kind, number, rank, event, date) VALUES (?, ?, ?, ?, ?, ?)',
  );

  return (number: number, before: readonly DueHere[], now: readonly DueHere[]): void => {
    for (const [rank, { at, kind }] of before.entries())
      if (now[rank]?.at !== at || now[rank].kind !== kind) remove.run(timeOf(at), placeOf(kind), number, rank);
    for (const [rank, { at, kind, event, date }] of now.entries()) {
      const old = before[rank];
      if (old?.at !== at || old.event !== event || old.date !== date)
        put.run(timeOf(at), placeOf(kind), number, rank, event, date);
    }
  };
}

function factsIn(database: DatabaseSync): Writes['writeFacts'] {
  const dropRoll = database.prepare('DELETE FROM rolls WHERE number = ?');
  const enrol = database.prepare('INSERT OR REPLACE INTO rolls (number, practice, asked) VALUES (?, ?, 1)');
  const vote = database.prepare('UPDATE rolls SET asked = 0 WHERE number = ? AND practice = ?');
  const mention = database.prepare('INSERT OR IGNORE INTO documents (sha256, number) VALUES (?, ?)');
  // Named just after it was removed, by whom it was there still: then it stays.
  const keep = database.prepare('UPDATE removed SET is_gone = 0 WHERE sha256 = ? AND is_gone = 1');

  return (number, { type, data, actor }, names) => {
    if (type === 'VoteCast') vote.run(number, actor.organisation);
    if (names) {
      dropRoll.run(number);
      for (const code of names) enrol.run(number, code);
    }
    for (const sha256 of documentsIn(data)) {
      mention.run(sha256, number);
      keep.run(sha256);
    }
  };
}

/** Where cases stood, from which event to which: written as each moves, so that a moment is looked up and nothing is folded again. */
import type { DatabaseSync } from 'node:sqlite';
import { timeOf } from '../../workflow/instant.js';
import { groupsOf, type Counted, type Group, type Here, type Waiting } from './place.js';

/** Where in the log something came to be so. */
export interface Since {
  readonly position: number;
  readonly at: number;
}

/** A case that moved: from where it stood, undefined before its first event, to where it stands. */
export interface Move extends Since {
  readonly number: number;
  readonly revision: number;
  readonly counted: Counted;
  readonly before: Here | undefined;
  readonly now: Here;
}

export interface Standings {
  write(move: Move): void;
  /** What was counted since the last commit was not kept. */
  forget(): void;
}

export function standingsInto(database: DatabaseSync): Standings {
  const insert = database.prepare(
    `INSERT INTO standings (number, position, at, revision, ccg_name, region, stages, outcome, waiting, due)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const periods = periodsInto(database);
  const groups = groupsIn(database);
  const waits = waitsInto(database, groups);
  const tallies = talliesInto(database);

  return {
    write(move) {
      const { number, position, at, revision, counted, before, now } = move;
      if (before !== undefined && sameText(before, now)) return;
      const { ccgName, region, stages, outcome, waiting, due } = now;
      const words = [stages.join(' '), outcome ?? null, JSON.stringify(waiting), due ?? null] as const;
      insert.run(number, position, at, revision, ccgName, region, ...words);
      periods(move);
      waits(move);
      const [were, are] = [before, now].map((here) => numbersOf(groups, counted, here));
      for (const group of new Set([...(were ?? []), ...(are ?? [])])) {
        const more = Number(are?.has(group) ?? false) - Number(were?.has(group) ?? false);
        // Where it waits as before, the wait itself may be another.
        if (more !== 0 || groups.isWaiting(group)) tallies.count(group, more, position, groups.isWaiting(group));
      }
    },
    forget() {
      groups.forget();
      tallies.forget();
    },
  };
}

const sameText = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const numbersOf = (groups: Groups, counted: Counted, here: Here | undefined): ReadonlySet<number> =>
  new Set(here === undefined ? [] : groupsOf(counted, here).map((group) => groups.of(group)));

function periodsInto(database: DatabaseSync): (move: Move) => void {
  const begin = database.prepare('INSERT OR REPLACE INTO periods (number, stage, position, at) VALUES (?, ?, ?, ?)');
  const end = database.prepare(
    'UPDATE periods SET until_position = ?, until_at = ? WHERE number = ? AND stage = ? AND until_position IS NULL',
  );
  const over = database.prepare('INSERT OR REPLACE INTO endings (number, outcome, position) VALUES (?, ?, ?)');
  const again = database.prepare(
    'UPDATE endings SET until_position = ? WHERE number = ? AND outcome = ? AND until_position IS NULL',
  );
  return ({ number, position, at, before, now }) => {
    if (before?.outcome !== now.outcome) {
      if (before?.outcome !== undefined) again.run(position, number, before.outcome);
      if (now.outcome !== undefined) over.run(number, now.outcome, position);
    }
    const then = before?.stages ?? [];
    for (const stage of then) if (!now.stages.includes(stage)) end.run(position, at, number, stage);
    for (const stage of now.stages) if (!then.includes(stage)) begin.run(number, stage, position, at);
  };
}

interface Groups {
  of(group: Group): number;
  /** Of one that was asked for before. */
  isWaiting(number: number): boolean;
  forget(): void;
}

// eslint-disable-next-line empty/no-empty-for-none -- of a column that is part of a key, and so is never null
const none = '';

/** The numbers of groups. */
function groupsIn(database: DatabaseSync): Groups {
  const find = database.prepare(
    `SELECT number FROM groups
     WHERE kind = ? AND name = ? AND role = ? AND workflow = ? AND level = ? AND region = ? AND round = ?`,
  );
  const add = database.prepare(
    'INSERT INTO groups (kind, name, role, workflow, level, region, round) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const known = new Map<string, number>();
  const waiting = new Set<number>();
  return {
    isWaiting: (number) => waiting.has(number),
    of({ kind, name, role = none, workflow, level = none, region, round = none }) {
      const key = [kind, name, role, workflow, level, region, round] as const;
      const text = key.join('\n');
      const number =
        known.get(text) ??
        (find.get(...key) as { number: number } | undefined)?.number ??
        Number(add.run(...key).lastInsertRowid);
      known.set(text, number);
      if (kind === 'waiting') waiting.add(number);
      return number;
    },
    forget() {
      known.clear();
      waiting.clear();
    },
  };
}

function waitsInto(database: DatabaseSync, groups: Groups): (move: Move) => void {
  const begin = database.prepare(
    'INSERT OR REPLACE INTO waits (number, "group", position, at, since, due) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const end = database.prepare(
    `UPDATE waits SET until_position = ?, until_at = ?
     WHERE "group" = ? AND since = ? AND number = ? AND until_position IS NULL`,
  );
  const groupOf = ({ workflow, level, round }: Counted, region: string, { queue: name, role }: Waiting): number =>
    groups.of({ kind: 'waiting', name, role, workflow, level, round, region });
  return ({ number, position, at, counted, before, now }) => {
    const then = before?.waiting ?? [];
    const staysIn = (here: Here | undefined, wait: Waiting): boolean =>
      before?.region === now.region && (here?.waiting ?? []).some((each) => sameText(each, wait));
    for (const wait of then)
      if (!staysIn(now, wait))
        end.run(position, at, groupOf(counted, before?.region ?? now.region, wait), timeOf(wait.since), number);
    for (const wait of now.waiting) {
      const { since, due } = wait;
      if (staysIn(before, wait)) continue;
      const dueAt = due === undefined ? null : timeOf(due);
      begin.run(number, groupOf(counted, now.region, wait), position, at, timeOf(since), dueAt);
    }
  };
}

/** How many cases each group has, as it changes. */
function talliesInto(database: DatabaseSync) {
  const latest = database.prepare('SELECT cases FROM tallies WHERE "group" = ? ORDER BY position DESC LIMIT 1');
  const oldest = database.prepare('SELECT min(since) AS since FROM waits WHERE "group" = ? AND until_position IS NULL');
  const put = database.prepare('INSERT OR REPLACE INTO tallies ("group", position, cases, oldest) VALUES (?, ?, ?, ?)');
  const known = new Map<number, number>();
  return {
    count(group: number, more: number, position: number, isWaiting: boolean): void {
      const before = known.get(group) ?? (latest.get(group) as { cases: number } | undefined)?.cases ?? 0;
      known.set(group, before + more);
      const { since } = isWaiting ? (oldest.get(group) as { since: number | null }) : { since: null };
      put.run(group, position, before + more, since);
    },
    forget: () => known.clear(),
  };
}

/** The log by itself, beside SQLite with a commit for each event. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { schema } from '../../libs/event-log/sqlite-schema.js';
import { sqliteLog, type SqliteLog } from '../../libs/event-log/sqlite.js';
import type { Figure } from './figures.js';
import { vote } from './histories.js';

export async function logFigures(folder: string, seconds: number): Promise<readonly Figure[]> {
  const single = singleCommits(join(folder, 'single.sqlite'), seconds);
  const log = await sqliteLog({ file: join(folder, 'log.sqlite') });
  try {
    const figures: Figure[] = [{ name: 'SQLite, one commit for each event', value: single, unit: '/s' }];
    for (const outstanding of [1, 32, 128]) {
      figures.push({
        name: `appends to the log, ${outstanding} outstanding`,
        value: await appends(log, outstanding, seconds),
        unit: '/s',
        ceiling: { name: 'single-commit SQLite', value: single },
        place: { group: 'log', line: 'appends', at: outstanding },
      });
    }
    return figures;
  } finally {
    await log.close();
  }
}

/** The same rows in the same tables, each in a transaction of its own. */
function singleCommits(file: string, seconds: number): number {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec(schema);
  const insert = database.prepare('INSERT INTO event (position, id, stream, revision, body) VALUES (?, ?, ?, ?, ?)');
  const stream = `case-${randomUUID()}`;
  const began = performance.now();
  let events = 0;
  while (performance.now() < began + seconds * 1000) {
    const event = vote(events);
    insert.run(events + 1, event.id, stream, events, JSON.stringify(event));
    events += 1;
  }
  const elapsed = performance.now() - began;
  database.close();
  return (events / elapsed) * 1000;
}

/** So many callers, each of whom appends to a stream of its own when the last append was answered. */
async function appends(log: SqliteLog, outstanding: number, seconds: number): Promise<number> {
  const began = performance.now();
  const until = began + seconds * 1000;
  const counts = await Promise.all(
    Array.from({ length: outstanding }, async () => {
      const stream = `case-${randomUUID()}`;
      let revision = -1;
      for (; performance.now() < until; revision += 1) {
        const expected = revision < 0 ? 'none' : revision;
        const { outcome } = await log.append({ stream, expected, events: [vote(revision)] });
        if (outcome !== 'appended') throw new Error(`expected the vote to be appended, found ${outcome}`);
      }
      return revision + 1;
    }),
  );
  return (counts.reduce((sum, count) => sum + count, 0) / (performance.now() - began)) * 1000;
}

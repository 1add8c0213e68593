import { existsSync, realpathSync } from 'node:fs';
import { resolve as absolute } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Worker } from 'node:worker_threads';
import { LogUnavailable, type EventLog } from './index.js';
import { recentEvents } from './recent.js';
import { appendsThrough, startWriter } from './sqlite-appends.js';
import { lookOver, type Looking } from './sqlite-looking.js';
import { readsOf } from './sqlite-reads.js';
import { isBlank, openForReading, schema } from './sqlite-schema.js';
import { subscriptionsOver } from './subscriptions.js';

export interface SqliteOptions {
  /** Path of the file; made when absent, its folder is not. Beside it live `-wal`, `-shm` and `.lock`. */
  readonly file: string;
  /** Opens an existing log without a writer, also while a service writes to it; its subscriptions look every 100 ms. */
  readonly readOnly?: boolean;
  /** The operator's ceiling for the size of the file, in bytes (none): beyond it appends fail with `LogUnavailable`. */
  readonly maxBytes?: number;
}

export interface SqliteLog extends EventLog {
  /** Commits since the log was opened: fewer than appends, as appends share them. */
  commits(): number;
  /** Begins to look the file over: pages, indexes, what is kept of every event. To be ended before the log is closed. */
  lookOver(): Looking;
}

const pageBytes = 4_096;
const batch = 500;

/**
 * A log in one SQLite file, for one service and any number of readers. Opening takes the same time whatever the log's size.
 *
 * Reads look into the file on the caller's thread. A commit that failed is not kept and readers never see it; only when the process
 * dies before the next commit succeeds can a disk that failed to flush turn out to have kept it. Who asks again with the same ids is
 * told in either case.
 *
 * @throws Error when the file is not a log, is of a newer format, or is written to by another service.
 */
export async function sqliteLog(options: SqliteOptions): Promise<SqliteLog> {
  const file = existsSync(options.file) ? realpathSync(options.file) : absolute(options.file);
  // What is not a log must be refused before the writer changes it.
  if (existsSync(file) && !isBlank(file)) openForReading(file).close();
  if (options.readOnly) return logOver(file, openForReading(file));
  const worker = await startWriter({ file, schema, maxPages: (options.maxBytes ?? 2 ** 44) / pageBytes });
  try {
    return logOver(file, openForReading(file), worker);
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}

function logOver(file: string, database: DatabaseSync, worker?: Worker): SqliteLog {
  const read = readsOf(database);
  const recent = recentEvents(read.head());
  const subscriptions = subscriptionsOver((after) => (worker && recent.after(after)) ?? read.all(after, batch));
  const look = worker ? undefined : setInterval(() => subscriptions.wake(), 100);
  const writer =
    worker &&
    appendsThrough(
      worker,
      (id) => read.find(id),
      (events, characters) => {
        recent.add(events, characters);
        subscriptions.wake();
      },
    );
  let closed: Promise<void> | undefined;

  function assertOpen(): void {
    if (closed) throw new LogUnavailable('the log is closed');
  }

  async function close(): Promise<void> {
    clearInterval(look);
    await writer?.settled();
    await subscriptions.stop();
    // The writer lets go last: the last one out folds the write-ahead file in.
    database.close();
    await writer?.close();
  }

  return {
    append(...appends) {
      if (closed) return Promise.reject(new LogUnavailable('the log is closed'));
      if (!writer) return Promise.reject(new LogUnavailable('the log was opened read-only'));
      return writer.append(appends);
    },
    async tryWriting() {
      assertOpen();
      if (!writer) throw new LogUnavailable('the log was opened read-only');
      await writer.tryWriting();
    },
    async readStream(stream, { from = 0, limit = -1 } = {}) {
      assertOpen();
      return read.stream(stream, from, limit);
    },
    async headOf(stream) {
      assertOpen();
      return read.headOf(stream);
    },
    async readAll({ after = 0, limit = 1_000 } = {}) {
      assertOpen();
      return read.all(after, limit);
    },
    async find(id) {
      assertOpen();
      return read.find(id);
    },
    async head() {
      assertOpen();
      return read.head();
    },
    subscribe(after, handle) {
      assertOpen();
      return subscriptions.start(after, handle);
    },
    commits: () => writer?.commits() ?? 0,
    lookOver: () => lookOver({ file, bodies: true }),
    close() {
      closed ??= close();
      return closed;
    },
  };
}

/**
 * The writer of a log: runs in a thread of its own and answers appends after they are durable.
 *
 * Node runs this file as it stands in tests (types stripped), so it keeps to erasable syntax and imports only `node:` modules.
 */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { Append } from './index.js';

/** What the thread is started with; `maxPages` of 4,096 bytes. */
export interface WriterOptions {
  readonly file: string;
  readonly schema: string;
  readonly maxPages: number;
}

/** Events for one stream, each as its id and its JSON text. */
export type Part = readonly [
  stream: string,
  expected: Append['expected'],
  ids: readonly string[],
  bodies: readonly string[],
];

/** To the writer: appends in the order of their calls, one without parts to try writing; or the wish to end. */
export type ToWriter = readonly (readonly Part[])[] | 'close';

/** An event as a row of the file. */
export interface Row {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly body: string;
}

export type Answer =
  /** `position` is the first event's, the others follow without gaps; `revisions` are those of each part's first event. */
  | { readonly outcome: 'appended'; readonly position: number; readonly revisions: readonly number[] }
  | { readonly outcome: 'repeated'; readonly rows: readonly Row[] }
  | {
      readonly outcome: 'overtaken';
      readonly stream: string;
      readonly expected: number | 'none';
      readonly actual: number | 'none';
    }
  | { readonly outcome: 'impossible'; readonly message: string };

/** From the writer: once `ready`, then the answers in the order of the appends, one message for each commit. */
export type FromWriter =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answered'; readonly answers: readonly Answer[] }
  /** The commit failed: the first `count` unanswered appends were not kept. */
  | { readonly kind: 'unavailable'; readonly message: string; readonly count: number };

/** Appends in one commit, about: bounds the time the first of them waits for the last. */
const batchSize = 1_000;
/** Characters of an event that is written to be taken back: some pages. */
const trialSize = 16_384;
/** Streams whose last revision is remembered. */
const rememberedHeads = 100_000;

if (parentPort) run(parentPort, workerData as WriterOptions);

function run(port: NonNullable<typeof parentPort>, options: WriterOptions): void {
  const say = (message: FromWriter) => port.postMessage(message);
  const lock = takeLock(options.file);
  let writer: Writer | undefined = openWriter(options, 'new or old');
  say({ kind: 'ready' });

  function write(batch: readonly (readonly Part[])[]): void {
    try {
      // After a fault the file is opened anew: nothing remembered, nothing half-done, and the cause may be gone.
      writer ??= openWriter(options, 'old');
      say({ kind: 'answered', answers: writer.commit(batch) });
    } catch (error) {
      writer?.abandon();
      writer = undefined;
      say({ kind: 'unavailable', message: messageOf(error), count: batch.length });
    }
  }

  port.on('message', (first: ToWriter) => {
    let message: ToWriter | undefined = first;
    const batch: (readonly Part[])[] = [];
    while (message !== undefined && message !== 'close') {
      for (const append of message) batch.push(append);
      message = batch.length < batchSize ? (receiveMessageOnPort(port)?.message as ToWriter | undefined) : undefined;
    }
    for (const commit of commitsOf(batch)) write(commit);
    if (message !== 'close') return;
    writer?.abandon();
    lock.close();
    port.close();
  });
}

/** Those that are kept or not kept together, in their order: a trial stands alone, so that nothing befalls others by it. */
function commitsOf(batch: readonly (readonly Part[])[]): readonly (readonly (readonly Part[])[])[] {
  const commits: (readonly Part[])[][] = [];
  for (const append of batch) {
    const last = commits.at(-1);
    if (last && append.length > 0 && last[0]?.length !== 0) last.push(append);
    else commits.push([append]);
  }
  return commits;
}

/** One writer for a file: the lock is SQLite's own on a file beside it, so it ends with the process, however that ends. */
function takeLock(file: string): DatabaseSync {
  const lock = new DatabaseSync(`${file}.lock`, { timeout: 1_000 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    const reason = `expected to be the only writer, found another service writing to it (${messageOf(error)})`;
    throw new Error(`${reason}: stop that one, or open the log read-only`, { cause: error });
  }
}

interface Writer {
  /** Writes the appends, each all or nothing by itself, in one commit. Throws when nothing could be kept. */
  commit(batch: readonly (readonly Part[])[]): Answer[];
  /** Lets go of the file, and of a transaction that is open. */
  abandon(): void;
}

function openWriter({ file, schema, maxPages }: WriterOptions, expected: 'new or old' | 'old'): Writer {
  const database = new DatabaseSync(file, { timeout: 2_000 });
  // 32 MB of cache, and 64 MB of write-ahead file before it is folded in: ids are random, so a page of their index is changed
  // many times in between and then written once.
  database.exec(`
    PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 16384; PRAGMA journal_size_limit = 67108864;
  `);
  const blank = database.prepare('SELECT 1 FROM sqlite_schema').get() === undefined;
  if (blank && expected === 'new or old') database.exec(schema);
  // A pragma takes no parameters; this is a number.
  database.exec(`PRAGMA max_page_count = ${Math.trunc(maxPages)}`);

  const insert = database.prepare('INSERT INTO event (position, id, stream, revision, body) VALUES (?, ?, ?, ?, ?)');
  const byId = database.prepare('SELECT position, stream, revision, body FROM event WHERE id = ?');
  const revisionOf = database.prepare('SELECT max(revision) AS revision FROM event WHERE stream = ?');
  const lastPosition = database.prepare('SELECT coalesce(max(position), 0) AS position FROM event');
  const heads = new Map<string, number>();
  let position = 0;

  function headOf(stream: string): number {
    const known = heads.get(stream);
    if (known !== undefined) return known;
    const { revision } = revisionOf.get(stream) as { revision: number | null };
    return remember(stream, revision ?? -1);
  }

  function remember(stream: string, revision: number): number {
    if (heads.size >= rememberedHeads) heads.clear();
    heads.set(stream, revision);
    return revision;
  }

  /** An event is written and taken back, so that no room is found out; the header is written as it is, so that there is something to commit. */
  function tryWriting(): Answer {
    const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
    database.exec('SAVEPOINT trial');
    insert.run(position + 1, 'trial', 'trial', 0, 'x'.repeat(trialSize));
    database.exec(`ROLLBACK TO trial; RELEASE trial; PRAGMA user_version = ${Math.trunc(version)}`);
    return { outcome: 'appended', position, revisions: [] };
  }

  function write(parts: readonly Part[]): Answer {
    if (parts.length === 0) return tryWriting();
    const known = knownEvents(parts, (id) => byId.get(id) as Row | undefined);
    if (known) return known;
    for (const [stream, expected] of parts) {
      const head = headOf(stream);
      const actual = head === -1 ? 'none' : head;
      if (expected !== 'any' && expected !== actual) return { outcome: 'overtaken', stream, expected, actual };
    }
    const first = position + 1;
    const revisions = parts.map(([stream, , ids, bodies]) => {
      const revision = headOf(stream) + 1;
      ids.forEach((id, i) => insert.run(++position, id, stream, revision + i, bodies[i] ?? null));
      remember(stream, revision + ids.length - 1);
      return revision;
    });
    return { outcome: 'appended', position: first, revisions };
  }

  return {
    commit(batch) {
      database.exec('BEGIN IMMEDIATE');
      ({ position } = lastPosition.get() as { position: number });
      const answers = batch.map(write);
      database.exec('COMMIT');
      return answers;
    },
    abandon() {
      database.close();
    },
  };
}

/** What the log answers to ids it knows; `undefined` when it knows none of them. */
function knownEvents(parts: readonly Part[], find: (id: string) => Row | undefined): Answer | undefined {
  const rows: Row[] = [];
  let asked = 0;
  for (const [stream, , ids] of parts) {
    asked += ids.length;
    for (const id of ids) {
      const row = find(id);
      if (row && row.stream !== stream)
        return {
          outcome: 'impossible',
          message: `event ${id} was expected in stream ${stream}, found in ${row.stream}`,
        };
      if (row) rows.push(row);
    }
  }
  if (rows.length === 0) return undefined;
  if (rows.length < asked)
    return { outcome: 'impossible', message: `only ${rows.length} of ${asked} events are known to the log` };
  return { outcome: 'repeated', rows: rows.sort((a, b) => a.position - b.position) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

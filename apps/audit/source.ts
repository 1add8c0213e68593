/** Where a history is read from: the log of a service, embedded or in KurrentDB, or an export of one as JSON Lines. */
import { isUtf8 } from 'node:buffer';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { EventLog, RecordedEvent } from '../../libs/event-log/index.js';
import { sqliteLog } from '../../libs/event-log/sqlite.js';
import { itemOf, unreadable, type Item } from './event-shape.js';
import { behindMark } from './mark.js';

export interface Source {
  readonly kind: 'log' | 'export' | 'kurrentdb';
  /** The file; of KurrentDB its servers, without anything secret. */
  readonly file: string;
  /** How much there is to read, in the unit of `done`. */
  readonly total: number;
  /** How much of it `all` has read so far. */
  done(): number;
  /** Everything in the order of the history; of a log, what it held when it was opened. Never more than a page in memory. */
  all(): AsyncIterable<Item>;
  /** One stream in its order, and whatever cannot be told to be of another. */
  stream(name: string): AsyncIterable<Item>;
  close(): Promise<void>;
}

/** Events asked for at once. */
const page = 1_000;
/** A line longer than this, in bytes, is no event: appends are far smaller. */
const longestLine = 64 * 1024 * 1024;
const newline = 0x0a;

/** @throws Error that says what was expected and found */
export async function logSource(file: string): Promise<Source> {
  assertFile(file, 'the log of a Remit service');
  const log = await sqliteLog({ file, readOnly: true });
  const total = await log.head().catch(async (error: unknown) => {
    await log.close();
    throw error;
  });
  let done = 0;

  async function* all(): AsyncIterable<Item> {
    while (done < total) {
      const items = await pageAfter(log, done, total);
      yield* items;
      done = items.at(-1)?.position ?? total;
      // Reading a log never waits for anything, and Ctrl-C is only heard in between.
      await setImmediate();
    }
  }

  async function* stream(name: string): AsyncIterable<Item> {
    const head = await log.headOf(name);
    for (let next = 0; head !== 'none' && next <= head;) {
      const events = await readable((limit) => log.readStream(name, { from: next, limit }));
      const items = events?.map((event) => itemOf(event)) ?? [
        unreadable({ stream: name, revision: next, what: notJson }),
      ];
      yield* items;
      next = (items.at(-1)?.revision ?? head) + 1;
    }
  }

  return { kind: 'log', file, total, done: () => done, all, stream, close: () => log.close() };
}

/** What SQLite says of a file that it opened and cannot read. */
export const isDatabaseError = (error: unknown): error is Error & { readonly errcode: number } =>
  typeof error === 'object' && error !== null && 'errcode' in error;

/** The items of some streams, each in its order. */
export async function* streamsIn(source: Source, names: ReadonlySet<string>): AsyncIterable<Item> {
  if (source.kind !== 'export') for (const name of names) yield* source.stream(name);
  // To find one stream in an export is to read all of it.
  else for await (const item of source.all()) if (item.stream !== undefined && names.has(item.stream)) yield item;
}

const notJson = 'what is kept there is not JSON';

async function pageAfter(log: EventLog, after: number, until: number): Promise<readonly Item[]> {
  const events = await readable((limit) => log.readAll({ after, limit }));
  if (events) return events.filter(({ position }) => position <= until).map((event) => itemOf(event));
  // The log cannot say where the broken event is, only after which position one can read on.
  let position = after + 1;
  while (position < until && !(await readable(() => log.readAll({ after: position, limit: 1 })))) position += 1;
  return [unreadable({ position, what: notJson })];
}

/** A page, or a smaller one without the event that is not JSON; undefined when that is the very next. */
async function readable(
  read: (limit: number) => Promise<readonly RecordedEvent[]>,
): Promise<readonly RecordedEvent[] | undefined> {
  for (let limit = page; limit >= 1; limit = Math.floor(limit / 2)) {
    try {
      return await read(limit);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return undefined;
}

/** @throws Error that says what was expected and found */
export async function exportSource(file: string): Promise<Source> {
  assertFile(file, 'an export, events as JSON Lines');
  const handle = await open(file);
  const { buffer } = await handle.read(Buffer.alloc(16), 0, 16, 0).finally(() => handle.close());
  if (buffer.toString('latin1') === 'SQLite format 3\0')
    throw new Error(
      `expected an export, events as JSON Lines, at ${file}, found an SQLite file: name a log with --log`,
    );
  let done = 0;

  async function* all(): AsyncIterable<Item> {
    let line = 0;
    let events = 0;
    for await (const bytes of linesOf(file, (count) => (done += count))) {
      line += 1;
      const said = line === 1 ? bytes.subarray(behindMark(bytes)) : bytes;
      if (said.toString().trim() === '') continue;
      const item = itemIn(said, line);
      if (!('unreadable' in item)) events += 1;
      yield item;
    }
    if (events === 0) throw new NotAnExport(`expected events as JSON Lines in ${file}, found none in ${line} lines`);
  }

  async function* stream(name: string): AsyncIterable<Item> {
    for await (const item of all()) if (item.stream === name || item.stream === undefined) yield item;
  }

  return { kind: 'export', file, total: statSync(file).size, done: () => done, all, stream, close: async () => {} };
}

/** Thrown at the end of a file in which there was not one event. */
export class NotAnExport extends Error {
  override readonly name = 'NotAnExport';
}

function itemIn(bytes: Buffer, line: number): Item {
  // Decoded, they would be replaced, and the event would say what nobody recorded.
  if (!isUtf8(bytes)) return unreadable({ line, what: 'the line is not UTF-8' });
  try {
    return itemOf(JSON.parse(bytes.toString()), line);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return unreadable({ line, what: `the line is not JSON (${error.message})` });
  }
}

/**
 * The lines of a file, without their ends. Node's `readline` would not do: it ends a line at U+2028 too, which a text in JSON may hold.
 */
async function* linesOf(file: string, read: (bytes: number) => void): AsyncIterable<Buffer> {
  let pieces: Buffer[] = [];
  let held = 0;
  for await (const each of createReadStream(file, { highWaterMark: 256 * 1024 })) {
    const chunk = each as Buffer; // no encoding was given
    read(chunk.length);
    let from = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      yield Buffer.concat([...pieces, chunk.subarray(from, end)]);
      [pieces, held, from] = [[], 0, end + 1];
    }
    pieces.push(chunk.subarray(from));
    held += chunk.length - from;
    if (held > longestLine) throw new NotAnExport(`expected events as JSON Lines in ${file}, found no lines`);
  }
  if (held > 0) yield Buffer.concat(pieces);
}

function assertFile(file: string, expected: string): void {
  if (!existsSync(file)) throw new Error(`expected ${expected} at ${file}, found nothing there`);
  if (!statSync(file).isFile()) throw new Error(`expected ${expected} at ${file}, found something that is not a file`);
}

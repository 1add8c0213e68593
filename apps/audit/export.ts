import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { CouldNotRun, historyOptions, openHistory, understood, type Surroundings } from './command.js';
import { inWords, type Finding } from './finding.js';
import { keysInOrder, type Item } from './event-shape.js';
import { progressOn } from './progress.js';
import type { Source } from './source.js';

export const usage =
  'Usage: npm run audit -- export [--format jsonl] [--out FILE] [--log PATH | --kurrentdb URL] [--json]';

/**
 * Writes a log as JSON Lines: one event a line, in the order of the log, keys in the order of `RecordedEvent`. To stdout, or to a new file
 * that is there whole or not at all. Answers 1 when an event cannot be read; it is left out and named on stderr.
 *
 * @throws CouldNotRun
 */
export async function exportLog(args: readonly string[], out: Surroundings): Promise<0 | 1> {
  const options = {
    format: { type: 'string', default: 'jsonl' },
    out: { type: 'string' },
    log: historyOptions.log,
    kurrentdb: historyOptions.kurrentdb,
    json: { type: 'boolean' },
  } as const;
  const { values } = understood(usage, () => parseArgs({ args: [...args], options }));
  if (values.format !== 'jsonl')
    throw new CouldNotRun(`Expected --format jsonl, found --format ${values.format}.\n${usage}`);
  if (values.out !== undefined && existsSync(values.out))
    throw new CouldNotRun(
      `Expected a new file for --out, found ${values.out} there: name another, or delete it first.`,
    );
  const source = await openHistory({ log: values.log, kurrentdb: values.kurrentdb }, out);
  try {
    const { events, findings } = await write(source, values.out, out);
    const report = {
      events,
      [source.kind]: source.file,
      ...(values.out !== undefined && { out: values.out }),
      findings,
    };
    for (const finding of findings) out.stderr.write(`${inWords(finding)}\n`);
    if (values.out !== undefined)
      out.stdout.write(
        values.json ? `${JSON.stringify(report)}\n` : `${events.toLocaleString('en-GB')} events in ${values.out}\n`,
      );
    return findings.length === 0 ? 0 : 1;
  } finally {
    await source.close();
  }
}

async function write(source: Source, file: string | undefined, out: Surroundings) {
  const bar = progressOn(out, source);
  const findings: Finding[] = [];
  let events = 0;

  async function* lines(): AsyncIterable<string> {
    for await (const item of source.all()) {
      const line = lineOf(item);
      bar.show();
      if (line === undefined) {
        if ('unreadable' in item) findings.push(item.unreadable);
        continue;
      }
      events += 1;
      yield line;
    }
  }

  try {
    if (file === undefined) await pipeline(Readable.from(lines()), out.stdout, { end: false });
    else await writeWhole(file, lines());
    return { events, findings };
  } finally {
    bar.stop();
  }
}

/** A reader must never take half an export for one: the name appears when everything is on disk. */
async function writeWhole(file: string, lines: AsyncIterable<string>): Promise<void> {
  const partial = `${file}.partial`;
  try {
    await pipeline(Readable.from(lines), createWriteStream(partial, { flush: true }));
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    if (!isSystemError(error)) throw error;
    throw new CouldNotRun(`Expected to write ${file}, found: ${error.message}`, { cause: error });
  }
}

/** What Node throws when a call to the system fails. */
const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  typeof error === 'object' && error !== null && 'syscall' in error;

/** The line of an event, its end included; also of something that is none but was JSON, as a copy leaves nothing out. */
export function lineOf(item: Item): string | undefined {
  const found: object | undefined = 'unreadable' in item ? item.found : item;
  if (found === undefined) return undefined;
  const ordered = Object.fromEntries(keysInOrder.map((key) => [key, (found as Record<string, unknown>)[key]]));
  return `${JSON.stringify({ ...ordered, ...found })}\n`;
}

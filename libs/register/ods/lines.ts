/** A file of comma-separated values as its lines, each read by itself: a damaged line spoils no other. */
import { parse } from 'csv-parse/sync';

export interface Line {
  /** From 1, as an editor counts. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** A line that was not taken: why, and how to mend it. */
export interface RefusedLine {
  readonly line: number;
  /** The organisation it is about, as far as it could be read. */
  readonly code: string | null;
  readonly because: string;
  readonly mend: string;
}

/** Longest line, in bytes; those of ODS have some 300. */
export const longestLine = 64 * 1024;

const newline = 0x0a;
/** Lines parsed at once. */
const batch = 500;

interface Raw {
  readonly line: number;
  /** Undefined when the line is too long. */
  readonly bytes: Uint8Array | undefined;
}

/** The lines of a file in UTF-8, in their order and in batches; empty ones are passed over. No field holds a line break. */
export async function* linesOf(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly (Line | RefusedLine)[], void, undefined> {
  let waiting: Raw[] = [];
  for await (const raw of split(source)) {
    waiting.push(raw);
    if (waiting.length < batch) continue;
    yield parsed(waiting);
    waiting = [];
  }
  yield parsed(waiting);
}

async function* split(source: AsyncIterable<Uint8Array>): AsyncGenerator<Raw, void, undefined> {
  let line = 1;
  let rest: Buffer | undefined = Buffer.alloc(0);
  const longer = (bytes: Uint8Array): Buffer | undefined =>
    rest === undefined || rest.length + bytes.length > longestLine ? undefined : Buffer.concat([rest, bytes]);
  for await (const chunk of source) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      yield { line, bytes: longer(chunk.subarray(from, end)) };
      line += 1;
      rest = Buffer.alloc(0);
      from = end + 1;
    }
    rest = longer(chunk.subarray(from));
  }
  yield { line, bytes: rest };
}

function parsed(raws: readonly Raw[]): readonly (Line | RefusedLine)[] {
  const texts = raws.map(decoded).filter((each) => !('text' in each) || each.text !== '');
  const readable = texts.filter((each) => 'text' in each);
  const together = recordsOf(readable.map(({ text }) => text).join('\n'));
  // As many records as lines: no quote reaches over the end of one.
  if (Array.isArray(together) && together.length === readable.length && texts.length === readable.length)
    return readable.map(({ line }, at) => ({ line, fields: together[at] ?? [] }));
  return texts.map((each) => ('text' in each ? alone(each) : each));
}

function decoded({ line, bytes }: Raw): { readonly line: number; readonly text: string } | RefusedLine {
  if (bytes === undefined)
    return refused(line, `The line has more than ${longestLine / 1024} KiB.`, 'Check that the file is CSV.');
  try {
    // Each line anew: only the first may begin with a byte order mark, which the decoder takes off.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { line, text: text.endsWith('\r') ? text.slice(0, -1) : text };
  } catch {
    return refused(line, 'The line is not in UTF-8.', 'Save the file as UTF-8.');
  }
}

function alone({ line, text }: { readonly line: number; readonly text: string }): Line | RefusedLine {
  const records = recordsOf(text);
  if (!Array.isArray(records)) return refused(line, `The line cannot be read: ${records.message}.`, mendQuotes);
  const [fields, ...more] = records;
  return fields === undefined || more.length > 0
    ? refused(line, 'The line cannot be read as one record.', mendQuotes)
    : { line, fields };
}

const mendQuotes = 'Put each field in double quotes, and double those within it.';

function recordsOf(text: string): string[][] | Error {
  try {
    return parse(text, { relax_column_count: true });
  } catch (fault) {
    return new Error(fault instanceof Error ? (fault.message.split(/ at line|: /)[0] ?? '') : String(fault));
  }
}

const refused = (line: number, because: string, mend: string): RefusedLine => ({ line, code: null, because, mend });

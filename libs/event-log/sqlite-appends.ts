import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { assertConsistent, textOf } from './contradictions.js';
import { ImpossibleAppend, LogUnavailable, type Append, type Appended, type RecordedEvent } from './index.js';
import { eventOf } from './sqlite-reads.js';
import type { Answer, FromWriter, Part, Row, ToWriter, WriterOptions } from './sqlite-writer.js';

/**
 * Starts the writer of a file: the thread holds the file's lock and has made or opened the log.
 *
 * @throws Error when another service writes to the file, or it cannot be written.
 */
export async function startWriter(options: WriterOptions): Promise<Worker> {
  const built = new URL('./sqlite-writer.js', import.meta.url);
  // Run from the sources, as in tests, there is no built file, and Node strips the types itself.
  const worker = new Worker(existsSync(built) ? built : new URL('./sqlite-writer.ts', import.meta.url), {
    workerData: options,
  });
  try {
    await once(worker, 'message');
    return worker;
  } catch (error) {
    throw new Error(`cannot open the log ${options.file}: ${(error as Error).message}`, { cause: error });
  }
}

export interface Appends {
  append(appends: readonly Append[]): Promise<Appended>;
  /** Goes the way of an append, and adds nothing. @throws LogUnavailable */
  tryWriting(): Promise<void>;
  /** Resolves when everything handed in is answered. */
  settled(): Promise<void>;
  /** Ends the thread, which lets go of file and lock. */
  close(): Promise<void>;
  commits(): number;
}

interface Waiting {
  readonly parts: readonly Part[];
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The way of appends to the writer and back. Those handed in with no wait in between travel together, answers come in the same order.
 *
 * @param find looks an event up in the file.
 * @param recorded is told what a commit added, with its characters of JSON, before anybody's append is answered.
 */
export function appendsThrough(
  worker: Worker,
  find: (id: string) => RecordedEvent | undefined,
  recorded: (events: readonly RecordedEvent[], characters: number) => void,
): Appends {
  /** Handed in and not answered, in order; the last `unsent` of them are not with the writer yet. */
  const waiting: Waiting[] = [];
  let unsent = 0;
  let commits = 0;
  let stopped: string | undefined;
  let idle: (() => void) | undefined;

  function send(): void {
    if (unsent > 0) worker.postMessage(waiting.slice(-unsent).map(({ parts }) => parts) satisfies ToWriter);
    unsent = 0;
  }

  function receive(message: FromWriter): void {
    if (message.kind === 'answered') answer(waiting.splice(0, message.answers.length), message.answers);
    if (message.kind === 'unavailable') {
      const error = new LogUnavailable(`nothing was kept: ${message.message}`);
      for (const { reject } of waiting.splice(0, message.count)) reject(error);
    }
    if (waiting.length === 0) idle?.();
  }

  function answer(answered: readonly Waiting[], answers: readonly Answer[]): void {
    const added: RecordedEvent[] = [];
    let characters = 0;
    const answersOf = answered.map(({ parts }, i): Appended | ImpossibleAppend => {
      const reply = answers[i];
      if (reply?.outcome !== 'appended') return reply ? otherAnswer(reply) : new ImpossibleAppend('no answer');
      const rows = rowsOf(parts, reply.position, reply.revisions);
      const events = rows.map(eventOf);
      for (const { body } of rows) characters += body.length;
      added.push(...events);
      return { outcome: 'appended', events };
    });
    if (added.length > 0) {
      commits += 1;
      recorded(added, characters);
    }
    answersOf.forEach((reply, i) => {
      if (reply instanceof ImpossibleAppend) answered[i]?.reject(reply);
      else answered[i]?.resolve(reply);
    });
  }

  /** With the thread gone nothing is written any more, so the file tells what became of each append. */
  function stop(reason: string): void {
    stopped = reason;
    for (const { parts, resolve, reject } of waiting.splice(0)) {
      const ids = parts.flatMap(([, , ids]) => ids);
      const events = ids.map(find).filter((event) => event !== undefined);
      if (ids.length > 0 && events.length === ids.length) resolve({ outcome: 'repeated', events });
      else reject(new LogUnavailable(`nothing was kept: ${reason}`));
    }
    idle?.();
  }

  worker.on('message', receive);
  worker.on('error', (error: Error) => (stopped = `the writer failed: ${error.message}`));
  worker.on('exit', () => stop(`${stopped ?? 'the writer has ended'}; restart the service`));

  function handIn(parts: readonly Part[]): Promise<Appended> {
    if (stopped !== undefined) throw new LogUnavailable(stopped);
    if (unsent === 0) queueMicrotask(send);
    unsent += 1;
    return new Promise((resolve, reject) => waiting.push({ parts, resolve, reject }));
  }

  return {
    append: async (appends) => {
      assertConsistent(appends);
      return handIn(appends.map(partOf));
    },
    async tryWriting() {
      await handIn([]);
    },
    async settled() {
      if (waiting.length > 0) await new Promise<void>((resolve) => (idle = resolve));
    },
    async close() {
      if (stopped !== undefined) return;
      worker.postMessage('close' satisfies ToWriter);
      await once(worker, 'exit');
    },
    commits: () => commits,
  };
}

function partOf({ stream, expected, events }: Append): Part {
  return [stream, expected, events.map(({ id }) => id), events.map(textOf)];
}

function rowsOf(parts: readonly Part[], position: number, revisions: readonly number[]): Row[] {
  let next = position;
  return parts.flatMap(([stream, , , bodies], part) => {
    const first = revisions[part] ?? 0;
    return bodies.map((body, i) => ({ body, stream, revision: first + i, position: next++ }));
  });
}

function otherAnswer(answer: Exclude<Answer, { outcome: 'appended' }>): Appended | ImpossibleAppend {
  if (answer.outcome === 'impossible') return new ImpossibleAppend(answer.message);
  if (answer.outcome === 'overtaken') return answer;
  return { outcome: 'repeated', events: answer.rows.map(eventOf) };
}

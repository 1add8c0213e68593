/** Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) as answers that go on. */
import { Logger, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { Problem } from '../problems/problem.js';

/** A reader that takes nothing for this long, in milliseconds, is cut off. */
const patience = 60_000;

export interface StreamLimits {
  /** Streams one person may follow at a time. */
  readonly ofOne: number;
  /** Streams of everybody together, on this instance. */
  readonly inAll: number;
}

/** The places there are for streams of one kind. */
export class EventStreams {
  readonly #logger = new Logger('Streams');
  readonly #following = new Map<string, number>();
  #count = 0;

  constructor(private readonly limits: StreamLimits) {}

  /** How many are followed now. */
  get count(): number {
    return this.#count;
  }

  /** Takes one of the places of a person. Gives how to give it back, once. @throws Problem where none is left */
  take(person: string): () => void {
    const { ofOne, inAll } = this.limits;
    if ((this.#following.get(person) ?? 0) >= ofOne) {
      const detail = `You follow ${ofOne} streams already. Close one of them first.`;
      throw new Problem('too-many-requests', detail, {}, { 'retry-after': '15' });
    }
    if (this.#count >= inAll)
      throw new Problem('not-ready', 'Too many streams are followed now. Try again.', {}, { 'retry-after': '30' });
    this.#add(person, 1);
    let isTaken = true;
    return () => {
      if (isTaken) this.#add(person, -1);
      isTaken = false;
    };
  }

  /** Answers with events until they end, or the reader is gone: `gone` is aborted then, and the place given back. */
  answer(
    reply: FastifyReply,
    giveBack: () => void,
    eventsUntil: (gone: AbortSignal) => AsyncIterable<string>,
  ): StreamableFile {
    const gone = new AbortController();
    const stream = Readable.from(eventsUntil(gone.signal), { objectMode: false });
    // Not when the stream is closed: it only is once what it waits for has come.
    reply.raw.once('close', () => {
      gone.abort();
      giveBack();
    });
    // At the end of the stream there is nothing more to be said on this connection, and it must not hold up a shutdown.
    reply.header('connection', 'close');
    reply.raw.setTimeout(patience);
    const file = new StreamableFile(stream, { type: 'text/event-stream; charset=utf-8' });
    file.setErrorLogger((fault) => this.#logger.error(fault.stack));
    return file;
  }

  #add(person: string, by: number): void {
    this.#count += by;
    const count = (this.#following.get(person) ?? 0) + by;
    if (count > 0) this.#following.set(person, count);
    else this.#following.delete(person);
  }
}

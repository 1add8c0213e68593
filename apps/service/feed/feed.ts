import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { setImmediate, setTimeout as pause } from 'node:timers/promises';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import type { Asker } from '../access/asker.js';
import { Ledger } from '../ledger/ledger.js';
import { serverSentEvent } from './cloud-event.js';
import { Seeing } from './seeing.js';

/** Events read at once. */
const batch = 200;
/** Events looked through for one page at most, shown or not, so that one request never holds up the others. */
const mostRead = 10_000;
/** A follower gathers what is recorded within this many milliseconds into one look at the log. */
const gathering = 20;

export interface FeedPage {
  readonly events: readonly RecordedEvent[];
  /** Position to go on after; that asked for when nothing more is there yet. */
  readonly next: number;
}

export interface Following {
  /** Position to begin after. */
  readonly after: number;
  /** Who is asking, found out anew each time; undefined ends the stream. */
  readonly asks: () => Promise<Asker | undefined>;
  /** When the reader has gone. */
  readonly gone: AbortSignal;
  /** Milliseconds of silence after which a comment is sent. */
  readonly heartbeat: number;
}

/** The log as its readers see it: in pages, or followed as it grows. */
@Injectable()
export class Feed implements OnModuleDestroy {
  readonly #closing = new AbortController();

  constructor(
    private readonly ledger: Ledger,
    private readonly seeing: Seeing,
  ) {}

  /** The next events somebody sees after a position, at most `limit`. Empty with a higher `next` when none of very many was for them. */
  async page(asking: Asker, after: number, limit: number): Promise<FeedPage> {
    const show = this.seeing.for(asking);
    const shown: RecordedEvent[] = [];
    let next = after;
    for (let read = 0; read < mostRead; read += batch) {
      const events = await this.read(next);
      for (const event of events) {
        if (shown.length === limit) return { events: shown, next };
        const seen = show(event);
        if (seen) shown.push(seen);
        next = event.position;
      }
      if (events.length < batch) break;
      await setImmediate();
    }
    return { events: shown, next };
  }

  /** Where the log ends, if that is before a position; undefined when there is such a position. */
  async endBefore(position: number): Promise<number | undefined> {
    // Another instance may have recorded what is not shown here yet.
    if (position <= this.ledger.position) return undefined;
    const end = await this.ledger.log.head();
    return position > end ? end : undefined;
  }

  /** Server-sent events, batch by batch: what is there, then what comes. Ends when the reader is gone or may no longer read. */
  async *follow({ after, asks, gone, heartbeat }: Following): AsyncGenerator<string, void> {
    const ended = AbortSignal.any([gone, this.#closing.signal]);
    let position = after;
    yield 'retry: 3000\n\n';
    while (!ended.aborted) {
      const asking = await asks();
      if (asking === undefined) return;
      const events = await this.read(position);
      if (events.length > 0) {
        const text = events.map(textFor(this.seeing.for(asking))).join('');
        position = events.at(-1)?.position ?? position;
        if (text !== '') yield text;
        await pause(events.length < batch ? gathering : 0);
      } else if ((await this.news(position, ended, heartbeat)) === 'quiet') {
        // The id lets a reader for whom there was nothing resume from here all the same.
        yield `: still here\nid: ${position}\n\n`;
      }
    }
  }

  onModuleDestroy(): void {
    this.#closing.abort();
  }

  /** No further than the views, which tell who sees what. */
  private async read(after: number): Promise<readonly RecordedEvent[]> {
    const shownTo = this.ledger.position;
    if (after >= shownTo) return [];
    const events = await this.ledger.log.readAll({ after, limit: batch });
    return events.filter(({ position }) => position <= shownTo);
  }

  /** Waits until there is something after a position, or there was nothing for so many milliseconds. */
  private news(after: number, ended: AbortSignal, milliseconds: number): Promise<'news' | 'quiet' | 'ended'> {
    if (this.ledger.position > after) return Promise.resolve('news');
    if (ended.aborted) return Promise.resolve('ended');
    return new Promise((resolve) => {
      const settle = (found: 'news' | 'quiet' | 'ended'): void => {
        clearTimeout(timer);
        stopListening();
        ended.removeEventListener('abort', end);
        resolve(found);
      };
      const end = (): void => settle('ended');
      const timer = setTimeout(() => settle('quiet'), milliseconds);
      const stopListening = this.ledger.onProgress(() => settle('news'));
      ended.addEventListener('abort', end, { once: true });
    });
  }
}

const textFor =
  (show: ReturnType<Seeing['for']>) =>
  (event: RecordedEvent): string => {
    const seen = show(event);
    return seen ? serverSentEvent(seen) : '';
  };

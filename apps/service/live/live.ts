import { Injectable, type StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { seesEverything, type Asker } from '../access/asker.js';
import { SignIn } from '../access/sign-in.guard.js';
import { Visibility } from '../access/visibility.js';
import { EventStreams } from '../http/event-streams.js';
import { Problem } from '../problems/problem.js';
import { isForeign } from '../session/forgery.js';
import { anew, Board, type Concerns, type Once } from './board.js';
import { LiveTimes } from './times.js';
import type { Told } from './told.js';

/**
 * What is told of a page to whoever asks, as of now; undefined where there is nothing that they may see. What is the same for others who have it
 * open is found through `once`, by a key that says for whom.
 */
type Look = (asking: Asker, once: Once) => Told | undefined | Promise<Told | undefined>;

/** Cases of which it is asked one by one whether they are seen: to look at what is told of more costs less. */
const mostAsked = 50;

/** A request for a stream, and its answer. */
export interface Asked {
  readonly asking: Asker;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/**
 * Keeps pages up to date that stand open: by a stream, on which first of all stands what is so now, and then what has become of it whenever
 * that has changed. Where nothing changes that the person may see, nothing is sent: not even that something happened can be told by it.
 */
@Injectable()
export class LivePages {
  readonly #streams = new EventStreams({ ofOne: 10, inAll: 1_000 });

  constructor(
    private readonly board: Board,
    private readonly times: LiveTimes,
    private readonly signIn: SignIn,
    private readonly visibility: Visibility,
  ) {}

  /** Pages that are kept up to date now. */
  get count(): number {
    return this.#streams.count;
  }

  /** Of a page about one case. */
  async ofCase(id: string, asked: Asked, look: Look): Promise<StreamableFile> {
    return this.#begin(asked, look, (cases) => cases.has(id));
  }

  /** Of a page about all that the person sees. */
  async ofCases(asked: Asked, look: Look): Promise<StreamableFile> {
    const { asking } = asked;
    const isSeen = (id: string): boolean => this.visibility.sight(id, asking) !== undefined;
    const isAnySeen: Concerns = (cases) => seesEverything(asking) || cases.size > mostAsked || [...cases].some(isSeen);
    return this.#begin(asked, look, isAnySeen);
  }

  async #begin({ asking, request, reply }: Asked, look: Look, concerns: Concerns): Promise<StreamableFile> {
    if (isForeign(request, this.signIn.origin)) throw new Problem('not-yours', 'A page of this service asks for it.');
    if ((await look(asking, anew)) === undefined)
      throw new Problem('not-found', 'There is nothing here that you may see.');
    const giveBack = this.#streams.take(`${asking.issuer} ${asking.id}`);
    const asks = (): Promise<Asker | undefined> => this.signIn.still(asking, request);
    return this.#streams.answer(reply, giveBack, (gone) => this.#follow({ asking, asks, look, concerns, gone }));
  }

  async *#follow({ asking, asks, look, concerns, gone }: Following): AsyncGenerator<string, void> {
    const ended = AbortSignal.any([gone, this.board.closing]);
    const watch = this.board.watch(concerns);
    // By a clock of its own: a comment that came later or sooner would tell that something had been looked at.
    let beat = performance.now() + this.times.heartbeat;
    let last: string | undefined;
    let found: 'woken' | 'quiet' = 'woken';
    const once: Once = (key, find) => this.board.once(key, find);
    try {
      yield `retry: ${soon()}\n\n`;
      while (!ended.aborted) {
        let next: string | undefined = ': still here';
        if (found === 'quiet') beat += this.times.heartbeat;
        else {
          const told = await (last === undefined ? look(asking, anew) : this.board.counted(() => look(asking, once)));
          if (told === undefined) return;
          // JSON has no line breaks of its own, so one line holds it.
          const data = `data: ${JSON.stringify(told)}`;
          next = data === last ? undefined : data;
          last = data;
        }
        if (next !== undefined) {
          // Nothing is told to whoever may not read any more.
          if ((await asks()) === undefined) return;
          yield `${next}\n\n`;
        }
        found = await watch.next(Math.max(0, beat - performance.now()), ended);
      }
    } finally {
      watch.leave();
    }
  }
}

interface Following {
  readonly asking: Asker;
  /** Whether the reader may still read, found out anew each time; undefined when not. */
  readonly asks: () => Promise<Asker | undefined>;
  readonly look: Look;
  readonly concerns: Concerns;
  readonly gone: AbortSignal;
}

/** In how many milliseconds a browser comes back that lost its stream: not all at once. */
const soon = (): number => 3_000 + Math.floor(Math.random() * 3_000);

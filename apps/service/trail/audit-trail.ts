/** The trail, as the service asks it: by another thread where it was built, by this one where it runs from sources. */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { TrailReads } from '../../../libs/views/trail/model.js';
import { workflowOf } from '../../../workflows/index.js';
import type { Ledger } from '../ledger/ledger.js';
import { Desk, hopeless, type Answered, type Asked, type Question } from './desk.js';
import type { FromWorker, LogPlace, ToWorker, WorkerOptions } from './trail-worker.js';

/** Thrown to whoever asks for what the trail does not show yet. Positions of the log: how far it has come, and how far it must. */
export class TrailBehind extends Error {
  override readonly name = 'TrailBehind';

  constructor(
    readonly position: number,
    readonly reach: number,
    /** Why it does not go on; undefined while it does. */
    readonly because?: string,
  ) {
    super(
      `the trail shows the log up to position ${position} of ${reach}${because === undefined ? '' : `: ${because}`}`,
    );
  }
}

export interface TrailOptions {
  /** Path of the trail's file. */
  readonly file: string;
  /** Where another thread can read the log; undefined where only this one can. */
  readonly log: LogPlace | undefined;
  /** Told once when it does not go on, each time for another reason. */
  readonly tell: (because: string) => void;
}

interface Hand {
  ask(asked: Asked): Promise<Answered>;
  /** Something was recorded. */
  nudge(): void;
  close(): Promise<void>;
}

const built = new URL('./trail-worker.js', import.meta.url);
/** Milliseconds that the thread has to let go. */
const longestClosing = 5_000;
/** Milliseconds without a question after which the thread is let go of: it takes as much memory as a third of the service. */
const idle = 600_000;
/** Milliseconds between two looks at what was recorded: whoever asks does not wait for the next. */
const pause = 250;

export class AuditTrail {
  #hand: Hand | undefined;
  /** Undefined until the trail was opened. */
  #position: number | undefined;
  #stuck: string | undefined;
  #nudged: NodeJS.Timeout | undefined;
  #idle: NodeJS.Timeout | undefined;
  /** Settles when the thread before has let go of the file. */
  #leaving: Promise<void> | undefined;
  #closed = false;
  readonly #stopListening: () => void;

  constructor(
    private readonly ledger: Ledger,
    private readonly options: TrailOptions,
  ) {
    this.#stopListening = ledger.onProgress(() => this.#nudgeSoon());
  }

  /** How far it has come, as far as this thread was told. */
  get position(): number {
    return this.#position ?? 0;
  }

  /** Why it does not go on; undefined while it does. */
  get stuck(): string | undefined {
    return this.#stuck;
  }

  /**
   * Asks a question of all that is recorded at this moment: what whoever asks has just done is in the answer.
   *
   * @throws TrailBehind
   */
  async ask<Name extends Question>(
    name: Name,
    ...args: Parameters<TrailReads[Name]>
  ): Promise<ReturnType<TrailReads[Name]>> {
    const reach = this.ledger.position;
    if (this.#closed) throw new TrailBehind(this.position, reach, 'the service is closing');
    this.#stay();
    await this.#leaving;
    const hand = this.#handed();
    // Whoever makes so much of it has no time to say so.
    if (this.#position !== undefined && reach - this.#position > hopeless)
      throw new TrailBehind(this.#position, reach, this.#stuck);
    const answered = await hand.ask({ reach, name, args });
    if (answered.is === 'answer') {
      this.#stuck = undefined;
      return answered.value as ReturnType<TrailReads[Name]>; // the answer to the question of this name
    }
    if (answered.is === 'behind') throw new TrailBehind(answered.position, reach, this.#stuck);
    this.#isStuck(answered.message);
    throw new TrailBehind(this.position, reach, answered.message);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopListening();
    clearTimeout(this.#nudged);
    clearTimeout(this.#idle);
    await this.#leaving;
    await this.#hand?.close();
  }

  private get isApart(): boolean {
    return this.options.log !== undefined && existsSync(built);
  }

  #handed(): Hand {
    this.#hand ??= this.isApart ? this.#thread() : this.#ownHand();
    return this.#hand;
  }

  /** At most once in a while, whatever is recorded meanwhile. */
  #nudgeSoon(): void {
    if (this.#nudged !== undefined || this.#closed || this.#hand === undefined) return;
    this.#nudged = setTimeout(() => {
      this.#nudged = undefined;
      this.#hand?.nudge();
    }, pause);
    this.#nudged.unref();
  }

  /** Somebody asks: the thread is there, and stays for a while. */
  #stay(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#leave(), idle);
    this.#idle.unref();
  }

  #leave(): void {
    const hand = this.#hand;
    this.#hand = undefined;
    this.#leaving = hand?.close();
  }

  #isStuck(because: string): void {
    if (because !== this.#stuck) this.options.tell(because);
    this.#stuck = because;
  }

  /** Makes it when it is asked, and not before. */
  #ownHand(): Hand {
    const desk = new Desk({ file: this.options.file, workflowOf }, this.ledger.log, (position) => {
      this.#position = position;
    });
    return { ask: (asked) => desk.answer(asked), nudge: () => undefined, close: () => desk.close() };
  }

  #thread(): Hand {
    const { file, log } = this.options;
    const worker = new Worker(built, { workerData: { file, log } as WorkerOptions, resourceLimits: mostMemory });
    return handOver(worker, {
      at: (position) => {
        this.#position = position;
        this.#stuck = undefined;
      },
      stuck: (because) => this.#isStuck(because),
      // The next question starts another one.
      ended: () => (this.#hand = undefined),
    });
  }
}

/** Megabytes of the thread’s memory. It needs a third of it, whatever the size of the log; without a limit V8 would let it grow. */
const mostMemory = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 128 } as const;

interface Told {
  readonly at: (position: number) => void;
  readonly stuck: (because: string) => void;
  readonly ended: () => void;
}

function handOver(worker: Worker, told: Told): Hand {
  const waiting = new Map<number, (answered: Answered) => void>();
  let numbers = 0;
  const send = (message: ToWorker): void => worker.postMessage(message);
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.on('message', (message: FromWorker) => {
    if (message.is === 'at') told.at(message.position);
    else if (message.is === 'stuck') told.stuck(message.message);
    else {
      waiting.get(message.number)?.(message);
      waiting.delete(message.number);
    }
  });
  worker.once('error', (fault: unknown) => told.stuck(fault instanceof Error ? fault.message : String(fault)));
  void ended.then(() => {
    told.ended();
    for (const answer of waiting.values()) answer({ is: 'fault', message: 'the thread that makes it has ended' });
    waiting.clear();
  });
  // A service that is left without being closed is not kept by it.
  worker.unref();
  return {
    ask: (asked) =>
      new Promise((resolve) => {
        numbers += 1;
        waiting.set(numbers, resolve);
        send({ is: 'ask', number: numbers, ...asked });
      }),
    nudge: () => send({ is: 'news' }),
    close: async () => {
      worker.ref();
      send({ is: 'close' });
      // A log that does not answer must not keep the service: a transaction that is cut off was not kept.
      const late = setTimeout(() => void worker.terminate(), longestClosing);
      await ended;
      clearTimeout(late);
    },
  };
}

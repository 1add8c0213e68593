/** A trail with the log it is made from: takes in what is new, answers, and begins anew where the file cannot be used. */
import { rmSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { EventLog } from '../../../libs/event-log/index.js';
import { isDamage, ViewsDamaged, ViewsOutdated } from '../../../libs/views/file.js';
import { placeIn } from '../../../libs/views/last-seen.js';
import type { ViewsOptions } from '../../../libs/views/index.js';
import { openTrail } from '../../../libs/views/trail/index.js';
import type { Trail, TrailReads } from '../../../libs/views/trail/model.js';

/** What the trail is made from. */
export type Source = Pick<EventLog, 'readAll' | 'readStream'>;

export type Question = keyof TrailReads;

/** A question, and the position of the log that must be in the answer. */
export interface Asked {
  readonly reach: number;
  readonly name: Question;
  readonly args: readonly unknown[];
}

export type Answered =
  | { readonly is: 'answer'; readonly value: unknown }
  /** It has not come so far yet. */
  | { readonly is: 'behind'; readonly position: number }
  /** It could not be made, or asked. */
  | { readonly is: 'fault'; readonly message: string };

/** Events in one transaction: others are answered between two. */
const batch = 1_000;
/** Milliseconds that a question waits for the trail to come so far. */
const patience = 3_000;
/** Events that are never taken in in that time: a question is answered at once that so many are lacking. */
export const hopeless = 100_000;

export class Desk {
  #trail: Trail | undefined;
  #catchingUp: Promise<void> | undefined;
  #closed = false;

  constructor(
    private readonly options: ViewsOptions,
    private readonly log: Source,
    /** Told when it was opened, and of each batch that was taken: the position it has come to. */
    private readonly tell: (position: number) => void = () => undefined,
  ) {}

  /** How far it has come; 0 before it was opened. */
  get position(): number {
    return this.#trail?.position ?? 0;
  }

  /** Takes in what the log has. Whoever asks meanwhile waits for the same. @throws what the log or the events throw */
  catchUp(): Promise<void> {
    this.#catchingUp ??= this.#takeAll().finally(() => {
      this.#catchingUp = undefined;
    });
    return this.#catchingUp;
  }

  async answer({ reach, name, args }: Asked): Promise<Answered> {
    try {
      const trail = await this.#reached(reach);
      if (trail === undefined) return { is: 'behind', position: this.position };
      // Whoever asks has taken name and arguments from the type.
      const questions = trail as unknown as Readonly<Record<Question, (...taken: readonly unknown[]) => unknown>>;
      return { is: 'answer', value: questions[name](...args) };
    } catch (fault) {
      if (isDamage(fault)) return this.#damaged();
      return { is: 'fault', message: fault instanceof Error ? fault.message : String(fault) };
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#catchingUp?.catch(() => undefined);
    this.#trail?.close();
    this.#trail = undefined;
  }

  /** The trail, once it has come so far; undefined when that takes too long. */
  async #reached(position: number): Promise<Trail | undefined> {
    const until = performance.now() + patience;
    while (this.#trail === undefined || this.#trail.position < position) {
      const going = this.catchUp();
      if (this.#trail !== undefined && position - this.#trail.position > hopeless) {
        going.catch(() => undefined);
        return undefined;
      }
      const left = until - performance.now();
      if (left <= 0 || !(await within(left, going))) return undefined;
    }
    return this.#trail;
  }

  /** What is damaged is made anew; meanwhile it is as far behind as one that is made for the first time. */
  #damaged(): Answered {
    this.#beginAnew();
    this.catchUp().catch(() => undefined);
    return { is: 'behind', position: 0 };
  }

  async #takeAll(): Promise<void> {
    const trail = this.#trail ?? (await this.#open());
    for (let taken = batch; taken > 0 && this.#isOf(trail);) {
      const events = await this.log.readAll({ after: trail.position, limit: batch });
      if (!this.#isOf(trail)) return;
      this.#take(trail, events);
      taken = events.length;
      await setImmediate();
    }
  }

  #take(trail: Trail, events: Parameters<Trail['apply']>[0]): void {
    if (events.length === 0) return;
    try {
      trail.apply(events);
      this.tell(trail.position);
    } catch (fault) {
      if (!isDamage(fault)) throw fault;
      this.#beginAnew();
    }
  }

  /** Whether it is still the one that takes events. */
  readonly #isOf = (trail: Trail): boolean => !this.#closed && this.#trail === trail;

  async #open(): Promise<Trail> {
    this.#trail = openOrAnew(this.options);
    const place = await placeIn(this.log, this.#trail.last);
    // Of another log, or of one that a backup was put in the place of.
    if (place !== 'its place') {
      this.#beginAnew();
      this.#trail = openTrail(this.options);
    }
    this.tell(this.#trail.position);
    return this.#trail;
  }

  #beginAnew(): void {
    this.#trail?.close();
    this.#trail = undefined;
    remove(this.options.file);
  }
}

/** Whether a promise settled in time. @throws what it rejects with */
async function within(milliseconds: number, promise: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  return Promise.race([promise.then(() => true), late]).finally(() => clearTimeout(timer));
}

function openOrAnew(options: ViewsOptions): Trail {
  try {
    return openTrail(options);
  } catch (fault) {
    if (!(fault instanceof ViewsDamaged) && !(fault instanceof ViewsOutdated)) throw fault;
    remove(options.file);
    return openTrail(options);
  }
}

function remove(file: string): void {
  for (const each of [file, `${file}-wal`, `${file}-shm`]) rmSync(each, { force: true });
}

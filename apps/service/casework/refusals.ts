/** What is refused again and again costs the log one event, not one each time. */
import { LRUCache } from 'lru-cache';
import type { Refusal } from '../../../libs/workflow/index.js';
import { KeptAnswers, type Asked } from './kept-answers.js';

/** Milliseconds after a recorded refusal in which equal ones are counted only. */
const window = 10 * 60_000;

/** Who was refused what, on which stream, and why. */
export interface Refused {
  readonly person: string;
  readonly stream: string;
  readonly type: string;
  /** The revision it was decided on: a case that has moved on is another matter. */
  readonly revision: number;
  readonly refusal: Refusal;
}

interface Last {
  readonly at: number;
  /** Equal ones since. */
  count: number;
}

export class Refusals {
  readonly #last = new LRUCache<string, Last>({ max: 10_000 });
  /** What was answered and stands in no event. */
  readonly #answers = new KeptAnswers<Refusal>();
  #unrecorded = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Refusals that were answered and counted only, since the start. */
  get unrecorded(): number {
    return this.#unrecorded;
  }

  /** Whether an equal one was recorded a short while ago. */
  isRepeated(refused: Refused): boolean {
    const last = this.#last.get(keyOf(refused));
    return last !== undefined && this.now() - last.at < window;
  }

  /** Equal ones that were counted only since the last one that was recorded. */
  countedSince(refused: Refused): number {
    return this.#last.get(keyOf(refused))?.count ?? 0;
  }

  /** It is in the log. */
  recorded(refused: Refused): void {
    this.#last.set(keyOf(refused), { at: this.now(), count: 0 });
  }

  /** It was answered and not recorded, and its key answers the same from now on; `refused` unless nobody will ever record it. */
  counted(asked: Asked, refusal: Refusal, refused?: Refused): void {
    this.#unrecorded += 1;
    const last = refused && this.#last.get(keyOf(refused));
    if (last) last.count += 1;
    this.#answers.keep(asked, refusal);
  }

  /** What a key was refused with, where that stands in no event. */
  answered(asked: Asked): ReturnType<KeptAnswers<Refusal>['find']> {
    return this.#answers.find(asked);
  }
}

const keyOf = ({ person, stream, type, revision, refusal }: Refused): string =>
  JSON.stringify([person, stream, type, revision, refusal]);

/** What keys came to that stand in no event: a refusal that was only counted is answered again as it was. */
import { LRUCache } from 'lru-cache';

/** People of whom answers are kept, and keys of each, at most; the newest. */
const [mostPeople, mostKeys] = [10_000, 200];

/** A command as it was sent. */
export interface Asked {
  readonly person: string;
  /** Derived from the person, the key, and what it counts on. */
  readonly id: string;
  /** SHA-256 of the request. */
  readonly command: string;
}

interface Kept<T> {
  readonly command: string;
  readonly answer: T;
}

/** In memory, for as long as the instance runs. Whoever sends very many keys makes their own be forgotten, and nobody else's. */
export class KeptAnswers<T extends object | string> {
  readonly #people = new LRUCache<string, LRUCache<string, Kept<T>>>({ max: mostPeople });

  keep({ person, id, command }: Asked, answer: T): void {
    const keys = this.#people.get(person) ?? new LRUCache<string, Kept<T>>({ max: mostKeys });
    this.#people.set(person, keys);
    keys.set(id, { command, answer });
  }

  /** What the key came to; undefined when it is not known here. */
  find({ person, id, command }: Asked): { readonly answer: T } | 'key-reused' | undefined {
    const kept = this.#people.get(person)?.get(id);
    if (kept === undefined) return undefined;
    return kept.command === command ? { answer: kept.answer } : 'key-reused';
  }
}

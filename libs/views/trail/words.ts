/** Texts that are said again and again, as numbers. */
import { LRUCache } from 'lru-cache';
import type { DatabaseSync } from 'node:sqlite';

export interface Words {
  /** The number of a text of a kind, a new one where there was none; one more event says it. */
  said(kind: string, word: string): number;
  /** Writes down how many events said each. Within the transaction in which they were said. */
  flush(): void;
  /** Whatever was learnt since the last `flush` was not kept. */
  forget(): void;
}

export function wordsIn(database: DatabaseSync): Words {
  const find = database.prepare('SELECT number FROM words WHERE kind = ? AND word = ?');
  const add = database.prepare('INSERT INTO words (kind, word, said) VALUES (?, ?, 0)');
  const count = database.prepare('UPDATE words SET said = said + ? WHERE number = ?');
  const numbers = new LRUCache<string, number>({ max: 50_000 });
  const times = new Map<number, number>();

  function look(kind: string, word: string): number {
    const found = find.get(kind, word) as { number: number } | undefined;
    return found?.number ?? Number(add.run(kind, word).lastInsertRowid);
  }

  return {
    said(kind, word) {
      const key = `${kind} ${word}`;
      const number = numbers.get(key) ?? look(kind, word);
      numbers.set(key, number);
      times.set(number, (times.get(number) ?? 0) + 1);
      return number;
    },
    flush() {
      for (const [number, more] of times) count.run(more, number);
      times.clear();
    },
    forget() {
      times.clear();
      numbers.clear();
    },
  };
}

import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import type { Ledger } from '../ledger/ledger.js';
import { Board, type Concerns } from './board.js';
import { LiveTimes } from './times.js';
import type { Watch } from './watch.js';

/** A ledger of which all that matters here is that it tells of what it took. */
class Telling {
  readonly listeners = new Set<(events: readonly RecordedEvent[]) => void>();
  onProgress(listener: (events: readonly RecordedEvent[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  tell(...streams: readonly string[]): void {
    const events = streams.map((stream) => ({ stream }) as RecordedEvent); // nothing else is looked at
    for (const listener of this.listeners) listener(events);
  }
}

const gone = new AbortController().signal;
const boards: Board[] = [];
afterEach(() => boards.splice(0).forEach((board) => board.onModuleDestroy()));
function boardOver(apart = 40) {
  const ledger = new Telling();
  const board = new Board(ledger as unknown as Ledger, new LiveTimes(1_000, apart, 5));
  boards.push(board);
  return { ledger, board };
}

/** How often a watch is woken from now on. */
function counting(watch: Watch): { readonly count: () => number } {
  let count = 0;
  void (async () => {
    for (;;)
      if ((await watch.next(1_000, gone)) === 'woken') count += 1;
      else return;
  })();
  return { count: () => count };
}

/** Microseconds of this thread. */
const worked = (): number => process.threadCpuUsage().user + process.threadCpuUsage().system;

/** @throws Error when it does not come within two seconds */
async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 5) {
    if (waited > 2_000) throw new Error('still waiting');
    await pause(5);
  }
}

describe('the board of open pages', () => {
  it('listens to the log only while somebody watches', () => {
    const { ledger, board } = boardOver();
    expect(ledger.listeners.size).toBe(0);
    const [one, two] = [board.watch(() => true), board.watch(() => true)];
    expect(ledger.listeners.size).toBe(1);
    one.leave();
    expect(ledger.listeners.size).toBe(1);
    two.leave();
    expect(ledger.listeners.size).toBe(0);
  });

  it('asks nothing of a watch in the batch itself, and wakes in one round all that it concerns', async () => {
    const { ledger, board } = boardOver();
    const asked: string[][] = [];
    const concerns: Concerns = (cases) => {
      asked.push([...cases]);
      return cases.has('b');
    };
    const woken = counting(board.watch(concerns));
    ledger.tell('case-a', 'case-b', 'refused-c', 'readings');
    ledger.tell('case-b');
    expect(asked).toEqual([]);
    await until(() => woken.count() === 1);
    expect(asked).toEqual([['a', 'b']]);
    ledger.tell('case-a');
    await until(() => asked.length === 2);
    await pause(20);
    expect([asked, woken.count()]).toEqual([[['a', 'b'], ['a']], 1]);
  });

  it('has no round for what is of no case', async () => {
    const { ledger, board } = boardOver();
    let rounds = 0;
    board.watch(() => ++rounds > 0);
    ledger.tell('readings', 'refused-a', 'documents', 'ccg-00C');
    await pause(30);
    expect(rounds).toBe(0);
  });

  it('wakes everybody for the register, and where more has moved than is told apart', async () => {
    const { ledger, board } = boardOver();
    const woken = counting(board.watch(() => false));
    ledger.tell('register');
    await until(() => woken.count() === 1);
    ledger.tell(...Array.from({ length: 10_001 }, (_, nth) => `case-${nth}`));
    await until(() => woken.count() === 2);
  });

  it('goes on to the next where one cannot say whether it is concerned', async () => {
    const { ledger, board } = boardOver();
    board.watch(() => {
      throw new Error('no views');
    });
    const next = counting(board.watch(() => true));
    ledger.tell('case-a');
    await until(() => next.count() === 1);
  });

  it('has another round for what comes while one goes on, however much it is', async () => {
    const { ledger, board } = boardOver();
    let rounds = 0;
    board.watch(() => {
      rounds += 1;
      if (rounds === 1) ledger.tell('register');
      return false;
    });
    const last = counting(board.watch(() => false));
    ledger.tell('case-a');
    await until(() => last.count() === 1);
  });

  it('lets more time pass between rounds that cost more', async () => {
    const { ledger, board } = boardOver(10);
    const began: number[] = [];
    board.watch(() => {
      began.push(performance.now());
      const before = worked();
      while (worked() - before < 10_000);
      return false;
    });
    ledger.tell('case-a');
    await until(() => began.length === 1);
    await pause(20);
    ledger.tell('case-a');
    await until(() => began.length === 2);
    expect(began[1]! - began[0]!).toBeGreaterThanOrEqual(1_000);
  });

  it('finds what several look for once in a round, and anew in the next', async () => {
    const { ledger, board } = boardOver();
    let found = 0;
    const find = (): number => ++found;
    board.watch(() => true);
    expect([board.once('a', find), board.once('a', find), board.once('b', find)]).toEqual([1, 1, 2]);
    ledger.tell('case-a');
    await until(() => board.once('a', find) === 3);
  });
});

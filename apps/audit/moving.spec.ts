import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventLog, RecordedEvent } from '../../libs/event-log/index.js';
import { memoryLog } from '../../libs/event-log/memory.js';
import { historyFolder, type Folder } from '../../test/audit-history.js';
import { batchesOf } from './batches.js';
import { comparison, differentEnds, move } from './moving.js';

let folder: Folder;
beforeAll(async () => {
  folder = await historyFolder();
});
afterAll(() => folder.remove());

async function* from(events: readonly RecordedEvent[]): AsyncGenerator<RecordedEvent> {
  yield* events;
}

describe('the appends of a move', () => {
  it('hold every event once, in the order of the log, each stream once in an append', async () => {
    const appended: string[] = [];
    let appends = 0;
    for await (const batch of batchesOf(from(folder.events))) {
      appends += 1;
      expect(new Set(batch.map(({ stream }) => stream)).size).toBe(batch.length);
      appended.push(...batch.flatMap(({ events }) => events.map(({ id }) => id)));
    }
    expect(appended).toEqual(folder.events.map(({ id }) => id));
    expect(appends).toBeLessThan(folder.events.length / 2);
  });

  it('are never larger than KurrentDB takes, unless a single event is', async () => {
    const [first] = folder.events;
    const large = [1, 2, 3, 4, 5].map((revision) => ({ ...first!, revision, data: { text: 'x'.repeat(300_000) } }));
    const sizes: number[] = [];
    for await (const batch of batchesOf(from(large))) sizes.push(batch.flatMap(({ events }) => events).length);
    expect(sizes).toEqual([1, 1, 1, 1, 1]);
  });
});

describe('a move', () => {
  it('stops at the first append whose order the target does not keep', async () => {
    const log = memoryLog();
    const turned: EventLog = {
      ...log,
      append: async (...appends) => {
        const answer = await log.append(...appends);
        if (answer.outcome !== 'appended') return answer;
        return { ...answer, events: answer.events.map((event) => ({ ...event, position: 1e6 - event.position })) };
      },
    };
    expect(await move(from(folder.events), turned)).toMatchObject({
      moved: 0,
      stopped: { what: expect.stringMatching(/did not keep the order/) },
    });
  });
});

describe('the comparison after a move', () => {
  async function compared(target: readonly RecordedEvent[]) {
    const history = comparison(from(folder.events));
    const found = [];
    for (const event of target) found.push(await history.take(event));
    return [...found.filter((finding) => finding !== undefined), ...(await history.rest())];
  }

  it('finds nothing when positions alone differ', async () => {
    expect(await compared(folder.events.map((event) => ({ ...event, position: event.position * 100 })))).toEqual([]);
  });

  it.each<[string, (event: RecordedEvent) => Partial<RecordedEvent>, string]>([
    ['id', () => ({ id: '00000000-0000-4000-8000-00000000ffff' }), 'id'],
    ['time', () => ({ at: '2014-06-01T00:00:00.001Z' }), 'at'],
    ['actor', ({ actor }) => ({ actor: { ...actor, name: 'Somebody' } }), 'actor'],
    ['data', ({ data }) => ({ data: { ...data, more: null } }), 'data'],
    ['state', () => ({ to: 'inForce' }), 'to'],
    ['origin', () => ({ from: 'inForce' }), 'from'],
    ['cause', () => ({ cause: '00000000-0000-4000-8000-00000000ffff' }), 'cause'],
    ['command', () => ({ command: 'f'.repeat(64) }), 'command'],
    ['version', () => ({ version: '7' }), 'version'],
    ['revision', ({ revision }) => ({ revision: revision + 1 }), 'revision'],
  ])('names the first event with another %s, and what is not the same', async (_, edit, key) => {
    const at = folder.events.length - 9;
    const edited = folder.events.map((event, i) => (i >= at ? { ...event, ...edit(event) } : event));
    const { position, stream } = folder.events[at]!;
    expect(await compared(edited)).toEqual([
      expect.objectContaining({
        position,
        stream,
        what: expect.stringMatching(new RegExp(`not the same are .*${key}$`)),
      }),
    ]);
  });

  it('names an event that is missing at the end, or too much', async () => {
    expect(await compared(folder.events.slice(0, -1))).toMatchObject([{ what: expect.stringMatching(/ends before/) }]);
    const more = { ...folder.events.at(-1)!, position: 10_000 };
    expect(await compared([...folder.events, more])).toMatchObject([
      { position: 10_000, what: expect.stringMatching(/history had ended before it/) },
    ]);
  });

  it('names streams that end at another revision, in another state, or are in one of both only', () => {
    const end = { revision: 3, state: 'inForce' };
    const ends = new Map([['case-1', end]]);
    expect(differentEnds(ends, new Map([['case-1', { ...end }]]))).toEqual([]);
    const others = [
      { ...end, revision: 2 },
      { ...end, state: 'ended' },
      { ...end, state: undefined },
    ];
    for (const other of others) expect(differentEnds(ends, new Map([['case-1', other]]))).toHaveLength(1);
    expect(differentEnds(ends, new Map())).toMatchObject([
      { stream: 'case-1', what: expect.stringMatching(/found nothing/) },
    ]);
    expect(differentEnds(new Map(), ends)).toHaveLength(1);
  });
});

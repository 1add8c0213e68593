import { describe, expect, it } from '@jest/globals';
import { existsSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { auditor, expressed, inForce, underWay } from '../../../test/builders.js';
import { newFile, recorder, tablesOf, workflowOf } from '../../../test/histories.js';
import type { RecordedEvent } from '../../../libs/event-log/index.js';
import { Desk, type Answered, type Source } from './desk.js';

/** A log with several cases in it, and who adds to it. */
async function story(cases = 3) {
  const told = recorder();
  for (let each = 0; each < cases; each += 1) await told.record(`c${each}`, ...(each === 0 ? inForce() : underWay()));
  return told;
}

const all = { name: 'count', args: [{}, 100_000] } as const;
const ask = (desk: Desk, reach: number): Promise<Answered> => desk.answer({ reach, ...all });
const whole = (events: number): Answered => ({ is: 'answer', value: events });

describe('a desk', () => {
  it('answers from all that is recorded when it is asked', async () => {
    const told = await story();
    const desk = new Desk({ file: newFile(), workflowOf }, told.log);
    const head = await told.log.head();
    expect(await ask(desk, head)).toEqual(whole(head));
    await told.record('new', expressed());
    expect(await ask(desk, head + 1)).toEqual(whole(head + 1));
    await desk.close();
  });

  it('goes on where it was after it was closed, and after it was cut off between two batches', async () => {
    const told = await story(600);
    const head = await told.log.head();
    const file = newFile();
    let asked = 0;
    const cutOff: Source = {
      readStream: (...of) => told.log.readStream(...of),
      readAll: (of) => (asked++ === 0 ? told.log.readAll(of) : Promise.reject(new Error('cut off'))),
    };
    const first = new Desk({ file, workflowOf }, cutOff);
    await expect(first.catchUp()).rejects.toThrow('cut off');
    expect(first.position).toBe(1_000);
    await first.close();
    const read: number[] = [];
    const second = new Desk(
      { file, workflowOf },
      { ...told.log, readAll: (of) => (read.push(of?.after ?? 0), told.log.readAll(of)) },
    );
    expect(await ask(second, head)).toEqual(whole(head));
    expect(read[0]).toBe(1_000);
    await second.close();

    const other = newFile();
    const anew = new Desk({ file: other, workflowOf }, told.log);
    await ask(anew, head);
    await anew.close();
    expect(tablesOf(file)).toEqual(tablesOf(other));
  });

  it.each<[string, (file: string) => void]>([
    ['of another version', (file) => changed(file, 'PRAGMA user_version = 99')],
    ['that SQLite cannot read', (file) => writeFileSync(file, 'SQLite format 3\0 and nothing of it')],
    ['that was cut short', (file) => truncateSync(file, Math.floor(statSync(file).size / 2))],
  ])('begins anew over a file %s', async (_, spoil) => {
    const told = await story(40);
    const head = await told.log.head();
    const file = newFile();
    const before = new Desk({ file, workflowOf }, told.log);
    await ask(before, head);
    await before.close();
    spoil(file);
    const desk = new Desk({ file, workflowOf }, told.log);
    let answered = await ask(desk, head);
    // What is found to be damaged when it is asked is made anew after that.
    while (answered.is === 'behind') answered = await ask(desk, head);
    expect(answered).toEqual(whole(head));
    const stood = await desk.answer({ reach: head, name: 'stood', args: [{ position: head, limit: 100 }] });
    expect((stood as { value: { cases: unknown[] } }).value.cases).toHaveLength(40);
    await desk.close();
  });

  it('begins anew over a file that was made from another log, or from more of it', async () => {
    const file = newFile();
    const others = await story(60);
    const before = new Desk({ file, workflowOf }, others.log);
    await ask(before, await others.log.head());
    await before.close();
    const told = await story(40);
    const head = await told.log.head();
    expect(head).toBeLessThan(await others.log.head());
    const desk = new Desk({ file, workflowOf }, told.log);
    expect(await ask(desk, head)).toEqual(whole(head));
    await desk.close();
  });

  it('never takes away a file of another program', async () => {
    const told = await story(1);
    const file = newFile();
    const other = new DatabaseSync(file);
    other.exec('PRAGMA application_id = 7; CREATE TABLE theirs (a)');
    other.close();
    const desk = new Desk({ file, workflowOf }, told.log);
    expect(await ask(desk, 1)).toMatchObject({
      is: 'fault',
      message: expect.stringContaining('expected trail of Remit'),
    });
    expect(existsSync(file)).toBe(true);
    expect(tablesOf(file)).toEqual({ theirs: [] });
    await desk.close();
  });

  it('says how far it has come when that is not far enough in time', async () => {
    const told = await story(40);
    const head = await told.log.head();
    const slow: Source = {
      ...told.log,
      readAll: async (of) =>
        (of?.after ?? 0) > 0 ? new Promise(() => undefined) : told.log.readAll({ ...of, limit: 10 }),
    };
    const desk = new Desk({ file: newFile(), workflowOf }, slow);
    const began = performance.now();
    expect(await ask(desk, head)).toEqual({ is: 'behind', position: 10 });
    expect(performance.now() - began).toBeLessThan(6_000);
    const again = performance.now();
    expect(await ask(desk, head + 1_000_000)).toEqual({ is: 'behind', position: 10 });
    expect(performance.now() - again).toBeLessThan(1_000);
  });

  it('says why it does not go on, and goes on once that is mended', async () => {
    const told = await story(2);
    const head = await told.log.head();
    let known = false;
    const desk = new Desk(
      { file: newFile(), workflowOf: (...of) => (known ? workflowOf(...of) : undefined) },
      told.log,
    );
    expect(await ask(desk, head)).toMatchObject({
      is: 'fault',
      message: expect.stringMatching(/expected a workflow the service knows/),
    });
    known = true;
    expect(await ask(desk, head)).toEqual(whole(head));
    await desk.close();
  });

  it('takes no event twice and leaves none out, whoever asks meanwhile', async () => {
    const told = recorder();
    const taken: number[] = [];
    const desk = new Desk({ file: newFile(), workflowOf }, told.log, (position) => taken.push(position));
    const events: RecordedEvent[] = [];
    const answers: Promise<Answered>[] = [];
    for (let each = 0; each < 60; each += 1) {
      events.push(
        ...(await told.note('readings', {
          type: 'CaseRead',
          data: { case: `c${each}` },
          actor: auditor,
          at: '2026-01-01T00:00:00.000Z',
        })),
      );
      answers.push(ask(desk, events.length));
    }
    for (const [index, answered] of (await Promise.all(answers)).entries())
      expect((answered as { value: number }).value).toBeGreaterThanOrEqual(index + 1);
    expect(taken).toEqual([...new Set(taken)].toSorted((a, b) => a - b));
    await desk.close();
  });
});

function changed(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

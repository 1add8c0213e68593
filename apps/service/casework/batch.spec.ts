import { describe, expect, it } from '@jest/globals';
import type { NewEvent } from '../../../libs/event-log/index.js';
import { beginning } from '../../../libs/workflow/decide.js';
import { arrangement } from '../../../workflows/arrangement/index.js';
import { Batch } from './batch.js';
import type { Held } from '../ledger/stream-cache.js';
import { UnitOfWork } from './unit-of-work.js';

const actor = { id: 'clock', name: 'Clock', role: 'clock', organisation: 'service' };
const event = (id: string): NewEvent => ({ id, type: 'CaseStarted', data: {}, at: '2015-04-01T00:00:00.000Z', actor });
const at = (revision: number): Held => ({
  workflow: arrangement,
  standing: { ...beginning(arrangement), revision },
  commands: new Set(),
});

/** Decisions on streams that stand at revision 4, each as the streams it reads and those it records in. */
function decided(batch: Batch<string>, task: string, reads: string, writes: string): boolean {
  const memory = { staged: batch.staged.bind(batch), isStaged: batch.isStaged.bind(batch), kept: () => at(4) };
  const unit = new UnitOfWork(memory, '2015-04-01T00:00:00.000Z');
  for (const stream of reads) unit.find(stream);
  for (const [index, stream] of [...writes].entries()) {
    const held = unit.find(stream)!;
    unit.record(stream, held, event(`${task}${index}`), at(held.standing.revision + 1).standing);
  }
  return batch.join(task, unit);
}
const laidDown = (batch: Batch<string>) =>
  batch.appends.map(
    ({ stream, expected, events }) => `${stream} after ${expected}: ${events.map(({ id }) => id).join(' ')}`,
  );

describe('decisions that go to the log together', () => {
  it('on one stream follow each other, each on what the one before made of it', () => {
    const batch = new Batch<string>();
    expect(['p', 'q', 'r'].map((task) => decided(batch, task, '', 'A'))).toEqual([true, true, true]);
    expect(laidDown(batch)).toEqual(['A after 4: p0 q0 r0']);
    expect(batch.results).toMatchObject([{ stream: 'A', held: { standing: { revision: 7 } } }]);
  });

  it('join only where their events come after all that they rest on', () => {
    const batch = new Batch<string>();
    expect(decided(batch, 'p', '', 'AB')).toBe(true);
    // B stands after A: what is to come to A from B would stand before it.
    expect(decided(batch, 'q', '', 'BA')).toBe(false);
    expect(decided(batch, 'r', 'B', 'A')).toBe(false);
    expect(decided(batch, 's', 'A', 'B')).toBe(true);
    expect(decided(batch, 't', 'AB', 'C')).toBe(true);
    expect(laidDown(batch)).toEqual(['A after 4: p0', 'B after 4: p1 s0', 'C after 4: t0']);
  });

  it('let nobody along with a change of the register, which every decision reads', () => {
    const batch = new Batch<string>();
    expect(decided(batch, 'p', '', 'A')).toBe(true);
    const memory = { staged: () => undefined, isStaged: () => false, kept: () => at(4) };
    const unit = new UnitOfWork(memory, '2015-04-01T00:00:00.000Z');
    unit.plain('register', 4, event('r'));
    expect(batch.join('r', unit)).toBe(false);
    const own = new Batch<string>();
    expect(own.join('r', unit)).toBe(true);
    expect(decided(own, 'q', '', 'A')).toBe(false);
  });

  it('that were overtaken are taken out with all that rests on them; the rest stays as it was decided', () => {
    const batch = new Batch<string>();
    for (const [task, reads, writes] of [
      ['p', '', 'A'],
      ['q', '', 'B'],
      ['r', 'A', 'C'],
      ['s', 'C', 'D'],
      ['t', '', 'B'],
      ['u', 'E', ''],
    ] as const)
      expect(decided(batch, task, reads, writes)).toBe(true);
    const { rest, out } = batch.without(new Set(['A']));
    expect(out).toEqual(['p', 'r', 's']);
    expect(laidDown(rest)).toEqual(['B after 4: q0 t0']);
    expect(rest.members.map(({ task }) => task)).toEqual(['q', 't', 'u']);
    expect(batch.without(new Set(['E'])).out).toEqual(['u']);
  });
});

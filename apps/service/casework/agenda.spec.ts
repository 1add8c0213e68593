import { afterAll, describe, expect, it } from '@jest/globals';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { openViews } from '../../../libs/views/index.js';
import type { Fact } from '../../../libs/workflow/index.js';
import * as a from '../../../test/builders.js';
import { elsewhere, newFile, recorder, workflowOf } from '../../../test/histories.js';
import { Ledger } from '../ledger/ledger.js';
import { Agenda } from './agenda.js';

const opened: Ledger[] = [];
afterAll(() => Promise.all(opened.map((ledger) => ledger.close())));

type Named = readonly [id: string, facts: readonly Fact[]];

/** What the agenda says first at go-live over these cases, begun in this order. */
async function firstAtGoLive(...cases: readonly Named[]) {
  const story = recorder(memoryLog());
  for (const [id, facts] of cases) await story.record(id, ...facts);
  const ledger = await Ledger.open(story.log, openViews({ file: newFile(), workflowOf }));
  opened.push(ledger);
  const agenda = new Agenda(ledger, (_, fault) => {
    throw fault;
  });
  return agenda.next(a.round.goLiveAt);
}

const many = (count: number, facts: readonly Fact[]): readonly Named[] =>
  Array.from({ length: count }, (_, index) => {
    const ccg = `1${String(index).padStart(2, '0')}`;
    return [`alone-${ccg}`, elsewhere(facts, { ccg })];
  });
const inGroup = (ccg: string, facts: readonly Fact[]): readonly Fact[] => {
  const named = { applicants: 'group', group: ['00C', '01A'], groupId: 'g', openCcgs: ['00C', '01A'] };
  return elsewhere(facts, { ccg }).map((fact, index) =>
    index === 0 ? { ...fact, data: { ...fact.data, ...named } } : fact,
  );
};

describe('R-06: what is due at one instant on more cases than go into one append', () => {
  it('comes in the order of its kind all the same: what takes effect before what lapses', async () => {
    const first = await firstAtGoLive(
      ...many(205, a.submittedInFull()),
      ['lead', inGroup('00C', a.submittedInFull())],
      ['member', inGroup('01A', a.awaitingGoLive())],
    );
    expect(first.slice(0, 2)).toMatchObject([
      { case: 'member', event: 'DelegationTookEffect' },
      { event: 'DeadlinePassed' },
    ]);
    expect(first).toHaveLength(200);
  });

  it('is not parted where the CCGs of a group take effect: they do so in one append', async () => {
    const [left, right] = ['00C', '01A'].map((ccg): Named => [`of-${ccg}`, inGroup(ccg, a.awaitingGoLive())]);
    const first = await firstAtGoLive(left!, ...many(199, a.awaitingGoLive()), right!);
    const members = first.filter(({ case: id }) => id.startsWith('of-'));
    expect([0, 2]).toContain(members.length);
    expect(first.every(({ event }) => event === 'DelegationTookEffect')).toBe(true);
  });
});

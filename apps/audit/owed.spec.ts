import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../libs/event-log/index.js';
import { historyFolder, type Folder } from '../../test/audit-history.js';
import { clockActor } from '../../libs/workflow/clock.js';
import { workflows } from '../../workflows/index.js';
import { proofOf } from './proof.js';

let folder: Folder;
beforeAll(async () => {
  folder = await historyFolder();
});
afterAll(() => folder.remove());

const at = (stream: string, revision: number): RecordedEvent => folder.at(stream, revision);

const placed = (events: readonly RecordedEvent[]): readonly RecordedEvent[] =>
  events.map((event, index) => ({ ...event, position: index + 1 }));

/** What is found of the history with more events at its end, or others than it had. */
const foundIn = async (events: readonly RecordedEvent[]): Promise<readonly string[]> => {
  const { findings } = await proofOf(placed(events), workflows);
  return findings.map(({ stream, revision, what }) => `${stream} ${revision}: ${what}`);
};

const changed = (one: RecordedEvent, change: Partial<RecordedEvent>): readonly RecordedEvent[] =>
  folder.events.map((event) => (event === one ? { ...event, ...change } : event));

/** The register learns of special measures of the CCG of case-2, which is under way. */
const measures = (id: string): RecordedEvent => ({
  ...at('register', 0),
  id,
  revision: folder.events.filter(({ stream }) => stream === 'register').length,
  type: 'SpecialMeasuresImposed',
  data: { ccg: '00D', from: '2014-09-01', direction: 'A direction.' },
  at: '2015-04-02T10:00:00.000Z',
});

/** As the case is told of them. */
const told = (cause: RecordedEvent, data: RecordedEvent['data'] = { direction: 'A direction.' }): RecordedEvent => ({
  ...at('case-2', 2),
  ...{ id: 'told', revision: 3, type: 'SpecialMeasuresImposed', data, from: at('case-2', 2).to!, cause: cause.id },
  ...{ actor: clockActor, at: cause.at },
});

describe('a consequence', () => {
  it('is missing where an arrangement did not change with its case', async () => {
    const started = at('ccg-00D', 0);
    expect(await foundIn(folder.events.filter((event) => event !== started))).toEqual([
      'case-2 0: InterestExpressed brings about CaseStarted in ccg-00D, and it is missing there',
    ]);
    const taken = at('ccg-00C', 1);
    expect(await foundIn(folder.events.filter((event) => event !== taken))).toEqual([
      'case-1 25: DelegationTookEffect brings about LevelTaken in ccg-00C, and it is missing there',
    ]);
  });

  it('is missing where what stands there has another cause, or none', async () => {
    const taken = at('ccg-00C', 1);
    expect(await foundIn(changed(taken, { cause: at('case-1', 3).id }))).toEqual([
      expect.stringMatching(/^case-1 25: .* LevelTaken in ccg-00C, and it is missing/),
    ]);
    expect(await foundIn(changed(taken, { cause: undefined } as unknown as Partial<RecordedEvent>))).toEqual([
      'ccg-00C 1: LevelTaken was not due, and nothing else had the clock record it',
    ]);
  });

  it('is not what was to follow when it says something else', async () => {
    const started = at('ccg-00D', 0);
    expect(await foundIn(changed(started, { data: { ...started.data, round: '2' } }))).toEqual([
      'case-2 0: InterestExpressed brings about CaseStarted in ccg-00D, and what is there says something else',
    ]);
  });

  it('of a fact of the register is missing on an open case that was not told', async () => {
    const imposed = measures('imposed');
    expect(await foundIn([...folder.events, imposed])).toEqual([
      expect.stringMatching(/^register \d+: SpecialMeasuresImposed brings about SpecialMeasuresImposed in case-2, and/),
    ]);
    expect(await foundIn([...folder.events, imposed, told(imposed)])).toEqual([]);
    expect(await foundIn([...folder.events, imposed, told(imposed, { direction: 'Another.' })])).toEqual([
      expect.stringMatching(/ in case-2, and what is there says something else$/),
    ]);
  });

  it('does not stand before its cause', async () => {
    const taken = at('ccg-00C', 1);
    const effect = at('case-1', 25);
    const others = folder.events.filter((event) => event !== taken && event !== effect);
    expect(await foundIn([...others, effect, taken])).toEqual([]);
    expect(await foundIn([...others, taken, effect])).toEqual([
      'case-1 25: DelegationTookEffect brings about LevelTaken in ccg-00C, and it is missing there',
    ]);
  });

  it('is left out where the case does not take it', async () => {
    const imposed = measures('imposed');
    const withdrawn: RecordedEvent = {
      ...at('case-2', 2),
      ...{ id: 'withdrawn', revision: 3, type: 'ApplicationWithdrawn', to: 'withdrawn', from: at('case-2', 2).to! },
      ...{ data: { because: 'other', text: 'No.' }, at: imposed.at },
    };
    const ended: RecordedEvent = {
      ...at('ccg-00D', 0),
      ...{ id: 'ended', revision: 1, type: 'CaseEnded', from: 'none', cause: 'withdrawn', at: withdrawn.at },
      data: { case: '2', outcome: 'withdrawn' },
    };
    expect(await foundIn([...folder.events, withdrawn, ended, imposed])).toEqual([]);
    // Decided before, and laid down behind it in the same append.
    expect(await foundIn([...folder.events, imposed, withdrawn, ended])).toEqual([]);
    const later = { ...withdrawn, at: '2015-04-03T10:00:00.000Z' };
    expect(await foundIn([...folder.events, imposed, later, { ...ended, at: later.at }])).toEqual([
      expect.stringMatching(/ in case-2, and it is missing there$/),
    ]);
  });

  it('may be what cannot be read, and then one fault is one finding', async () => {
    const started = at('ccg-00D', 0);
    expect(await foundIn(changed(started, { revision: 5 }))).toEqual([
      'ccg-00D 5: revision 0 of the stream was expected here',
    ]);
  });
});

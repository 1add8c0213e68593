import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../libs/event-log/index.js';
import { historyFolder, type Folder } from '../../test/audit-history.js';
import { workflows } from '../../workflows/index.js';
import { proofOf } from './proof.js';

let folder: Folder;
beforeAll(async () => {
  folder = await historyFolder();
});
afterAll(() => folder.remove());

const at = (stream: string, revision: number): RecordedEvent => folder.at(stream, revision);

const lastOf = (stream: string): RecordedEvent => folder.events.findLast((event) => event.stream === stream)!;

/** What is found of these events, as they stand one behind the other. */
const foundIn = async (events: readonly RecordedEvent[]): Promise<readonly string[]> => {
  const { findings } = await proofOf(
    events.map((event, index) => ({ ...event, position: index + 1 })),
    workflows,
  );
  return findings.map(({ stream, revision, what }) => `${stream} ${revision}: ${what}`);
};

const dated = (one: RecordedEvent, when: string, events = folder.events): readonly RecordedEvent[] =>
  events.map((event) => (event === one ? { ...event, at: when } : event));

const without = (...left: readonly RecordedEvent[]): readonly RecordedEvent[] =>
  folder.events.filter((event) => !left.includes(event));

/** The register learns one more fact, which falls on no case. */
const learnt = (when: string): RecordedEvent => ({
  ...at('register', 0),
  ...{ id: `learnt ${when}`, revision: lastOf('register').revision + 1, at: when },
  ...{ type: 'BankHolidaysAnnounced', data: { days: ['2030-12-25'] } },
});

/** The register learns that the CCG of case-2, which is under way, has its last day. */
const closed = (on: string, when: string): RecordedEvent => ({
  ...learnt(when),
  ...{ type: 'CcgClosed', data: { code: '00D', on } },
});

describe('what was due by the end of a history', () => {
  const cut = () => without(at('case-1', 25), at('ccg-00C', 1));

  it('is missing where the history goes on without it, in whatever stream', async () => {
    expect(await foundIn([...cut(), learnt('2015-04-02T10:00:00.000Z')])).toEqual([
      'case-1 24: DelegationTookEffect was due at 2015-03-31T23:00:00.000Z, and is missing behind this: the history goes on to 2015-04-02T10:00:00.000Z',
    ]);
  });

  it('is not missing where the history ends before it was due, or as it was', async () => {
    expect(await foundIn(cut())).toEqual([]);
    expect(await foundIn([...cut(), learnt('2015-03-31T22:00:00.000Z')])).toEqual([]);
    expect(await foundIn([...cut(), learnt('2015-03-31T23:00:00.000Z')])).toEqual([]);
  });

  it('is missing where the CCG of an open case has closed', async () => {
    const told = closed('2015-03-30', '2015-03-12T10:00:00.000Z');
    expect(await foundIn([...cut(), told])).toEqual([]);
    const history = [...cut(), told, at('case-1', 25), at('ccg-00C', 1)];
    expect(await foundIn(history)).toEqual([
      expect.stringMatching(/^case-2 2: CcgClosed was due at 2015-03-30T23:00:00.000Z, and is missing behind this/),
    ]);
  });
});

describe('a fact of the clock', () => {
  it('is dated at the instant at which it was due', async () => {
    const late = '2016-06-01T00:00:00.000Z';
    const both = dated(at('ccg-00C', 1), late, [...dated(at('case-1', 25), late)]);
    expect(await foundIn(both)).toEqual([
      `case-1 25: DelegationTookEffect is dated ${late}, and happened at 2015-03-31T23:00:00.000Z, when it was due`,
    ]);
  });

  it('is not recorded before anything was due', async () => {
    const uncaused = { cause: undefined } as unknown as RecordedEvent;
    expect(await foundIn(folder.events.with(-1, { ...at('ccg-00C', 1), ...uncaused }))).toEqual([
      'ccg-00C 1: LevelTaken was not due, and nothing else had the clock record it',
    ]);
  });
});

describe('what a fact brought about', () => {
  it('happened with it', async () => {
    expect(await foundIn(dated(at('ccg-00C', 1), '2015-04-02T00:00:00.000Z'))).toEqual([
      'case-1 25: DelegationTookEffect brings about LevelTaken in ccg-00C, and what is there is dated otherwise',
    ]);
  });
});

describe('an event of a stream that runs no workflow', () => {
  it('is not dated before what it follows', async () => {
    const event = at('register', 3);
    expect(await foundIn(dated(event, '2999-01-01T00:00:00.000Z'))).toEqual([
      `register 4: it is dated ${at('register', 4).at}, before what it follows, 2999-01-01T00:00:00.000Z`,
    ]);
    const read = { ...lastOf('readings'), id: 'read', revision: 1, at: '2014-01-01T00:00:00.000Z' };
    expect(await foundIn([...folder.events, read])).toEqual([
      expect.stringMatching(/^readings 1: it is dated 2014-01-01T00:00:00.000Z, before what it follows/),
    ]);
  });

  it('is not dated before it by more than the clocks of machines differ', async () => {
    const [first, second] = [learnt('2015-04-02T10:00:30.000Z'), learnt('2015-04-02T10:00:00.000Z')];
    const next = { ...second, revision: first.revision + 1, data: { days: ['2031-12-25'] } };
    expect(await foundIn([...folder.events, first, next])).toEqual([]);
  });
});

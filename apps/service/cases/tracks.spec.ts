import { beforeAll, describe, expect, it } from '@jest/globals';
import { upTo, voted } from '../../../test/builders.js';
import { roll } from '../../../test/told.js';
import type { EventLog, NewEvent, RecordedEvent } from '../../../libs/event-log/index.js';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { beginning, decide } from '../../../libs/workflow/decide.js';
import type { Fact, RecordedFact } from '../../../libs/workflow/index.js';
import { replay } from '../../../libs/workflow/replay.js';
import { delegatedCommissioning as workflow } from '../../../workflows/delegated-commissioning/index.js';
import type { Ledger } from '../ledger/ledger.js';
import { trackSeen, Tracks } from './tracks.js';

const length = 10_000;
const id = '00000000-0000-4000-8000-000000000001';
let log: EventLog;
let events: readonly RecordedEvent[];
let read = 0;

beforeAll(async () => {
  log = memoryLog();
  await log.append({ stream: `case-${id}`, expected: 'none', events: ofVotes() as [NewEvent, ...NewEvent[]] });
  events = await log.readStream(`case-${id}`);
});

/** A case whose practices change their votes ten thousand times. */
function ofVotes(): readonly NewEvent[] {
  const before = upTo('BallotOpened');
  const practices = roll.map(({ practice }) => practice);
  const at = before.at(-1)!.at;
  const votes = Array.from({ length: length - before.length }, (_, number) =>
    voted(practices[number % (practices.length - 1)]!, number % 2 === 0 ? 'for' : 'against', at),
  );
  let standing = beginning(workflow);
  return [...before, ...votes].map((fact: Fact, number) => {
    const decision = decide(workflow, standing, fact);
    if (decision.outcome === 'refused') throw new Error(JSON.stringify(decision.refusal));
    standing = decision.standing;
    const { from, to } = decision;
    return {
      ...fact,
      id: `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`,
      workflow: workflow.name,
      version: workflow.version,
      ...(from !== undefined && { from }),
      to,
    };
  });
}

const tracks = (): Tracks => {
  const counted: Pick<EventLog, 'readStream'> = {
    readStream: async (stream, options) => {
      const found = await log.readStream(stream, options);
      read += found.length;
      return found;
    },
  };
  return new Tracks({ log: counted } as Ledger);
};

describe('the track of a case of ten thousand events', () => {
  it('is where a replay of all its facts comes to, wherever one looks', async () => {
    const over = tracks();
    for (const revision of [0, 3, 63, 64, 5_000, 9_999, 128, 9_998, 1]) {
      const { standing } = (await over.at(id, revision))!;
      const whole = replay(workflow, events.slice(0, revision + 1) as readonly RecordedFact[]);
      expect(standing.snapshot.context).toEqual(whole.snapshot.context);
      expect({ ...standing, snapshot: undefined }).toEqual({ ...whole, snapshot: undefined });
    }
  });

  it('costs a step as little at its end as at its beginning', async () => {
    const over = tracks();
    await over.at(id, length - 1);
    const costs: number[] = [];
    for (const revision of [10, 1_000, 5_000, 9_000, 9_998]) {
      await over.at(id, revision);
      read = 0;
      await over.at(id, revision + 1);
      costs.push(read);
    }
    expect(costs.every((cost) => cost <= 1)).toBe(true);
  });

  it('is not read for its beginning', async () => {
    read = 0;
    await tracks().at(id, 5);
    expect(read).toBe(6);
  });

  it('tells which ways were taken, how often and when last', async () => {
    const { taken, recorded } = (await tracks().at(id, length - 1))!;
    const [votes] = Object.values(taken['VoteCast']!);
    const cast = events.filter(({ type }) => type === 'VoteCast');
    expect(votes).toEqual({ times: cast.length, revision: length - 1, at: events.at(-1)!.at });
    expect(Object.keys(taken['BallotOpened']!)).toEqual([
      'applying.underWay.mandate.engaging BallotOpened applying.underWay.mandate.balloting',
    ]);
    expect(recorded['mandate']).toContain('VoteCast');
  });
});

describe('a track, for whoever sees the members’ part', () => {
  it('tells of the facts of that part alone', async () => {
    const track = (await tracks().at(id, length - 1))!;
    const [all, part] = [trackSeen(track, 'all'), trackSeen(track, 'part')];
    expect([...all.recorded]).toEqual(expect.arrayContaining(['interest', 'mandate']));
    expect([...part.recorded]).toEqual(['mandate']);
    const ways = [...part.taken.keys()].map((way) => way.split(' ')[1]);
    expect(new Set(ways)).toEqual(new Set(['EngagementRecorded', 'BallotOpened', 'VoteCast']));
    expect([...all.taken.keys()].some((way) => way.includes('InterestAcknowledged'))).toBe(true);
    expect(part.open).toBeUndefined();
  });
});

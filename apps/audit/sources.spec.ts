import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedEvent } from '../../libs/event-log/index.js';
import { sqliteLog } from '../../libs/event-log/sqlite.js';
import { audited } from '../../test/audit-history.js';
import { workflows } from '../../workflows/index.js';
import { seedLog } from '../service/seed.js';
import { proofOf } from './proof.js';

let folder: string;
let events: readonly RecordedEvent[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sources-'));
  const log = await sqliteLog({ file: join(folder, 'events.sqlite') });
  await seedLog(log, folder, 'demo', new Date('2026-11-22T10:00:00.000Z'));
  events = await log.readAll({ limit: 1_000_000 });
  await log.close();
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const firstOf = (type: string): RecordedEvent => events.find((event) => event.type === type)!;

/** What is found where one fact says something else. */
async function foundWith(event: RecordedEvent, data: RecordedEvent['data']): Promise<readonly string[]> {
  const changed = events.map((each) => (each === event ? { ...event, data: { ...event.data, ...data } } : each));
  const { findings } = await proofOf(changed, workflows);
  return findings.map(({ stream, revision, what }) => `${stream} ${revision}: ${what}`);
}

const at = ({ stream, revision }: RecordedEvent, what: string): string => `${stream} ${revision}: ${what}`;
type Given = Readonly<Record<string, unknown>>;

describe('the history of the demonstration', () => {
  it.each(['1', '2'])('says what its sources said, for %s threads', async (cores) => {
    const { stdout } = await audited(['verify', '--json', '--log', join(folder, 'events.sqlite'), '--cores', cores]);
    expect(JSON.parse(stdout)).toMatchObject({ found: 0, findings: [] });
  });
});

describe('what a fact took from the register', () => {
  it('is what the register said then: the round', async () => {
    const begun = firstOf('InterestExpressed');
    const round = { ...(begun.data['round'] as Given), variationWindows: [{ from: '2000-01-01', to: '2000-01-02' }] };
    expect(await foundWith(begun, { round })).toEqual([
      at(begun, 'InterestExpressed says of round what the register did not say then'),
    ]);
  });

  it('is what the register said then: how many members there were', async () => {
    const agreed = firstOf('AgreementOfMembersRecorded');
    expect(await foundWith(agreed, { members: Number(agreed.data['members']) + 1 })).toContain(
      at(agreed, 'AgreementOfMembersRecorded says of members what the register did not say then'),
    );
  });

  it('is what the register said then: the roll', async () => {
    const opened = firstOf('BallotOpened');
    const [first, ...rest] = opened.data['roll'] as readonly Given[];
    expect(await foundWith(opened, { roll: [{ ...first, patients: 1 }, ...rest] })).toContain(
      at(opened, 'BallotOpened says of roll what the register did not say then'),
    );
  });

  it('is what the register said then: who sat on the committee', async () => {
    const convened = firstOf('MeetingConvened');
    const committee = { ...(convened.data['committee'] as Given), name: 'Another committee' };
    expect(await foundWith(convened, { committee })).toContain(
      at(convened, 'MeetingConvened says of committee what the register did not say then'),
    );
  });
});

describe('the minute on which a decision rests', () => {
  it('is what the meeting minuted', async () => {
    const made = firstOf('DecisionMade');
    const minute = made.data['minute'] as Given & { present: readonly Given[] };
    const present = minute.present.map((each, index) => (index === 0 ? { ...each, name: 'Somebody else' } : each));
    const what = `what it rests on was not minuted of item ${String(made.data['item'])} in case-${String(made.data['meeting'])}`;
    expect(await foundWith(made, { minute: { ...minute, present } })).toEqual([at(made, what)]);
  });
});

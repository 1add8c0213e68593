import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Fact } from '../workflow/index.js';
import {
  approved,
  assessor,
  assured,
  clock,
  ballotClosed,
  ballotOpened,
  committee,
  day,
  engaged,
  expressed,
  fact,
  officer,
  oneVoteEach,
  practice,
  proposed,
  reopened,
  resultVerified,
  returned,
  reviewer,
  roll,
  submittedInFull,
  termsDrafted,
  underWay,
  verifier,
  voted,
  withdrawn,
} from '../../test/builders.js';
import { elsewhere, newFile, recorder, workflowOf, type Recorder } from '../../test/histories.js';
import { openViews, type Views, type WaitingFilter } from './index.js';

let story: Recorder;
let views: Views;
beforeEach(() => {
  story = recorder();
  views = openViews({ file: newFile(), workflowOf });
});
const happened = async (id: string, ...facts: readonly Fact[]): Promise<void> =>
  views.apply(await story.record(id, ...facts));
const queue = (grant: WaitingFilter['grants'][number], filter: Omit<WaitingFilter, 'grants'> = {}): readonly string[] =>
  views.waiting({ grants: [grant], ...filter }).map((row) => `${row.case} ${row.queue}`);

const claimed = (name: string, actor = assessor, at = day('2014-06-13')): Fact =>
  fact('CaseClaimed', { queue: name }, actor, at);
const released = (name: string): Fact => fact('CaseReleased', { queue: name }, assessor, day('2014-06-14'));
const claimEnded = (name: string): Fact =>
  fact('ClaimEnded', { queue: name, person: assessor.id, because: 'left' }, clock, day('2015-02-01'));

describe('what waits', () => {
  it('is found by the role it waits on, of the organisation the case belongs to', async () => {
    await happened('north', ...elsewhere([expressed()], { ccg: '01A', region: 'Y56' }));
    await happened('london', ...underWay());
    expect(queue({ role: 'regional-assessor', organisation: 'Y56' })).toEqual(['north interest']);
    expect(queue(assessor)).toEqual([]);
    expect(queue(officer)).toContain('london mandate');
    expect(queue({ role: 'ccg-officer', organisation: '01A' })).toEqual([]);
    expect(queue({ role: 'passer-by', organisation: 'Y56' })).toEqual([]);
    expect(queue(committee)).toEqual([]);
  });

  it('tells where, since when and until when', async () => {
    await happened('a', ...underWay(), ballotOpened());
    expect(views.waiting({ grants: [officer], queue: 'mandate' })).toEqual([
      {
        case: 'a',
        ccg: '00C',
        ccgName: 'NHS Invented CCG',
        region: 'Y54',
        round: '1',
        workflow: 'delegated-commissioning',
        version: '1',
        level: 'L3',
        revision: 2,
        extent: 'all',
        queue: 'mandate',
        role: 'ccg-officer',
        state: views.findCase('a')?.state,
        since: day('2014-10-01'),
        due: day('2014-10-15', '17:00:00.000'),
      },
    ]);
  });

  it('comes with the soonest due first, then the longest waiting', async () => {
    await happened('late', expressed({}, day('2014-06-13')));
    await happened('early', expressed({}, day('2014-06-12')));
    await happened('due', ...underWay(), ballotOpened());
    const rows = views.waiting({ grants: [assessor, officer] });
    expect(rows.map((row) => row.case).slice(0, 2)).toEqual(['early', 'late']);
    expect(rows.at(-1)?.due).toBeUndefined();
    expect(rows.filter(({ role }) => role === 'regional-assessor').map((row) => row.case)).toEqual(['early', 'late']);
    const dues = rows.map(({ due }) => due ?? '9999');
    expect(dues).toEqual(dues.toSorted());
  });

  it('can be narrowed by queue, region, round, workflow and due date', async () => {
    await happened('a', ...underWay(), ballotOpened());
    await happened('b', ...elsewhere(underWay(), { ccg: '01A', region: 'Y56' }));
    const all = [officer, { role: 'ccg-officer', organisation: '01A' }];
    const cases = (filter: Omit<WaitingFilter, 'grants'>) => [
      ...new Set(views.waiting({ grants: all, ...filter }).map((row) => row.case)),
    ];
    expect(cases({}).toSorted()).toEqual(['a', 'b']);
    expect(cases({ queue: 'mandate', dueBy: day('2014-10-16') })).toEqual(['a']);
    expect(cases({ queue: 'mandate', dueBy: day('2014-10-15') })).toEqual([]);
    // The ballot closes at that very instant, however it is spelt.
    for (const dueBy of ['2014-10-15T17:00Z', '2014-10-15T17:00:00Z', '2014-10-15T17:00:00.000Z'])
      expect(cases({ queue: 'mandate', dueBy })).toEqual(['a']);
    expect(cases({ queue: 'mandate', dueBy: '2014-10-15T16:59:59.999Z' })).toEqual([]);
    expect(cases({ region: 'Y56' })).toEqual(['b']);
    expect(cases({ round: '2' })).toEqual([]);
    expect(cases({ workflow: 'joint-commissioning' })).toEqual([]);
    expect(views.waiting({ grants: all, limit: 1 })).toHaveLength(1);
  });

  it('stands there once, however many grants lead to it', async () => {
    await happened('a', expressed());
    expect(queue(assessor)).toEqual(['a interest']);
    expect(views.waiting({ grants: [assessor, assessor] })).toHaveLength(1);
  });

  it('follows a case into another region, and is found by no one of the old one', async () => {
    const moved = fact('CcgDetailsChanged', { name: 'NHS Invented CCG', region: 'Y56' }, clock, day('2014-06-20'));
    await happened('a', expressed());
    await happened('a', moved);
    expect(queue({ role: 'regional-assessor', organisation: 'Y56' })).toEqual(['a interest']);
    expect(queue(assessor)).toEqual([]);
  });

  it('is gone when the case is over', async () => {
    await happened('a', ...underWay(), withdrawn(day('2014-08-01')));
    expect(views.waiting({ grants: [officer, assessor, verifier, reviewer, committee] })).toEqual([]);
    expect(views.nextDue()).toBeUndefined();
  });
});

describe('whoever has many cases', () => {
  const now = day('2014-10-16');
  const north = { role: 'regional-assessor', organisation: 'Y56' };
  const people: Readonly<Record<string, WaitingFilter['grants']>> = {
    'an assessor': [assessor],
    'assessors of two regions': [assessor, north],
    'a reviewer who assesses too': [reviewer, assessor, north],
    'a reviewer, twice': [reviewer, reviewer],
  };
  const filters: readonly Omit<WaitingFilter, 'grants'>[] = [
    {},
    { queue: 'assurance' },
    { region: 'Y56' },
    { round: '1', level: 'L3' },
    { round: '2' },
    { workflow: 'delegated-commissioning', claimedBy: null },
    { claimedBy: assessor.id },
    { dueBy: day('2014-08-01') },
  ];

  beforeEach(async () => {
    await happened('a', expressed());
    await happened('b', expressed({}, day('2014-06-13')), claimed('interest'));
    await happened('c', ...elsewhere([expressed()], { ccg: '01A', region: 'Y56' }));
    await happened('d', ...elsewhere(submittedInFull(), { ccg: '02B', practices: 'A90' }));
    await happened('e', ...underWay(), proposed(2, 1));
    await happened('f', ...elsewhere([...underWay(), proposed(2, 1)], { ccg: '03C', region: 'Y56' }));
  });

  it.each(Object.entries(people))('%s finds the same as by looking through all of it', (_, grants) => {
    // An officer of no CCG has nothing waiting, and is of those who look up their few.
    const lookingThrough = [...grants, { role: 'ccg-officer', organisation: 'none' }];
    for (const filter of filters) {
      const found = views.waiting({ grants, ...filter });
      expect(found).toEqual(views.waiting({ grants: lookingThrough, ...filter }));
      expect(views.waiting({ grants, ...filter, limit: 2, skip: 1 })).toEqual(found.slice(1, 3));
      const counts = views.waitingCounts({ grants, ...filter }, now);
      expect(counts).toEqual(views.waitingCounts({ grants: lookingThrough, ...filter }, now));
      expect(counts.reduce((sum, { waiting }) => sum + waiting, 0)).toBe(found.length);
    }
    expect(views.waiting({ grants }).length).toBeGreaterThan(1);
  });

  it('finds nothing beyond what they may see', () => {
    const scope = { ccgs: [], regions: ['Y56'], homes: [], named: [] };
    expect(views.waiting({ grants: [assessor, reviewer], scope }).map((row) => row.case)).toEqual(['f']);
    expect(views.waitingCounts({ grants: [assessor], scope }, now)).toEqual([]);
  });
});

describe('a ballot', () => {
  it('waits on each practice of its roll until that practice has voted', async () => {
    await happened('a', ...underWay(), ballotOpened());
    await happened('a', voted('A81001'));
    expect(queue(practice('A81001'))).toEqual([]);
    expect(queue(practice('A81002'))).toEqual(['a mandate']);
    expect(queue(practice('A99999'))).toEqual([]);
    await happened('a', ballotClosed());
    expect(queue(practice('A81002'))).toEqual([]);
  });

  it('asks everybody on its own roll again when it is the second, and nobody else', async () => {
    await happened('a', ...underWay(), ballotOpened(), voted('A81001'), ballotClosed(), resultVerified());
    const second = ballotOpened(oneVoteEach, roll.slice(0, 2), day('2014-10-17'));
    await happened('a', { ...second, data: { ...second.data, closesAt: day('2014-11-15') } });
    expect(queue(practice('A81001'))).toEqual(['a mandate']);
    expect(queue(practice('A81002'))).toEqual(['a mandate']);
    expect(queue(practice('A81003'))).toEqual([]);
    expect(['A81001', 'A81003'].map((code) => views.isNamed('a', code))).toEqual([true, false]);
  });
});

describe('a claim', () => {
  const row = () => views.waiting({ grants: [assessor] })[0];

  it('shows others who has the case in hand', async () => {
    await happened('a', expressed(), claimed('interest'));
    expect(row()?.claimedBy).toEqual({ id: assessor.id, name: assessor.name });
    expect(queue(assessor, { claimedBy: assessor.id })).toEqual(['a interest']);
    expect(queue(assessor, { claimedBy: 'somebody else' })).toEqual([]);
    expect(queue(assessor, { claimedBy: null })).toEqual([]);
    expect(views.statistics().waiting).toEqual([
      { queue: 'interest', role: 'regional-assessor', count: 1, claimed: 1 },
    ]);
  });

  it('ends when it is released', async () => {
    await happened('a', expressed(), claimed('interest'), released('interest'));
    expect(row()).toBeDefined();
    expect(row()).not.toHaveProperty('claimedBy');
    expect(queue(assessor, { claimedBy: null })).toEqual(['a interest']);
  });

  it('survives what happens elsewhere in the case', async () => {
    await happened('a', ...underWay(), termsDrafted(), claimed('terms-of-reference', assessor, day('2014-12-02')));
    const { since } = row()!;
    await happened('a', engaged(), ballotOpened());
    expect(row()).toMatchObject({ queue: 'terms-of-reference', since, claimedBy: { id: assessor.id } });
  });

  it('ends when the case is told so, and is not there again when the case comes back', async () => {
    await happened('a', ...submittedInFull(), claimed('assurance', assessor, day('2015-01-15')));
    expect(row()).toMatchObject({ queue: 'assurance', claimedBy: { id: assessor.id } });
    expect(views.claimsOf(assessor.id)).toEqual([
      { case: 'a', ccg: '00C', queue: 'assurance', role: 'regional-assessor', organisation: 'Y54' },
    ]);
    await happened('a', ...assured(), claimEnded('assurance'), approved(), reopened(day('2015-02-20')));
    expect(row()).toMatchObject({ queue: 'assurance' });
    expect(row()).not.toHaveProperty('claimedBy');
    expect(views.claimsOf(assessor.id)).toEqual([]);
  });

  it('stays while the stage waits on somebody else', async () => {
    await happened('a', expressed(), claimed('interest'), returned(day('2014-06-15')));
    expect(views.waiting({ grants: [officer] })[0]).toMatchObject({
      queue: 'interest',
      claimedBy: { id: assessor.id },
    });
  });
});

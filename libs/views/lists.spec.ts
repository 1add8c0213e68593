import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  approvedWithConditions,
  ballotOpened,
  clock,
  committee,
  day,
  expressed,
  fact,
  inForce,
  officer,
  revoked,
  underWay,
  upTo,
  voted,
  withdrawn,
} from '../../test/builders.js';
import { begunAt, elsewhere, newFile, recorder, workflowOf } from '../../test/histories.js';
import type { CaseListFilter } from './index.js';
import { openViews, type Views } from './index.js';
import { nobody } from './scope.js';

let views: Views;
const listed = (filter: Omit<CaseListFilter, 'limit'>): readonly string[] =>
  views.listed({ ...filter, limit: 100 }).map(({ id }) => id);
const counted = (word: string, filter: Parameters<Views['tallies']>[0] = {}): number =>
  views.tallies(filter).reduce((sum, { places, count }) => (places.includes(word) ? sum + count : sum), 0);

const conditions = upTo('DecisionMade').slice(0, -1);

beforeAll(async () => {
  const story = recorder();
  views = openViews({ file: newFile(), workflowOf });
  const started = (date: string, facts: Parameters<typeof begunAt>[1]) => begunAt(day(date), facts);
  const north = { ccg: '01A', region: 'Y56' };
  views.apply(
    await story.record('aaaa1111', ...started('2014-06-01', [...underWay(), ballotOpened(), voted('A81001')])),
  );
  views.apply(await story.record('bbbb2222', ...started('2014-06-02', elsewhere([expressed()], north))));
  views.apply(
    await story.record('cccc3333', ...started('2014-06-03', elsewhere(inForce(), { ccg: '02B', practices: 'A90' }))),
  );
  const left = [...underWay(), withdrawn(day('2014-08-01'))];
  views.apply(await story.record('dddd4444', ...started('2014-06-04', elsewhere(left, north))));
  const decided = elsewhere([...conditions, approvedWithConditions()], { ccg: '03C', practices: 'A70' });
  views.apply(await story.record('eeee5555', ...started('2014-06-05', decided)));
});

describe('a list of cases', () => {
  it.each<[string, Omit<CaseListFilter, 'limit'>, readonly string[]]>([
    ['what goes on, due first', { state: 'open' }, ['bbbb2222', 'aaaa1111', 'eeee5555', 'cccc3333']],
    ['what has ended', { state: 'over' }, ['dddd4444']],
    ['how it ended', { state: 'withdrawn' }, ['dddd4444']],
    ['a stage', { state: 'delegation' }, ['cccc3333']],
    ['a region', { region: 'Y56' }, ['bbbb2222', 'dddd4444']],
    ['whom it waits on', { waitingOn: 'practice-representative' }, ['aaaa1111']],
    ['what is due by a day', { dueBy: day('2014-07-20') }, ['bbbb2222']],
    ['a name', { search: { text: 'invented', ccgs: [] }, state: 'over' }, ['dddd4444']],
    ['a code that was found', { search: { text: 'some practice', ccgs: ['02B'] } }, ['cccc3333']],
    ['the beginning of an id', { search: { text: 'BBBB2', ccgs: [] } }, ['bbbb2222']],
    ['no pattern of the database', { search: { text: '%', ccgs: [] } }, []],
    [
      'the order in which they began',
      { sort: 'started' },
      ['eeee5555', 'dddd4444', 'cccc3333', 'bbbb2222', 'aaaa1111'],
    ],
    [
      'the order in which they changed',
      { sort: 'changed' },
      ['eeee5555', 'dddd4444', 'cccc3333', 'bbbb2222', 'aaaa1111'],
    ],
  ])('can be asked for %s', (_, filter, expected) => {
    expect(listed(filter)).toEqual(expected);
  });

  it('comes in pages that leave nothing out and repeat nothing', () => {
    for (const sort of ['due', 'ccg', 'changed', 'started'] as const) {
      const pages = [0, 2, 4].flatMap((skip) => views.listed({ sort, limit: 2, skip }).map(({ id }) => id));
      expect(pages).toEqual(listed({ sort }));
      expect(new Set(pages).size).toBe(5);
    }
  });

  it('shows and counts for everybody the same cases, and none beyond their scope', () => {
    const scopes = [
      { ...nobody, ccgs: ['01A'] },
      { ...nobody, regions: ['Y56'] },
      { ...nobody, homes: ['02B'] },
      { ...nobody, named: ['A81002'] },
      nobody,
    ];
    const seen = [['bbbb2222', 'dddd4444'], ['bbbb2222', 'dddd4444'], ['cccc3333'], ['aaaa1111'], []];
    for (const [index, scope] of scopes.entries()) {
      expect(listed({ scope }).toSorted()).toEqual(seen[index]);
      expect(views.tallies({ scope }).reduce((sum, { count }) => sum + count, 0)).toBe(seen[index]!.length);
      expect(listed({ scope, search: { text: 'Invented', ccgs: ['00C', '01A', '02B'] } }).toSorted()).toEqual(
        seen[index],
      );
    }
  });

  it('counts a case once, under every place it is in', () => {
    expect(counted('open')).toBe(4);
    expect(counted('over')).toBe(1);
    expect(counted('mandate')).toBe(1);
    expect(counted('open', { region: 'Y56' })).toBe(1);
    for (const state of ['open', 'over', 'mandate', 'constitution', 'delegation', 'withdrawn'])
      expect(counted(state)).toBe(listed({ state }).length);
  });

  it('counts a case where it stands after each of its facts, and nowhere else', async () => {
    const story = recorder();
    const own = openViews({ file: newFile(), workflowOf });
    const lookingAtEach = { search: { text: 'NHS', ccgs: [] } };
    const sorted = (filter: Parameters<Views['tallies']>[0]) =>
      own
        .tallies(filter)
        .map((tally) => JSON.stringify(tally))
        .toSorted();
    const moved = fact('CcgDetailsChanged', { name: 'NHS Invented CCG', region: 'Y56' }, clock, day('2014-06-20'));
    await story.record('other', ...begunAt(day('2014-06-01'), elsewhere([expressed()], { ccg: '01A', region: 'Y56' })));
    own.apply(await story.log.readStream('case-other'));
    for (const each of [...begunAt(day('2014-06-01'), underWay()), moved, withdrawn(day('2014-08-01'))]) {
      own.apply(await story.record('a', each));
      for (const scope of [{ all: true } as const, { ...nobody, regions: ['Y54'] }, { ...nobody, regions: ['Y56'] }])
        expect(sorted({ scope })).toEqual(sorted({ scope, ...lookingAtEach }));
    }
    expect(own.tallies({}).reduce((sum, { count }) => sum + count, 0)).toBe(2);
    own.close();
  });

  it('tells who sees the members’ part nothing of the rest: neither how it ended, nor what is due, nor who has it in hand', () => {
    const [row] = views
      .listed({ scope: { ...nobody, homes: ['01A'] }, limit: 5 })
      .filter(({ id }) => id === 'dddd4444');
    expect(row).toMatchObject({ extent: 'part', claims: {} });
    expect(row).not.toHaveProperty('latest');
    expect(listed({ scope: { ...nobody, homes: ['01A'] }, state: 'withdrawn' })).toEqual([]);
    expect(listed({ scope: { ...nobody, homes: ['01A'] }, state: 'over' })).toEqual([]);
    expect(listed({ scope: { ...nobody, homes: ['01A'] }, dueBy: day('2020-01-01') })).toEqual([]);
  });
});

describe('what changed after a position', () => {
  const changed = (since: number, scope?: CaseListFilter['scope']) =>
    views.changedSince({ since, limit: 10, ...(scope && { scope }) }).map(({ id, latest }) => [id, latest?.type]);

  it('is told by the latest fact of each case, the latest first', () => {
    const all = changed(0);
    expect(all.map(([id]) => id)).toEqual(listed({ sort: 'changed' }));
    expect(all.at(-1)).toEqual(['aaaa1111', 'VoteCast']);
    expect(changed(views.position)).toEqual([]);
    expect(changed(views.position - 1)).toEqual([['eeee5555', 'DecisionMade']]);
  });

  it('is for the members what is of their part', () => {
    expect(changed(0, { ...nobody, homes: ['03C'] })).toEqual([['eeee5555', 'ResultVerified']]);
    expect(changed(views.position - 1, { ...nobody, homes: ['03C'] })).toEqual([]);
  });
});

describe('conditions over all cases', () => {
  const open = (filter: Omit<Parameters<Views['openConditions']>[0], 'limit'> = {}) =>
    views.openConditions({ ...filter, limit: 10 }).map(({ case: { id }, number, due }) => [id, number, due]);

  it('are those that stand and are not discharged, of cases that are seen whole', () => {
    expect(open()).toEqual([['eeee5555', 1, '2015-03-20']]);
    expect(open({ scope: { ...nobody, ccgs: ['03C'] } })).toEqual([['eeee5555', 1, '2015-03-20']]);
    expect(open({ scope: { ...nobody, homes: ['03C'] } })).toEqual([]);
    expect(open({ scope: { ...nobody, ccgs: ['01A'] } })).toEqual([]);
    expect(open({ dueBefore: '2015-03-20' })).toEqual([]);
    expect(open({ dueBefore: '2015-03-21' })).toHaveLength(1);
    expect(views.conditionCounts({ all: true }, '2015-03-20')).toEqual({ open: 1, late: 0 });
    expect(views.conditionCounts({ all: true }, '2015-03-21')).toEqual({ open: 1, late: 1 });
    expect(views.conditionCounts({ ...nobody, homes: ['03C'] }, '2015-03-21')).toEqual({ open: 0, late: 0 });
  });

  it('are told with their review, and go when they are discharged or their case ends', async () => {
    const story = recorder();
    const own = openViews({ file: newFile(), workflowOf });
    own.apply(await story.record('a', ...conditions, approvedWithConditions()));
    const review = { condition: 1, evidence: 'Nobody yet.' };
    own.apply(await story.record('a', fact('ConditionUpheld', review, committee, day('2015-02-20'))));
    expect(own.openConditions({ limit: 5 })).toMatchObject([{ number: 1, upheldAt: day('2015-02-20') }]);
    own.apply(await story.record('a', fact('ConditionDischarged', review, committee, day('2015-02-21'))));
    expect(own.openConditions({ limit: 5 })).toEqual([]);
    own.apply(await story.record('b', ...conditions, approvedWithConditions()));
    expect(own.openConditions({ limit: 5 })).toHaveLength(1);
    own.apply(await story.record('b', withdrawn(day('2015-02-22'))));
    expect(own.openConditions({ limit: 5 })).toEqual([]);
    own.close();
  });
});

describe('levels that are held now', () => {
  it('are told with what was noted of the case, until they are left', async () => {
    const story = recorder();
    const own = openViews({ file: newFile(), workflowOf });
    own.apply(await story.record('a', ...inForce()));
    const level = { type: 'LevelTaken', data: { case: 'a', level: 'L3' }, actor: officer, at: day('2015-04-01') };
    own.apply(await story.note('ccg-00C', level));
    const suspended = { functions: ['discretionary-payments'], reasons: 'Overspent.' };
    own.apply(await story.record('a', fact('FunctionsSuspended', suspended, committee, day('2015-05-01'))));
    const held = own.heldNow({ level: 'L3' });
    expect(held).toMatchObject([
      { since: day('2015-04-01'), conditions: 0, case: { id: 'a', noted: { suspended: ['discretionary-payments'] } } },
    ]);
    expect(own.heldNow({ level: 'L2' })).toEqual([]);
    expect(own.heldNow({ level: 'L3', scope: { ...nobody, homes: ['00C'] } })).toEqual([]);
    own.apply(await story.record('a', revoked(day('2015-10-01', '00:00:00.000'))));
    expect(own.heldNow({ level: 'L3' })[0]?.case.noted.endsFrom).toBe(day('2015-10-01', '00:00:00.000'));
    own.apply(await story.note('ccg-00C', { ...level, type: 'LevelLeft', at: day('2015-10-01') }));
    expect(own.heldNow({ level: 'L3' })).toEqual([]);
    own.close();
  });
});

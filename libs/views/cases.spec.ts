import { beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  acknowledged,
  ballotOpened,
  day,
  expressed,
  inForce,
  round,
  underWay,
  withdrawn,
} from '../../test/builders.js';
import { isCursor } from './cursor.js';
import { extentOf, nobody } from './scope.js';
import { begunAt, elsewhere, newFile, recorder, workflowOf } from '../../test/histories.js';
import { openViews, type CaseFilter, type LateFilter, type Views } from './index.js';

let views: Views;
const found = (filter: Omit<CaseFilter, 'limit'>): readonly string[] =>
  views.cases({ ...filter, limit: 100 }).cases.map(({ id }) => id);

beforeAll(async () => {
  const story = recorder();
  views = openViews({ file: newFile(), workflowOf });
  const started = (date: string, facts: Parameters<typeof begunAt>[1]) => begunAt(day(date), facts);
  views.apply(await story.record('voting', ...started('2014-06-01', [...underWay(), ballotOpened()])));
  views.apply(
    await story.record('new', ...started('2014-06-02', elsewhere([expressed()], { ccg: '01A', region: 'Y56' }))),
  );
  views.apply(
    await story.record('held', ...started('2014-06-03', elsewhere(inForce(), { ccg: '02B', practices: 'A90' }))),
  );
  const left = [...underWay(), withdrawn(day('2014-08-01'))];
  views.apply(await story.record('left', ...started('2014-06-04', elsewhere(left, { ccg: '01A', region: 'Y56' }))));
  const group = { applicants: 'group', group: ['00C', '01A'], round: { ...round, id: '2' } } as const;
  views.apply(await story.record('group', expressed({ ...group, group: ['00C', '01A'] }, day('2014-06-05'))));
});

describe('the cases of a workflow that something happened on lately', () => {
  const lately = (more: Partial<LateFilter>) =>
    views.lately({ workflow: 'delegated-commissioning', ended: false, limit: 100, ...more }).map(({ id }) => id);

  it('are those that go on, or those that have ended, the latest first, so many after so many', () => {
    const open = lately({});
    expect([...open].toSorted()).toEqual(['group', 'held', 'new', 'voting']);
    const updated = open.map((id) => Date.parse(views.findCase(id)!.updatedAt));
    expect(updated).toEqual(updated.toSorted((a, b) => b - a));
    expect(lately({ limit: 2, skip: 1 })).toEqual(open.slice(1, 3));
    expect(lately({ ended: true })).toEqual(['left']);
    expect(lately({ workflow: 'joint-commissioning' })).toEqual([]);
  });

  it('are for whom the scope lets see them, and of a region where one is asked for', () => {
    expect(lately({ scope: { ...nobody, regions: ['Y56'] } })).toEqual(['new']);
    expect(lately({ region: 'Y56' })).toEqual(['new']);
    expect(lately({ scope: nobody })).toEqual([]);
  });
});

describe('the open cases', () => {
  it('of a CCG, or of a round, are those that have not ended, in the order in which they began', () => {
    expect(views.openCases({ ccg: '00C' })).toEqual(['voting', 'group']);
    expect(views.openCases({ ccg: '01A' })).toEqual(['new']);
    expect(views.openCases({ round: '1' })).toEqual(['voting', 'new', 'held']);
    expect(views.openCases({ round: '3' })).toEqual([]);
    // A practice on the roll votes; the case is about its CCG.
    expect(views.openCases({ party: 'A81001' })).toEqual([]);
  });

  it('are told however many have ended before them', async () => {
    const story = recorder();
    const many = openViews({ file: newFile(), workflowOf });
    for (let count = 0; count < 1_001; count += 1) {
      const facts = begunAt(day('2014-06-01'), [expressed(), withdrawn(day('2014-06-02'))]);
      many.apply(await story.record(`left-${count}`, ...facts));
    }
    many.apply(await story.record('open', ...begunAt(day('2014-06-03'), [expressed()])));
    expect(many.openCases({ ccg: '00C' })).toEqual(['open']);
    expect(many.openCases({ round: '1' })).toEqual(['open']);
    many.close();
  });
});

describe('a case', () => {
  it('is told with its CCG, its round, where it stands and whom it waits on', () => {
    expect(views.findCase('voting')).toMatchObject({
      id: 'voting',
      workflow: 'delegated-commissioning',
      version: '1',
      level: 'L3',
      ccg: '00C',
      ccgName: 'NHS Invented CCG',
      region: 'Y54',
      round: '1',
      group: [],
      state: { applying: { underWay: { mandate: 'balloting' } } },
      revision: 2,
      startedAt: day('2014-06-01'),
      updatedAt: day('2014-10-01'),
    });
    expect(views.findCase('voting')?.waitingOn).toContain('practice-representative');
    expect(views.findCase('voting')).not.toHaveProperty('outcome');
    expect(views.findCase('left')).toMatchObject({ outcome: 'withdrawn', waitingOn: [] });
    expect(views.findCase('group')).toMatchObject({ group: ['00C', '01A'], round: '2' });
    expect(views.findCase('none')).toBeUndefined();
  });

  it('reads the same from memory and from the file', () => {
    for (const row of views.cases({ limit: 100 }).cases)
      expect({ ...views.findCase(row.id), extent: 'all' }).toEqual(row);
  });
});

describe('a list of cases', () => {
  it.each<[string, Omit<CaseFilter, 'limit'>, readonly string[]]>([
    ['everything, by start', {}, ['voting', 'new', 'held', 'left', 'group']],
    ['a CCG', { ccg: '01A' }, ['new', 'left']],
    ['a region', { region: 'Y54' }, ['voting', 'held', 'group']],
    ['a round', { round: '2' }, ['group']],
    ['a workflow', { workflow: 'joint-commissioning' }, []],
    ['an inner state', { state: 'applying.underWay.mandate.balloting' }, ['voting']],
    ['an outer state', { state: 'applying' }, ['voting', 'new', 'group']],
    ['no half of a state’s name', { state: 'applying.underWay.mandate.ball' }, []],
    ['a stage in progress', { state: 'delegation' }, ['held']],
    ['an outcome', { state: 'withdrawn' }, ['left']],
    ['whom it waits on', { waitingOn: 'regional-assessor' }, ['new', 'group']],
    ['a CCG of a group', { group: '01A' }, ['group']],
    ['several at once', { ccg: '01A', state: 'applying', waitingOn: 'regional-assessor' }, ['new']],
  ])('can be asked for %s', (_, filter, expected) => {
    expect(found(filter)).toEqual(expected);
  });

  it.each<[string, NonNullable<CaseFilter['scope']>, readonly string[]]>([
    ['an officer those of the CCG', { ...nobody, ccgs: ['01A'] }, ['new', 'left']],
    ['an assessor those of the region', { ...nobody, regions: ['Y56'] }, ['new', 'left']],
    ['a practice those on whose roll it is', { ...nobody, named: ['A90002'] }, ['held']],
    ['a practice those of its CCG', { ...nobody, homes: ['01A'] }, ['new', 'left']],
    ['who has several roles all of theirs', { ...nobody, ccgs: ['01A'], named: ['A81001'] }, ['voting', 'new', 'left']],
    ['who has none nothing', nobody, []],
    ['who tries to say more nothing', { ...nobody, ccgs: ["01A' OR 1=1 --", '%', '"'] }, []],
  ])('shows %s', (_, scope, expected) => {
    expect(found({ scope })).toEqual(expected);
    for (const id of ['voting', 'new', 'held', 'left', 'group']) {
      const extent = extentOf(scope, { ...views.findCase(id)!, hasPart: true }, (code) => views.isNamed(id, code));
      expect([id, extent !== 'nothing']).toEqual([id, expected.includes(id)]);
    }
  });

  it('never shows more for a filter than the scope allows', () => {
    expect(found({ scope: { ...nobody, ccgs: ['01A'] }, ccg: '00C' })).toEqual([]);
    expect(found({ scope: { ...nobody, regions: ['Y56'] }, region: 'Y54' })).toEqual([]);
    expect(found({ scope: { ...nobody, named: ['A90002'] }, ccg: '02B' })).toEqual(['held']);
  });
});

describe('pages of cases', () => {
  it('leave nothing out and repeat nothing, also when many began in one instant and others begin meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        async (days, limit) => {
          const story = recorder();
          const own = openViews({ file: newFile(), workflowOf });
          for (const [index, date] of days.entries()) {
            own.apply(await story.record(`c${index}`, expressed({}, day(`2014-06-0${date}`))));
          }
          const seen: string[] = [];
          let next: string | undefined;
          do {
            const page = own.cases({ limit, ...(next && { after: next }) });
            expect(page.cases.length).toBeLessThanOrEqual(limit);
            seen.push(...page.cases.map(({ id }) => id));
            next = page.next;
            if (days.length > 0)
              own.apply(await story.record('c0', ...(own.findCase('c0')?.revision === 0 ? [acknowledged()] : [])));
          } while (next);
          own.close();
          expect(seen.toSorted()).toEqual(days.map((__, index) => `c${index}`).toSorted());
          const starts = seen.map((id) => days[Number(id.slice(1))]!);
          expect(starts).toEqual(starts.toSorted());
        },
      ),
      { numRuns: 20 },
    );
  });

  it('refuse a cursor that was made up', () => {
    expect(() => views.cases({ limit: 1, after: 'made-up' })).toThrow(RangeError);
    expect(isCursor('made-up')).toBe(false);
    expect(isCursor(views.cases({ limit: 1 }).next!)).toBe(true);
  });
});

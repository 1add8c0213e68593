import { describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { acknowledged, auditor, balloted, day, expressed, officer, underWay } from '../../test/builders.js';
import { newFile, recorder, tablesOf, workflowOf } from '../../test/histories.js';
import { openViews } from './index.js';
import { ViewsDamaged, ViewsOutdated } from './file.js';

const nobodyKnows = { type: 'Noticed', data: {}, actor: auditor, at: day('2014-07-02') };

describe('taking events', () => {
  it('keeps rows and checkpoint together: a batch that fails in the middle leaves both as they were', async () => {
    const file = newFile();
    const story = recorder();
    const views = openViews({ file, workflowOf });
    views.apply(await story.record('a', ...underWay()));
    const before = tablesOf(file);
    const [first, second, third] = await story.record('a', ...balloted('for', 'for', 'for'));
    const [other] = await story.record('b', expressed());

    expect(() => views.apply([first!, second!, { ...third!, workflow: 'unheard-of' }, other!])).toThrow(/unheard-of@1/);
    expect(tablesOf(file)).toEqual(before);
    expect(views.position).toBe(2);
    expect(views.findCase('a')?.revision).toBe(1);
    expect(views.findCase('b')).toBeUndefined();

    views.apply([first!, second!, third!]);
    expect(views.findCase('a')?.revision).toBe(4);
    expect(views.position).toBe(third!.position);
  });

  it('skips what it has taken before', async () => {
    const story = recorder();
    const views = openViews({ file: newFile(), workflowOf });
    const events = await story.record('a', ...underWay());
    views.apply(events.slice(0, 1));
    views.apply(events);
    views.apply(events);
    expect(views.findCase('a')?.revision).toBe(1);
    expect(views.position).toBe(2);
    expect(views.last).toMatchObject({ position: 2, stream: 'case-a', revision: 1, event: events[1]!.id });
  });

  it('finds out that an event of a case was left out', async () => {
    const story = recorder();
    const views = openViews({ file: newFile(), workflowOf });
    const [first, , third] = await story.record('a', ...underWay(), ...balloted('for').slice(0, 1));
    views.apply([first!]);
    expect(() => views.apply([third!])).toThrow('expected revision 1 of case-a, found 2');
    expect(() => views.apply([third!, first!])).toThrow(RangeError);
  });

  it('moves on over streams it has no rows for', async () => {
    const story = recorder();
    const views = openViews({ file: newFile(), workflowOf });
    views.apply([...(await story.record('a', expressed())), ...(await story.note('refused-a', nobodyKnows))]);
    views.apply(await story.note('register', nobodyKnows));
    expect(views.position).toBe(3);
    expect(views.statistics().cases).toEqual([{ workflow: 'delegated-commissioning', outcome: 'open', count: 1 }]);
  });

  it('goes on after it was closed as if it had never been', async () => {
    const file = newFile();
    const story = recorder();
    const first = openViews({ file, workflowOf });
    first.apply(await story.record('a', expressed()));
    first.close();
    const again = openViews({ file, workflowOf });
    expect(again.position).toBe(1);
    again.apply(await story.record('a', acknowledged()));
    expect(again.findCase('a')).toMatchObject({ revision: 1, ccg: '00C', state: { applying: { underWay: {} } } });
    expect(again.waiting({ grants: [{ role: 'regional-assessor', organisation: 'Y54' }] })).toEqual([]);
  });
});

describe('opening', () => {
  it('refuses views of another version', () => {
    const file = newFile();
    openViews({ file, workflowOf }).close();
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(() => openViews({ file, workflowOf })).toThrow(ViewsOutdated);
  });

  it('refuses what is no database', () => {
    const file = newFile();
    writeFileSync(file, `${officer.name} `.repeat(500));
    expect(() => openViews({ file, workflowOf })).toThrow(ViewsDamaged);
  });

  it('leaves another program’s database alone', () => {
    const file = newFile();
    const database = new DatabaseSync(file);
    database.exec('CREATE TABLE precious (thing TEXT)');
    database.close();
    expect(() => openViews({ file, workflowOf })).toThrow(/expected views of Remit/);
    expect(tablesOf(file)).toEqual({ precious: [] });
  });
});

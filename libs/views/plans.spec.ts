/** How SQLite goes about what pages ask: through an index in its order, so that a page costs what is on it and not what the file has. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { newFile, workflowOf } from '../../test/histories.js';
import { assessor, committee } from '../../test/builders.js';
import { openViews, type Views } from './index.js';

const file = newFile();
const prepared = jest.spyOn(DatabaseSync.prototype, 'prepare');
let views: Views;
let database: DatabaseSync;
beforeAll(() => {
  views = openViews({ file, workflowOf });
  database = new DatabaseSync(file, { readOnly: true });
});
afterAll(() => {
  prepared.mockRestore();
  database.close();
  views.close();
});

/** The steps of the statement that `asking` is the first to prepare. */
function planOf(asking: () => unknown): string {
  prepared.mockClear();
  asking();
  const [[sql] = ['SELECT 1']] = prepared.mock.calls;
  return database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map(({ detail }) => String(detail))
    .join('\n');
}

const now = '2015-01-01T00:00:00.000Z';
const region = { ccgs: [], regions: ['Y54'], homes: [], named: [] };

describe('what pages ask the views', () => {
  it.each<[string, () => unknown]>([
    ['an assessor', () => views.waiting({ grants: [assessor], scope: region, limit: 25 })],
    ['a committee that decides for regions too', () => views.waiting({ grants: [committee, assessor], limit: 25 })],
  ])('what waits on %s is read in the order in which it is due', (_, asking) => {
    const plan = planOf(asking);
    expect(plan).toMatch(/SEARCH w USING INDEX waiting_in_order \(role=\? AND region=\?\)/);
    expect(plan).not.toMatch(/AUTOMATIC|SCAN [wc]\b/);
  });

  it('what waits is counted from an index alone', () => {
    const plan = planOf(() => views.waitingCounts({ grants: [assessor], scope: region }, now));
    expect(plan).toMatch(/SEARCH w USING COVERING INDEX waiting_by_queue \(role=\? AND region=\?\)/);
    expect(plan).not.toMatch(/ [c] /);
  });

  it.each(['due', 'changed', 'started'] as const)(
    'a list by %s walks an index, and reads the rows of one page',
    (sort) => {
      const plan = planOf(() => views.listed({ sort, limit: 25 }));
      expect(plan).toMatch(/SCAN c USING (COVERING )?INDEX/);
      expect(plan).toMatch(/SEARCH c USING INTEGER PRIMARY KEY/);
      expect(plan.match(/SCAN c/g)).toHaveLength(1);
      expect(plan).not.toContain('AUTOMATIC');
    },
  );

  it('cases are counted without being looked at', () => {
    expect(planOf(() => views.tallies({ region: 'Y54' }))).not.toMatch(/cases/);
    expect(planOf(() => views.tallies({ scope: region, round: '1' }))).not.toMatch(/cases/);
  });

  it('what changed is found by its place in the log', () => {
    expect(planOf(() => views.changedSince({ since: 0, limit: 10 }))).toContain('cases_by_position (position>?)');
  });
});

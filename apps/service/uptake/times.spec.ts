import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { testService, type TestService } from '../../../test/service.js';
import { visitor, type Page, type Visitor } from '../../../test/visitor.js';

let to: TestService;
let auditor: Visitor;
beforeAll(async () => {
  to = await testService({ seed: 'demo', now: '2026-11-22T10:00:00.000Z', log: memoryLog() });
  auditor = await visitor(to, 'auditor@nhse', '/audit/dashboard');
});
afterAll(() => to.close());

const fileAt = async (path: string): Promise<readonly (readonly string[])[]> => {
  const page = await auditor.get(path);
  expect([path, page.status]).toEqual([path, 200]);
  return parse(page.html, { from_line: 2 });
};
const asFile = (href: string): string => {
  const [path, query] = href.split('?');
  return `${path}.csv${query === undefined ? '' : `?${query}`}`;
};
const figuresOn = ({ dom }: Page): readonly (readonly [number, string])[] =>
  dom
    .querySelectorAll('main .remit-listing td a')
    .map((link) => [Number(link.text.replaceAll(',', '')), link.getAttribute('href')!] as const);

describe('the time for each stage', () => {
  it('is counted from the periods it leads to, and they are no more and no less', async () => {
    const page = await auditor.get('/uptake/stages');
    const rows = page.dom.querySelectorAll('main tbody tr');
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) {
      const [times, , , , longest] = row
        .querySelectorAll('td > span:last-child')
        .slice(1)
        .map(({ text }) => Number(text.replaceAll(',', '')));
      const periods = await fileAt(asFile(row.querySelector('a')!.getAttribute('href')!));
      expect([row.text, periods.length]).toEqual([row.text, times]);
      expect(Math.max(...periods.map((line) => Number(line[8])))).toBe(longest);
    }
    expect(page.dom.querySelectorAll('.remit-chart__row')).toHaveLength(rows.length);
  });

  it('is of the level and the round that are asked for', async () => {
    const [all, some] = [await fileAt('/uptake/stages.csv'), await fileAt('/uptake/stages.csv?level=L2&round=2026')];
    const sum = (lines: typeof all): number => lines.reduce((total, line) => total + Number(line[2]), 0);
    expect(sum(some)).toBeGreaterThan(0);
    expect(sum(some)).toBeLessThan(sum(all));
    expect(new Set(some.map(([path]) => path))).toEqual(new Set(['joint-commissioning']));
    for (const query of ['level=L9', 'round=%00', 'colour=red'])
      expect((await auditor.get(`/uptake/stages?${query}`)).status).toBe(422);
    expect((await auditor.get('/uptake/stages/cases?workflow=none&stage=assurance')).status).toBe(422);
  });
});

describe('queues', () => {
  it('say what waits now, and lead to exactly its cases', async () => {
    const page = await auditor.get('/uptake/queues');
    const now = figuresOn(page).filter(([, href]) => href.startsWith('/uptake/queues/cases?'));
    expect(now.length).toBeGreaterThan(10);
    for (const [count, href] of now) {
      const cases = await fileAt(asFile(href));
      expect([href, cases.length]).toEqual([href, count]);
    }
    const waiting = to.service.ledger.views.statistics().waiting;
    const file = await fileAt('/uptake/queues.csv');
    for (const [queue, role, count] of file)
      expect([queue, role, waiting.find((each) => each.queue === queue && each.role === role)?.count]).toEqual([
        queue,
        role,
        Number(count),
      ]);
    expect(file).toHaveLength(waiting.length);
  });

  it('over time end where they are now, and lead to the cases of their day', async () => {
    const over = await fileAt('/uptake/queues/over-time.csv');
    const now = await fileAt('/uptake/queues.csv');
    for (const [queue, role, count] of now)
      expect([
        queue,
        role,
        over.find((line) => line[0] === '2026-11-22' && line[1] === queue && line[2] === role)?.[3],
      ]).toEqual([queue, role, count]);
    const page = await auditor.get('/uptake/queues');
    const [waited] = page.dom.querySelectorAll('main .remit-listing').slice(1);
    const figures = waited!
      .querySelectorAll('td a')
      .map((link) => [Number(link.text), link.getAttribute('href')!] as const);
    const some = figures.filter(([count]) => count > 0);
    expect(some.length).toBeGreaterThan(5);
    for (const [count, href] of some) expect([href, (await fileAt(asFile(href))).length]).toEqual([href, count]);
  });

  it('are drawn as high as their table says', async () => {
    const { dom } = await auditor.get('/uptake/queues');
    const [table] = dom.querySelectorAll('main .remit-listing').slice(1);
    const columns = table!
      .querySelectorAll('tbody tr')
      .map((row) => row.querySelectorAll('td a').map(({ text }) => Number(text)));
    const plots = dom.querySelector('#queues-waiting')!.querySelectorAll('.remit-chart__plot');
    for (const [index, plot] of plots.entries()) {
      const [axis, field] = plot.querySelectorAll('svg');
      const top = Math.max(...axis!.querySelectorAll('text').map(({ text }) => Number(text)));
      const grid = field!
        .querySelectorAll('.remit-chart__rule--tick')
        .map((line) => parseFloat(line.getAttribute('y1')!));
      const perEm = top / (Math.max(...grid) - Math.min(...grid));
      const drawn = field!
        .querySelectorAll('rect')
        .map((bar) => Math.round(parseFloat(bar.getAttribute('height')!) * perEm));
      const expected = columns.map((row) => row[index]!).filter((value) => value > 0);
      // Steps of one value after another are bars of one height.
      expect([index, drawn]).toEqual([index, expected]);
    }
    expect(plots.length).toBeGreaterThan(2);
  });
});

describe('the dashboard', () => {
  it('has each chart beside its table, and each figure of a table leads somewhere', async () => {
    const page = await auditor.get('/audit/dashboard');
    expect(page.heading).toBe('Dashboard');
    expect(page.dom.querySelectorAll('.remit-chart').length).toBe(page.dom.querySelectorAll('main table').length);
    expect(page.dom.querySelectorAll('main a[href*=".csv"]').length).toBe(
      page.dom.querySelectorAll('main table').length,
    );
    for (const [, href] of figuresOn(page).slice(0, 12))
      expect([href, (await auditor.get(href)).status]).toEqual([href, 200]);
  });

  it('counts every application of a round once, by what became of it', async () => {
    for (const [round, , count] of await fileAt('/audit/dashboard/outcomes.csv'))
      expect([round, Number(count) >= 0]).toEqual([round, true]);
    const sums = Map.groupBy(await fileAt('/audit/dashboard/outcomes.csv'), ([round]) => round!);
    for (const [round, lines] of sums)
      expect([round, lines.reduce((sum, line) => sum + Number(line[2]), 0)]).toEqual([
        round,
        (await fileAt(`/cases.csv?round=${round}`)).length,
      ]);
    expect(sums.size).toBeGreaterThan(1);
  });

  it('and readings of it are recorded', async () => {
    const read = (await to.log.readStream('readings'))
      .filter(({ type }) => type === 'TrailRead')
      .map(({ data }) => data['what']);
    expect(read).toEqual(expect.arrayContaining(['stages', 'queues']));
  });
});

describe('over all of England', () => {
  const paths = [
    '/uptake/stages',
    '/uptake/stages.csv',
    '/uptake/stages/cases?workflow=delegated-commissioning&stage=assurance',
    '/uptake/queues',
    '/uptake/queues.csv',
    '/uptake/queues/cases?queue=assurance&role=regional-assessor',
    '/uptake/queues/over-time.csv',
  ];

  it.each(['committee@nhse', 'constitution@nhse', 'registrar@nhse', 'auditor@nhse'])(
    '%s sees how long things take, having been led there',
    async (persona) => {
      const somebody = await visitor(to, persona, '/uptake');
      for (const path of ['/uptake/stages', '/uptake/queues'])
        expect(somebody.first.dom.querySelector(`main a[href="${path}"]`)).not.toBeNull();
      for (const path of paths) expect([path, (await somebody.get(path)).status]).toEqual([path, 200]);
      if (persona !== 'auditor@nhse')
        expect((await somebody.get('/uptake/queues')).dom.querySelectorAll('a[href^="/audit/"]')).toEqual([]);
    },
  );

  it.each(['officer@00C', 'practice@A81001', 'verifier@00C', 'assessor@Y54'])('%s does not', async (persona) => {
    const somebody = await visitor(to, persona, '/uptake');
    for (const path of paths) expect([path, (await somebody.get(path)).status]).toEqual([path, 403]);
    expect(somebody.first.dom.querySelector('main a[href="/uptake/queues"]')).toBeNull();
  });

  it.each(['officer@00C', 'assessor@Y54', 'committee@nhse', 'registrar@nhse'])(
    'the dashboard is not for %s',
    async (persona) => {
      const somebody = await visitor(to, persona, '/audit/dashboard');
      expect(somebody.first.status).toBe(403);
      expect((await somebody.get('/audit/dashboard/outcomes.csv')).status).toBe(403);
    },
  );
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memoryLog } from '../../../libs/event-log/memory.js';
import { startOfDay } from '../../../libs/workflow/london.js';
import { arrangementStream } from '../../../libs/workflow/streams.js';
import { afterSecond, goLive, rows, type ByLevel, type Row } from '../../../scripts/rollout/figures.js';
import { plotsOf, type Plot } from '../../../scripts/rollout/plots.js';
import * as a from '../../../test/builders.js';
import { recorder } from '../../../test/histories.js';
import { testService, type Body, type TestService } from '../../../test/service.js';
import type { Uptake } from './answer.js';
import { visitor, type Page, type Visitor } from '../../../test/visitor.js';
import { fallsAway } from '../../../scripts/rollout/endings.js';

let to: TestService<Body>;
let officer: Visitor;

/** The levels of the rollout as its plots give them to CCGs, laid straight into the arrangements. */
beforeAll(async () => {
  const log = memoryLog();
  to = await testService<Body>({ now: '2016-04-10T10:00:00.000Z', log });
  const { register } = to.service.ledger;
  const candidates = register.ccgs().map(({ code, region, constitution }) => ({
    code,
    region,
    ballotRequired: constitution.ballotRequired,
    providesForCommittee: constitution.providesForCommittee,
  }));
  const plots = plotsOf(candidates);
  const story = recorder(log);
  const note = (ccg: string, type: string, level: string, at: string) =>
    story.note(arrangementStream(ccg), { type, data: { level, case: `case-${ccg}-${level}` }, at, actor: a.clock });
  const heldBy = ({ level, ending }: Plot): string => (fallsAway(ending) ? 'L1' : level);
  for (const plot of plots.first) await note(plot.ccg, 'LevelTaken', heldBy(plot), startOfDay(goLive.first));
  for (const { ccg } of plots.second) {
    const before = plots.first.find((plot) => plot.ccg === ccg)!;
    await note(ccg, 'LevelLeft', heldBy(before), startOfDay(goLive.second));
    await note(ccg, 'LevelTaken', 'L3', startOfDay(goLive.second));
  }
  await to.service.ledger.catchUp();
  officer = await visitor(to, 'officer@00C', '/uptake');
}, 60_000);
afterAll(() => to.close());

const rowsOf = (dom: Page['dom'], table: number) => {
  const found = dom.querySelectorAll('main table')[table];
  return found!.querySelectorAll('tbody tr');
};
const cellsOf = ({ dom }: Page, table = 0): readonly (readonly string[])[] =>
  rowsOf(dom, table).map((row) =>
    row.querySelectorAll('th > span:last-child, td > span:last-child').map(({ text }) => text.trim()),
  );
const linesOf = (file: string): readonly (readonly string[])[] =>
  file
    .trim()
    .split('\r\n')
    .map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')));

describe.each<[string, (row: Row) => ByLevel]>([
  [goLive.first, ({ first }) => first],
  [goLive.second, afterSecond],
])('the national picture of %s', (on, expectedOf) => {
  const expected = rows.map((row) => {
    const { L3, L2, L1 } = expectedOf(row);
    return [row.name, L3, L2, L1, 0, row.ccgs].map(String);
  });

  it('is the published table in every cell', async () => {
    expect(cellsOf(await officer.get(`/uptake?on=${on}`))).toEqual(expected);
  });

  it('is the same as a file, and as the API answers it', async () => {
    const [head, ...lines] = linesOf((await officer.get(`/uptake.csv?on=${on}`)).html);
    expect(head).toEqual([
      'On',
      'Region',
      'L3 Delegated commissioning',
      'L2 Joint commissioning',
      'L1 Greater involvement',
      'No level',
      'All CCGs',
    ]);
    expect(lines).toEqual(expected.map((row) => [on, ...row]));
    const { body } = await to.as('officer@00C').get(`/api/uptake?on=${on}`);
    const { regions, england } = body as unknown as Uptake;
    const found = [...regions, { ...england, name: 'England' }].map(({ name, L3, L2, L1, none, ccgs }) =>
      [name, L3, L2, L1, none, ccgs].map(String),
    );
    expect(found).toEqual(expected);
  });

  it('leads from each figure to exactly its CCGs', async () => {
    const page = await officer.get(`/uptake?on=${on}`);
    const links = page.dom.querySelectorAll('main table')[0]!.querySelectorAll('tbody a');
    expect(links).toHaveLength(25);
    for (const link of links) {
      const [, ...found] = linesOf(
        (await officer.get(link.getAttribute('href')!.replace('/uptake/ccgs', '/uptake/ccgs.csv'))).html,
      );
      expect([link.getAttribute('href'), found.length]).toEqual([link.getAttribute('href'), Number(link.text)]);
    }
    const listed = await officer.get(links[0]!.getAttribute('href')!);
    expect(listed.text).toContain(`${links[0]!.text} CCGs`);
    expect(cellsOf(listed)).toHaveLength(Number(links[0]!.text));
  });
});

describe('the picture over time', () => {
  /** Of a plot: the values of its last bars, from the lowest up, read back from what is drawn. */
  function lastBarsOf(page: Page, plot: number): readonly number[] {
    const [axis, field] = page.dom.querySelectorAll('.remit-chart__plot')[plot]!.querySelectorAll('svg');
    const values = axis!.querySelectorAll('text').map(({ text }) => Number(text));
    const grid = field!
      .querySelectorAll('.remit-chart__rule--tick')
      .map((line) => parseFloat(line.getAttribute('y1')!));
    const perEm = Math.max(...values) / (Math.max(...grid) - Math.min(...grid));
    const bars = field!.querySelectorAll('rect').map((bar) => ({
      end: parseFloat(bar.getAttribute('x')!) + parseFloat(bar.getAttribute('width')!),
      y: parseFloat(bar.getAttribute('y')!),
      value: Math.round(parseFloat(bar.getAttribute('height')!) * perEm),
    }));
    return bars
      .filter(({ end }) => end > 99.99)
      .toSorted((x, y) => y.y - x.y)
      .map(({ value }) => value);
  }

  it('is drawn as the table has it, for England and for each region', async () => {
    const page = await officer.get(`/uptake?on=${goLive.second}`);
    const [byRegion, england] = [cellsOf(page).slice(0, -1), cellsOf(page).at(-1)!];
    for (const [index, row] of [england, ...byRegion].entries())
      expect([row[0], lastBarsOf(page, index)]).toEqual([
        row[0],
        row
          .slice(1, 4)
          .map(Number)
          .filter((value) => value > 0),
      ]);
  });

  it('has each change in its table, whose figures lead to that day, and all of them as a file', async () => {
    const page = await officer.get(`/uptake?on=${goLive.second}`);
    const changes = cellsOf(page, 1);
    expect(changes.map(([from]) => from)).toEqual(['31 Jan 2015', '1 Apr 2015', '1 Apr 2016']);
    expect(changes.at(-1)).toEqual(['1 Apr 2016', '116', '47', '46', '0', '209']);
    expect(page.dom.querySelectorAll('main table')[1]!.querySelector('tr:last-child a')!.getAttribute('href')).toBe(
      '/uptake/ccgs?on=2016-04-01&held=L3',
    );
    const [, ...lines] = linesOf((await officer.get(`/uptake/over-time.csv?on=${goLive.second}`)).html);
    for (const from of ['2015-04-01', '2016-04-01']) {
      const of = lines.filter(([day]) => day === from).map((line) => line.slice(2).map(Number));
      const sums = of.slice(0, -1).reduce((sum, line) => sum.map((value, index) => value + line[index]!));
      expect([from, sums]).toEqual([from, of.at(-1)]);
    }
  });

  it('says what will stand there where nothing is held yet, and what is wrong with a day that is none', async () => {
    const early = await officer.get('/uptake?on=2014-06-01');
    expect(early.text).toContain('No CCG has held a level by this day');
    expect(early.dom.querySelectorAll('.remit-chart')).toEqual([]);
    for (const on of ['2015-02-31', 'yesterday', '%22%3E%3Cscript%3E'])
      for (const path of ['/uptake', '/uptake.csv', '/uptake/over-time.csv', '/uptake/ccgs', '/uptake/ccgs.csv'])
        expect([path, on, (await officer.get(`${path}?on=${on}`)).status]).toEqual([path, on, 422]);
    expect((await officer.get('/uptake?on=')).status).toBe(200);
    expect((await officer.get('/uptake/ccgs?held=L9')).status).toBe(422);
    expect((await officer.get('/uptake/ccgs?region=London')).status).toBe(422);
  });
});

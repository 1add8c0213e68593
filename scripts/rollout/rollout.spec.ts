import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { testService, type TestService } from '../../test/service.js';
import { visitor } from '../../test/visitor.js';
import { Api } from './api.js';
import { cellsOf, differing, type Result } from './cells.js';
import { startsAt } from './own-service.js';
import { play, resultOf } from './play.js';
import { plotsOf, type Plot, type Plots } from './plots.js';
import { assertFit, readRegister } from './service.js';

/** London alone: its groups, its L1, and two planted faults. */
describe('a rollout in which a ballot is lost and an L2 goes missing', () => {
  let to: TestService;
  let plots: Plots;
  let result: Result;
  let [lost, missing]: readonly (Plot | undefined)[] = [];

  beforeAll(async () => {
    to = await testService({ now: startsAt });
    const api = new Api(to.url, to.issuer);
    try {
      await assertFit(api);
      const register = await readRegister(api);
      plots = plotsOf(register.candidates);
      const london = plots.first.filter(({ region }) => region === 'Y56');
      const arriving = (level: string) => (plot: Plot) =>
        plot.level === level && plot.ending === 'in-force' && plot.group.length === 0 && plot.trouble === null;
      [lost, missing] = [london.find(arriving('L3')), london.find(arriving('L2'))];
      const first = london
        .filter((plot) => plot !== missing)
        .map((plot) => (plot === lost ? { ...plot, ending: 'defeated' as const, mandate: 'ballot' as const } : plot));
      const played = await play(api, register, { ...plots, first, second: [] }, new PassThrough().resume());
      result = await resultOf(api, played);
    } finally {
      api.close();
    }
  }, 120_000);
  afterAll(() => to.close());

  it('is found out: the cells of London’s row that differ are named, and the two CCGs; the rest of London is right', () => {
    const london = plots.first.filter(({ region }) => region === 'Y56').map(({ ccg }) => ccg);
    const ofLondon = differing(cellsOf(result, { ...plots, second: [] })).filter(
      ({ what }) => /2015-04-01, London|^London/.test(what) || london.some((ccg) => what.startsWith(`${ccg},`)),
    );
    expect(ofLondon.map(({ what, expected, found }) => `${what}: ${expected}, not ${found}`)).toEqual([
      'L3 in force on 2015-04-01, London: 6, not 5',
      'L2 in force on 2015-04-01, London: 20, not 19',
      'L1 in force on 2015-04-01, London: 6, not 7',
      'no level on 2015-04-01, London: 0, not 1',
      `${lost?.ccg ?? ''}, L3 of round 1: in force, not defeated`,
      `${missing?.ccg ?? ''}, L2 of round 1: in force, not no case`,
    ]);
  });

  it('stands on the page of the national picture as it was found', async () => {
    const { first } = await visitor(to, 'auditor@nhse', '/uptake?on=2015-04-01');
    const rows = first.dom.querySelectorAll('main table')[0]!.querySelectorAll('tbody tr');
    const shown = rows.map((row) =>
      row.querySelectorAll('th > span:last-child, td > span:last-child').map(({ text }) => text.trim()),
    );
    const expected = [...result.first.values()].map(({ L3, L2, L1, none, ccgs }) =>
      [L3, L2, L1, none, ccgs].map(String),
    );
    expect(shown.map(([, ...counts]) => counts)).toEqual(expected);
    expect(shown[2]).toEqual(['London', '5', '19', '7', '1', '32']);
  });

  it('breaks off nowhere: a lost ballot is a result, no fault', () => {
    expect(result.broken).toEqual([]);
  });
});

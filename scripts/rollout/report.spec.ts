import { describe, expect, it } from '@jest/globals';
import { inventRegister } from '../../libs/register/invented.js';
import { regions } from './figures.js';
import { endings } from './endings.js';
import { plotsOf, type Plot } from './plots.js';
import { cellsOf, differing, report, type Result } from './report.js';
import type { FoundCase } from './service.js';

const plots = plotsOf(
  inventRegister(2014).map(({ data }) => ({ code: data.code, region: data.region, ...data.constitution })),
);

/** What a service reports in which everything came as plotted. */
const asPlotted = (): Result => ({
  first: new Map([...regions.map(({ code, first }) => [code, first] as const), ['england', 64]]),
  both: new Map([...regions.map(({ code, first, second }) => [code, first + second] as const), ['england', 116]]),
  cases: [...plots.first, ...plots.second, plots.latecomer].map(found),
  refused: [],
  broken: [],
});

function found({ ccg, region, round, readiness, ending }: Plot): FoundCase {
  const inForce = ending === 'in-force';
  const outcome = inForce ? null : ending === 'too-late' ? 'lapsed' : endings[ending].outcome;
  return { ccg, region, round, readiness, inForce, outcome, events: 20, refusals: 0, ballot: null };
}

describe('the judgement of a rollout', () => {
  it('finds nothing amiss when all came as plotted', () => {
    expect(differing(cellsOf(asPlotted(), plots))).toEqual([]);
  });

  it('names each cell that differs, with what was expected and found', () => {
    const result = asPlotted();
    const london = { ...result, first: new Map(result.first).set('Y56', 5) };
    expect(differing(cellsOf(london, plots))).toEqual([
      { what: 'in force on 2015-04-01, London', expected: 6, found: 5 },
    ]);
  });

  it('names a case that came elsewhere than plotted', () => {
    const result = asPlotted();
    const [first, ...rest] = result.cases as [FoundCase, ...FoundCase[]];
    const strayed = { ...first, inForce: false, outcome: 'withdrawn' };
    expect(differing(cellsOf({ ...result, cases: [strayed, ...rest] }, plots))).toEqual([
      { what: `${first.ccg}, round 1`, expected: 'in force', found: 'withdrawn' },
    ]);
  });

  it('misses a refused attempt that is not on record', () => {
    const refused = [{ ccg: '00C', what: 'x', status: 409, because: 'R-60', detail: '', onRecord: true }];
    expect(differing(cellsOf({ ...asPlotted(), refused }, plots))).toEqual([
      { what: 'refused attempts on record', expected: 1, found: 0 },
    ]);
  });

  it('says that the assignment is invented, and how each of the ten fell away', () => {
    const text = report(asPlotted(), plots);
    expect(text).toMatch(/^The assignment of CCGs .* is invented/);
    for (const { words } of Object.values(endings)) expect(text).toContain(words);
  });
});

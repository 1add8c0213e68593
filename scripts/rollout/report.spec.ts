import { describe, expect, it } from '@jest/globals';
import { inventRegister } from '../../demonstration/register/invented.js';
import { cellsOf, differing, expectations, type Result } from './cells.js';
import { endings } from './endings.js';
import { afterSecond, england, regions, type ByLevel } from './figures.js';
import { plotsOf, type Plot } from './plots.js';
import { report } from './report.js';
import type { FoundCase, Uptake } from './service.js';

const plots = plotsOf(
  inventRegister(2014).map(({ data }) => ({ code: data.code, region: data.region, ...data.constitution })),
);
const plotted = new Map([...plots.first, ...plots.second].map((plot) => [`${plot.ccg} ${plot.level}`, plot]));

/** What a service reports in which everything came as plotted. */
const asPlotted = (): Result => ({
  summer: plots.first.map((plot) => found(plot, 'under way')),
  first: uptake(({ first }) => first, england.first),
  both: uptake(afterSecond, { L3: 116, L2: 47, L1: 46 }),
  cases: expectations(plots).map(({ ccg, level, round, standing }) => {
    const plot = plotted.get(`${ccg} ${level}`);
    return found(
      { ccg, level, round, region: plot?.region ?? '', group: plot?.group ?? [], readiness: null },
      standing,
    );
  }),
  meetings: { held: 19, items: 224 },
  refused: [],
  broken: [],
});

function found(
  {
    ccg,
    region,
    level,
    round,
    readiness,
    group,
  }: Pick<Plot, 'ccg' | 'region' | 'level' | 'readiness' | 'group'> & {
    round: string;
  },
  standing: string,
): FoundCase {
  const inForce = standing === 'in force';
  const outcome = inForce || standing === 'under way' ? null : standing;
  const about = { ccg, region, level, round, readiness, group: group.join() || null };
  return { ...about, inForce, outcome, events: 20, refusals: 0, ballot: null };
}

const uptake = (of: (region: (typeof regions)[number]) => ByLevel, all: ByLevel): ReadonlyMap<string, Uptake> =>
  new Map([
    ...regions.map((region) => [region.code, { ...of(region), none: 0, ccgs: region.ccgs }] as const),
    ['england', { ...all, none: 0, ccgs: 209 }],
  ]);

const with1 = (held: ReadonlyMap<string, Uptake>, region: string, change: Partial<Uptake>) =>
  new Map([...held].map(([code, row]) => [code, code === region ? { ...row, ...change } : row]));

describe('the judgement of a rollout', () => {
  it('finds nothing amiss when all came as plotted', () => {
    expect(differing(cellsOf(asPlotted(), plots))).toEqual([]);
  });

  it('names each cell of the table that differs, with what was expected and found', () => {
    const result = asPlotted();
    const london = { ...result, first: with1(result.first, 'Y56', { L2: 19, none: 1 }) };
    expect(differing(cellsOf(london, plots))).toEqual([
      { what: 'L2 in force on 2015-04-01, London', expected: 20, found: 19 },
      { what: 'no level on 2015-04-01, London', expected: 0, found: 1 },
    ]);
  });

  it('names the sum of April 2016 when it is not 116', () => {
    const result = asPlotted();
    expect(differing(cellsOf({ ...result, both: with1(result.both, 'england', { L3: 114 }) }, plots))).toEqual([
      { what: 'L3 in force on 2016-04-01, England', expected: 116, found: 114 },
    ]);
  });

  it('counts the interest of a group as one expression', () => {
    const { summer, ...result } = asPlotted();
    const apart = summer.map((each) => (each.level === 'L2' ? { ...each, group: null } : each));
    expect(differing(cellsOf({ ...result, summer: apart }, plots))).toEqual([
      { what: 'expressions of interest, England', expected: 203, found: 206 },
      { what: 'expressions of interest, L2', expected: 110, found: 113 },
    ]);
  });

  it('names London’s groups when one of them is none', () => {
    const { cases, ...result } = asPlotted();
    const [first] = cases.filter(({ level, group }) => level === 'L3' && group !== null);
    const apart = cases.map((each) => (each.group === first?.group ? { ...each, group: null } : each));
    expect(differing(cellsOf({ ...result, cases: apart }, plots))).toEqual([
      { what: 'London’s group applications, L3', expected: 2, found: 1 },
    ]);
  });

  it('names a case that came elsewhere than plotted', () => {
    const result = asPlotted();
    const [first, ...rest] = result.cases as [FoundCase, ...FoundCase[]];
    const strayed = { ...first, inForce: false, outcome: 'withdrawn' };
    expect(differing(cellsOf({ ...result, cases: [strayed, ...rest] }, plots))).toEqual([
      { what: `${first.ccg}, L3 of round 1`, expected: 'in force', found: 'withdrawn' },
    ]);
  });

  it('misses a refused attempt that is not on record', () => {
    const refused = [{ ccg: '00C', what: 'x', status: 409, because: 'R-60', detail: '', onRecord: true }];
    expect(differing(cellsOf({ ...asPlotted(), refused }, plots))).toEqual([
      { what: 'refused attempts on record', expected: 1, found: 0 },
    ]);
  });

  it('says that the assignment is invented, and prints the whole table with what was expected', () => {
    const text = report(asPlotted(), plots);
    expect(text).toMatch(/^The assignment of CCGs .* is invented/);
    for (const { name, first } of regions) {
      const cells = [first.L3, first.L2, first.L1].map((held) => `${held} \\(${held}\\)`).join(' +');
      expect(text).toMatch(new RegExp(`${name} +${cells}`));
    }
    expect(text).toMatch(/England +64 \(64\) +87 \(87\) +58 \(58\) +0 \(0\) +209 \(209\)/);
    expect(text).toMatch(/203 \(203\), from 209 CCGs/);
    expect(text).toMatch(/2 \(2\) of its L3, 3 \(3\) of its L2/);
    for (const { words } of Object.values(endings)) expect(text).toContain(words);
  });
});

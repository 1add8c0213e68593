import { describe, expect, it } from '@jest/globals';
import { inventRegister } from '../../libs/register/invented.js';
import { england, regions } from './figures.js';
import { endings, troubles, type Ending } from './endings.js';
import { plotsOf, type Candidate, type Plot } from './plots.js';

const candidates: readonly Candidate[] = inventRegister(2014).map(({ data: { code, region, constitution } }) => ({
  code,
  region,
  ballotRequired: constitution.ballotRequired,
  providesForCommittee: constitution.providesForCommittee,
}));
const plots = plotsOf(candidates);
const everyone = [...plots.first, ...plots.second, plots.latecomer];

const inForce = (of: readonly Plot[], region?: string): number =>
  of.filter((plot) => plot.ending === 'in-force' && (region === undefined || plot.region === region)).length;

describe('the plots of the rollout', () => {
  it('let 64 of the 74 who express interest get there, in each region as many as published', () => {
    expect(plots.first).toHaveLength(74);
    expect(inForce(plots.first)).toBe(64);
    expect(regions.map(({ code }) => inForce(plots.first, code))).toEqual([24, 26, 6, 8]);
  });

  it('sort interest into 20 ready, 45 ready soon and 9 not ready', () => {
    const sorted = (name: string): number => plots.first.filter(({ readiness }) => readiness === name).length;
    expect([sorted('ready'), sorted('ready-soon'), sorted('not-ready')]).toEqual([20, 45, 9]);
  });

  it('let 52 more follow, so that there are 116', () => {
    expect(plots.second).toHaveLength(52);
    expect(inForce([...plots.first, ...plots.second])).toBe(116);
    for (const { code, second } of regions) expect(inForce(plots.second, code)).toBe(second);
  });

  it('let ten fall away, in every way there is', () => {
    const ways = plots.first.map(({ ending }) => ending).filter((ending) => ending !== 'in-force');
    expect(ways).toHaveLength(10);
    expect(new Set<Ending>(ways)).toEqual(new Set(Object.keys(endings)));
  });

  it('use no CCG twice, and each only in its own region', () => {
    const codes = [...everyone.map(({ ccg }) => ccg), plots.lateInterest];
    expect(new Set(codes).size).toBe(codes.length);
    const regionOf = new Map(candidates.map(({ code, region }) => [code, region]));
    for (const { ccg, region } of everyone) expect(region).toBe(regionOf.get(ccg));
  });

  it('ask for a ballot wherever the constitution requires one', () => {
    const required = new Map(candidates.map(({ code, ballotRequired }) => [code, ballotRequired]));
    expect(everyone.filter(({ ccg, mandate }) => mandate === 'agreement' && required.get(ccg))).toEqual([]);
    expect(everyone.some(({ mandate }) => mandate === 'agreement')).toBe(true);
  });

  it('ask for an amendment wherever the constitution does not provide for the committee', () => {
    const provided = new Map(candidates.map(({ code, providesForCommittee }) => [code, providesForCommittee]));
    for (const { ccg, amends } of everyone) expect(amends).toBe(!provided.get(ccg));
  });

  it('put every kind of trouble in somebody’s way who still gets there', () => {
    const met = new Set(plots.first.filter(({ ending }) => ending === 'in-force').map(({ trouble }) => trouble));
    for (const trouble of Object.keys(troubles)) expect(met).toContain(trouble);
  });

  it('are the same whenever the register is, in whatever order it is read', () => {
    expect(plotsOf(candidates.toReversed())).toEqual(plots);
  });

  it('are refused by a register with too few CCGs, which is named', () => {
    expect(() => plotsOf(candidates.filter(({ region }) => region !== 'Y56'))).toThrow(/Region Y56 needs 21 CCGs/);
  });
});

describe('the published figures', () => {
  it('agree with each other', () => {
    const sum = (of: (region: (typeof regions)[number]) => number): number =>
      regions.reduce((total, region) => total + of(region), 0);
    const { ready, 'ready-soon': readySoon, 'not-ready': notReady } = england.readiness;
    expect(sum(({ ccgs }) => ccgs)).toBe(england.ccgs);
    expect(sum(({ first }) => first)).toBe(england.first);
    expect(sum(({ second }) => second)).toBe(england.second);
    expect(england.first + england.second).toBe(england.both);
    expect(england.first + england.fellAway).toBe(england.interested);
    expect(ready + readySoon + notReady).toBe(england.interested);
  });
});

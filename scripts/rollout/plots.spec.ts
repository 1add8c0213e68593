import { describe, expect, it } from '@jest/globals';
import { inventRegister } from '../../demonstration/register/invented.js';
import type { Candidate } from './cast.js';
import { endings, fallsAway, troubles, type Ending } from './endings.js';
import { afterSecond, england, englandRow, levels, londonGroups, regions, type Level } from './figures.js';
import { plotsOf, type Plot } from './plots.js';

const candidates: readonly Candidate[] = inventRegister(2014).map(({ data: { code, region, constitution } }) => ({
  code,
  region,
  ballotRequired: constitution.ballotRequired,
  providesForCommittee: constitution.providesForCommittee,
}));
const plots = plotsOf(candidates);
const everyone = [...plots.first, ...plots.second, plots.latecomer];
const ofLevel = (level: Level): readonly Plot[] => plots.first.filter((plot) => plot.level === level);
const expressing = (of: readonly Plot[]): readonly Plot[] =>
  of.filter(({ group, ccg }) => group.length === 0 || group[0] === ccg);
const inForce = (of: readonly Plot[]): readonly Plot[] => of.filter(({ ending }) => ending === 'in-force');
const inRegion = (code: string) => (plot: Plot) => plot.region === code;

describe('the plots of the rollout', () => {
  it('give every CCG of England its interest, in 203 expressions', () => {
    expect(new Set(plots.first.map(({ ccg }) => ccg)).size).toBe(209);
    expect(plots.first).toHaveLength(209);
    expect(expressing(plots.first)).toHaveLength(203);
    for (const level of levels) expect(expressing(ofLevel(level))).toHaveLength(england.interest[level]);
    for (const { code, interest } of regions)
      for (const level of levels)
        expect(expressing(ofLevel(level).filter(inRegion(code)))).toHaveLength(interest[level]);
  });

  it('bring as many to each level in each region as published, where whoever falls away turns to L1', () => {
    for (const { code, first } of regions) {
      const own = (level: Level): readonly Plot[] => ofLevel(level).filter(inRegion(code));
      const fallen = [...own('L3'), ...own('L2')].filter(({ ending }) => fallsAway(ending));
      expect({
        L3: inForce(own('L3')).length,
        L2: inForce(own('L2')).length,
        L1: own('L1').length + fallen.length,
      }).toEqual(first);
    }
  });

  it('have groups apply in London: two for L3, of which one loses a CCG to its members’ no, and three for L2 (R-17)', () => {
    const groups = (level: Level): readonly (readonly Ending[])[] =>
      [
        ...Map.groupBy(
          ofLevel(level).filter(({ group }) => group.length > 0),
          ({ group }) => group.join(),
        ).values(),
      ].map((members) => members.map(({ ending }) => ending));
    expect(groups('L3')).toEqual([
      ['in-force', 'in-force'],
      ['in-force', 'in-force', 'defeated'],
    ]);
    expect(groups('L2')).toEqual(Array(londonGroups.L2).fill(['in-force', 'in-force']));
    expect(plots.first.filter(({ group }) => group.length > 0).every(inRegion('Y56'))).toBe(true);
    const goingOn = plots.first.filter(({ trouble }) => trouble === 'member-left');
    expect(goingOn.map(({ ccg }) => ccg)).toEqual(goingOn[0]?.group.slice(0, 2));
  });

  it('sort interest in L3 into 20 ready, 45 ready soon and 9 not ready, a group’s as one', () => {
    const sorted = (name: string): number =>
      expressing(ofLevel('L3')).filter(({ readiness }) => readiness === name).length;
    expect([sorted('ready'), sorted('ready-soon'), sorted('not-ready')]).toEqual([20, 45, 9]);
    expect([...ofLevel('L2'), ...ofLevel('L1')].every(({ readiness }) => readiness === null)).toBe(true);
  });

  it('let 52 who hold L2 or L1 follow, so that there are 116', () => {
    expect(plots.second).toHaveLength(52);
    expect(inForce([...ofLevel('L3'), ...plots.second])).toHaveLength(116);
    for (const { code, second } of regions) {
      const coming = plots.second.filter(inRegion(code)).map(({ ccg }) => ccg);
      const from = (level: Level, ending: (ending: Ending) => boolean): number =>
        ofLevel(level).filter((plot) => coming.includes(plot.ccg) && ending(plot.ending)).length;
      expect({ L2: from('L2', (ending) => ending === 'in-force'), L1: from('L3', fallsAway) }).toEqual(second);
    }
  });

  it('let L3 and L2 fall away in every way there is', () => {
    const ways = plots.first.map(({ ending }) => ending).filter(fallsAway);
    expect(ways).toHaveLength(39);
    expect(new Set<Ending>(ways)).toEqual(new Set(Object.keys(endings)));
  });

  it('play each only in its own region, and the latecomers among those who hold L2 throughout', () => {
    const regionOf = new Map(candidates.map(({ code, region }) => [code, region]));
    for (const { ccg, region } of everyone) expect(region).toBe(regionOf.get(ccg));
    const idle = inForce(ofLevel('L2')).map(({ ccg }) => ccg);
    for (const ccg of [plots.latecomer.ccg, plots.lateInterest]) {
      expect(idle).toContain(ccg);
      expect(plots.second.map((plot) => plot.ccg)).not.toContain(ccg);
    }
    expect(plots.latecomer.ccg).not.toBe(plots.lateInterest);
  });

  it('ask for a ballot wherever the constitution requires one', () => {
    const required = new Map(candidates.map(({ code, ballotRequired }) => [code, ballotRequired]));
    expect(everyone.filter(({ ccg, mandate }) => mandate === 'agreement' && required.get(ccg))).toEqual([]);
    for (const level of ['L3', 'L2'] as const)
      expect(ofLevel(level).some(({ mandate }) => mandate === 'agreement')).toBe(true);
  });

  it('ask for an amendment always for L2, and for L3 where the constitution does not provide for the committee (R-20)', () => {
    const provided = new Map(candidates.map(({ code, providesForCommittee }) => [code, providesForCommittee]));
    for (const { ccg, amends, level } of everyone) expect(amends).toBe(level === 'L2' || !provided.get(ccg));
  });

  it('put every kind of trouble in somebody’s way who still gets there', () => {
    const met = new Set(inForce(ofLevel('L3')).map(({ trouble }) => trouble));
    for (const trouble of Object.keys(troubles)) expect(met).toContain(trouble);
    expect(inForce(ofLevel('L2')).filter(({ trouble }) => trouble !== null).length).toBeGreaterThan(40);
  });

  it('are the same whenever the register is, in whatever order it is read', () => {
    expect(plotsOf(candidates.toReversed())).toEqual(plots);
  });

  it('are refused by a register with too few CCGs, which is named', () => {
    expect(() => plotsOf(candidates.filter(({ region }) => region !== 'Y56'))).toThrow(/Region Y56 needs 32 CCGs/);
  });
});

describe('the published figures', () => {
  const sum = (of: (region: (typeof regions)[number]) => number): number =>
    regions.reduce((total, region) => total + of(region), 0);

  it('agree with each other, level by level', () => {
    for (const level of levels) {
      expect(sum(({ first }) => first[level])).toBe(england.first[level]);
      expect(sum(({ interest }) => interest[level])).toBe(england.interest[level]);
    }
    for (const { first, ccgs } of regions) expect(first.L3 + first.L2 + first.L1).toBe(ccgs);
    expect(sum(({ ccgs }) => ccgs)).toBe(england.ccgs);
  });

  it('agree with each other over all', () => {
    const { interest, readiness } = england;
    expect(interest.L3 + interest.L2 + interest.L1).toBe(england.expressions);
    expect(readiness.ready + readiness['ready-soon'] + readiness['not-ready']).toBe(interest.L3);
    expect(sum(({ second }) => second.L2 + second.L1)).toBe(england.second);
    expect(sum((region) => afterSecond(region).L3)).toBe(england.both);
    expect(england.first.L3 + england.second).toBe(england.both);
    expect(afterSecond(englandRow).L3).toBe(england.both);
  });
});

/** Every figure of the picture, as it should be and as it is. */
import type { Refused } from './hand.js';
import { endings, fallsAway } from './endings.js';
import {
  afterSecond,
  england,
  goLive,
  levels,
  londonGroups,
  rows,
  type ByLevel,
  type Level,
  type Readiness,
  type Row,
} from './figures.js';
import type { Plots } from './plots.js';
import type { FoundCase, Uptake } from './service.js';

/** What a run came to. */
export interface Result {
  /** The cases there were in July 2014. */
  readonly summer: readonly FoundCase[];
  /** CCGs at each level by region code, with `england`. */
  readonly first: ReadonlyMap<string, Uptake>;
  readonly both: ReadonlyMap<string, Uptake>;
  readonly cases: readonly FoundCase[];
  readonly meetings: { readonly held: number; readonly items: number };
  readonly refused: readonly Refused[];
  /** Stories that broke off, each in words. */
  readonly broken: readonly string[];
}

export interface Cell {
  readonly what: string;
  readonly expected: number | string;
  readonly found: number | string;
}

/** Every figure that is compared. */
export function cellsOf({ summer, first, both, cases, refused }: Result, plots: Plots): readonly Cell[] {
  return [
    ...cellsOfInterest(summer),
    ...cellsOfUptake(goLive.first, first, ({ first: held }) => held),
    ...cellsOfUptake(goLive.second, both, afterSecond),
    ...cellsOfGroups(cases),
    {
      what: 'refused attempts on record',
      expected: refused.filter(({ onRecord }) => onRecord).length,
      found: cases.reduce((total, { refusals }) => total + refusals, 0),
    },
    ...expectations(plots).map(({ standing, ...about }) => ({
      what: `${about.ccg}, ${about.level} of round ${about.round}`,
      expected: standing,
      found: standingOf(cases, about),
    })),
  ];
}

export const differing = (cells: readonly Cell[]): readonly Cell[] =>
  cells.filter(({ expected, found }) => expected !== found);

function cellsOfInterest(summer: readonly FoundCase[]): readonly Cell[] {
  const expressions = expressionsOf(summer);
  const ofL3 = expressions.filter(({ level }) => level === 'L3');
  return [
    { what: 'expressions of interest, England', expected: england.expressions, found: expressions.length },
    ...levels.map((level) => ({
      what: `expressions of interest, ${level}`,
      expected: england.interest[level],
      found: expressions.filter((each) => each.level === level).length,
    })),
    ...(Object.entries(england.readiness) as [Readiness, number][]).map(([name, expected]) => ({
      what: `interest in L3, ${inWords(name)}`,
      expected,
      found: ofL3.filter(({ readiness }) => readiness === name).length,
    })),
  ];
}

function cellsOfUptake(
  day: string,
  found: ReadonlyMap<string, Uptake>,
  expectedOf: (row: Row) => ByLevel,
): readonly Cell[] {
  return rows.flatMap((row) => {
    const own = found.get(row.code);
    return [
      ...levels.map((level) => ({
        what: `${level} in force on ${day}, ${row.name}`,
        expected: expectedOf(row)[level],
        found: own?.[level] ?? 0,
      })),
      { what: `no level on ${day}, ${row.name}`, expected: 0, found: own?.none ?? 0 },
      { what: `CCGs on ${day}, ${row.name}`, expected: row.ccgs, found: own?.ccgs ?? 0 },
    ];
  });
}

const cellsOfGroups = (cases: readonly FoundCase[]): readonly Cell[] =>
  (['L3', 'L2'] as const).map((level) => ({
    what: `London’s group applications, ${level}`,
    expected: londonGroups[level],
    found: applicationsOf(cases)[level].filter(({ group, region }) => group !== null && region === londonGroups.region)
      .length,
  }));

/** One case of each expression of interest: a group’s cases are one expression. */
export function expressionsOf(cases: readonly FoundCase[]): readonly FoundCase[] {
  const seen = new Set<string>();
  return cases.filter(({ group }) => group === null || (!seen.has(group) && seen.add(group)));
}

/** One case of each application of the first round that came into force; a group’s for as many of its CCGs as were left. */
export function applicationsOf(cases: readonly FoundCase[]): Readonly<Record<'L3' | 'L2', readonly FoundCase[]>> {
  const arrived = cases.filter(({ round, inForce, outcome }) => round === '1' && (inForce || outcome === 'superseded'));
  const of = (wanted: Level): readonly FoundCase[] => expressionsOf(arrived.filter(({ level }) => level === wanted));
  return { L3: of('L3'), L2: of('L2') };
}

interface About {
  readonly ccg: string;
  readonly level: Level;
  readonly round: string;
}

/** Where each case must stand in the end. */
export function expectations({ first, second, latecomer }: Plots): readonly (About & { readonly standing: string })[] {
  const delegatedLater = new Set(second.map(({ ccg }) => ccg));
  const held = (ccg: string, level: Level): string =>
    level !== 'L3' && delegatedLater.has(ccg) ? 'superseded' : 'in force';
  return [
    ...first.flatMap(({ ccg, level, round, ending }) =>
      fallsAway(ending)
        ? [
            { ccg, level, round, standing: endings[ending].outcome },
            { ccg, level: 'L1' as const, round, standing: held(ccg, 'L1') },
          ]
        : [{ ccg, level, round, standing: held(ccg, level) }],
    ),
    ...second.map(({ ccg, level, round }) => ({ ccg, level, round, standing: 'in force' })),
    { ccg: latecomer.ccg, level: latecomer.level, round: latecomer.round, standing: 'lapsed' },
  ];
}

export function standingOf(cases: readonly FoundCase[], { ccg, level, round }: About): string {
  const found = cases.find((each) => each.ccg === ccg && each.level === level && each.round === round);
  if (found === undefined) return 'no case';
  return found.inForce ? 'in force' : (found.outcome ?? 'under way');
}

export const inWords = (readiness: Readiness): string => readiness.replace('-', ' ');

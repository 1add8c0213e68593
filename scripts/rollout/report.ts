/** The picture that came out beside the one that was expected. */
import type { Refused } from './casework.js';
import { england, goLive, regions, type Readiness } from './figures.js';
import { endings, troubles, type Trouble } from './endings.js';
import type { Plot, Plots } from './plots.js';
import type { FoundCase } from './service.js';

/** What a run came to. */
export interface Result {
  /** L3 by region code, with `england`. */
  readonly first: ReadonlyMap<string, number>;
  readonly both: ReadonlyMap<string, number>;
  readonly cases: readonly FoundCase[];
  readonly refused: readonly Refused[];
  /** Stories that broke off, each in words. */
  readonly broken: readonly string[];
}

/** A figure of the picture, as it should be and as it is. */
export interface Cell {
  readonly what: string;
  readonly expected: number | string;
  readonly found: number | string;
}

/** Every figure that is compared. */
export function cellsOf({ first, both, cases, refused }: Result, plots: Plots): readonly Cell[] {
  const ofFirst = cases.filter(({ round }) => round === '1');
  const readiness = Object.entries(england.readiness) as [Readiness, number][];
  return [
    { what: 'interest, England', expected: england.interested, found: ofFirst.length },
    ...readiness.map(([name, expected]) => ({
      what: `interest, ${inWords(name)}`,
      expected,
      found: ofFirst.filter((each) => each.readiness === name).length,
    })),
    ...regions.map(({ code, name, first: expected }) => ({
      what: `in force on ${goLive.first}, ${name}`,
      expected,
      found: first.get(code) ?? 0,
    })),
    { what: `in force on ${goLive.first}, England`, expected: england.first, found: first.get('england') ?? 0 },
    ...regions.map((region) => ({
      what: `in force on ${goLive.second}, ${region.name}`,
      expected: region.first + region.second,
      found: both.get(region.code) ?? 0,
    })),
    { what: `in force on ${goLive.second}, England`, expected: england.both, found: both.get('england') ?? 0 },
    {
      what: 'refused attempts on record',
      expected: refused.filter(({ onRecord }) => onRecord).length,
      found: sum(cases.map(({ refusals }) => refusals)),
    },
    ...[...plots.first, ...plots.second, plots.latecomer].map((plot) => ({
      what: `${plot.ccg}, round ${plot.round}`,
      expected: outcomeOf(plot),
      found: standingOf(cases.find(({ ccg, round }) => ccg === plot.ccg && round === plot.round)),
    })),
  ];
}

export const differing = (cells: readonly Cell[]): readonly Cell[] =>
  cells.filter(({ expected, found }) => expected !== found);

function outcomeOf({ ending }: Plot): string {
  if (ending === 'in-force') return 'in force';
  return ending === 'too-late' ? 'lapsed' : endings[ending].outcome;
}

function standingOf(found: FoundCase | undefined): string {
  if (found === undefined) return 'no case';
  return found.inForce ? 'in force' : (found.outcome ?? 'under way');
}

/** The picture for people to read. */
export function report(result: Result, plots: Plots): string {
  return [
    `The assignment of CCGs to what happens is invented, and so is the register; only the figures are those of 2014 to 2016.`,
    '',
    `Delegated commissioning (L3) in force, by region: found (expected)`,
    row('', `1 April 2015`, `1 April 2016`),
    ...regions.map(({ code, name, first, second }) =>
      row(name, pair(result.first.get(code), first), pair(result.both.get(code), first + second)),
    ),
    row('England', pair(result.first.get('england'), england.first), pair(result.both.get('england'), england.both)),
    `Of the second cohort only the sum, ${england.second}, is published; its shares by region are invented too.`,
    '',
    ...readinessLines(result),
    '',
    `Of the ${england.interested}, ${england.fellAway} fell away:`,
    ...plots.first.flatMap((plot) => (plot.ending in endings ? [fallenLine(plot, result)] : [])),
    '',
    `On the way to a delegation in force:`,
    ...metOnTheWay([...plots.first, ...plots.second], result.cases),
    '',
    `Refused, as they should be (${result.refused.length}):`,
    ...refusedLines(result.refused),
  ].join('\n');
}

const row = (name: string, ...cells: readonly string[]): string =>
  `  ${name.padEnd(20)}${cells.map((cell) => cell.padStart(16)).join('')}`;

const pair = (found: number | undefined, expected: number): string => `${found ?? 0} (${expected})`;

const inWords = (readiness: Readiness): string => readiness.replace('-', ' ');

function readinessLines({ cases, first }: Result): readonly string[] {
  const ofFirst = cases.filter(({ round }) => round === '1');
  const names = Object.keys(england.readiness) as Readiness[];
  return [
    `Interest by 20 June 2014, as the regions sorted it in July: ${ofFirst.length} (${england.interested}), of which ${first.get('england') ?? 0} got there`,
    ...names.map((name) => {
      const sorted = ofFirst.filter(({ readiness }) => readiness === name);
      const arrived = sorted.filter(({ inForce }) => inForce).length;
      return row(inWords(name), pair(sorted.length, england.readiness[name]), `${arrived} in force`);
    }),
  ];
}

function fallenLine({ ccg, region, ending }: Plot, { cases }: Result): string {
  const found = standingOf(cases.find((each) => each.ccg === ccg && each.round === '1'));
  const words = ending in endings ? endings[ending as keyof typeof endings].words : ending;
  const name = regions.find(({ code }) => code === region)?.name ?? region;
  return `  ${ccg}  ${name.padEnd(18)} ${found.padEnd(10)} ${words}`;
}

function metOnTheWay(plots: readonly Plot[], cases: readonly FoundCase[]): readonly string[] {
  const met = Map.groupBy(
    plots.filter(({ trouble }) => trouble !== null),
    ({ trouble }) => trouble,
  );
  const agreed = plots.filter(({ ending, mandate }) => ending === 'in-force' && mandate === 'agreement').length;
  return [
    ...(Object.keys(troubles) as Trouble[]).map((name) => counted(met.get(name)?.length ?? 0, troubles[name])),
    counted(agreed, 'members agreed without a ballot, as their constitution allows'),
    turnout(cases),
  ];
}

function turnout(cases: readonly FoundCase[]): string {
  const ballots = cases.flatMap(({ ballot }) => ballot ?? []);
  const [members, voted] = [sum(ballots.map((each) => each.members)), sum(ballots.map((each) => each.voted))];
  return counted(ballots.length, `balloted; ${voted} of the ${members} practices on their last rolls took part`);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

function refusedLines(refused: readonly Refused[]): readonly string[] {
  return [...Map.groupBy(refused, ({ what }) => what)].map(([what, all]) =>
    counted(all.length, `${what}: ${all[0]?.status ?? ''} ${all[0]?.because ?? ''}`),
  );
}

const counted = (count: number, what: string): string => `  ${String(count).padStart(3)}  ${what}`;

/** The picture that came out beside the one that was expected, for people to read. */
import type { Refused } from './hand.js';
import { applicationsOf, expressionsOf, inWords, standingOf, type Result } from './cells.js';
import type { Trouble } from '../../demonstration/story/scene.js';
import { endings, fallsAway, troubles, type FallenEnding } from './endings.js';
import {
  afterSecond,
  england,
  levels,
  londonGroups,
  regions,
  rows,
  type ByLevel,
  type Readiness,
  type Row,
} from './figures.js';
import type { Plot, Plots } from './plots.js';
import type { FoundCase, Uptake } from './service.js';

export function report(result: Result, plots: Plots): string {
  return [
    `The assignment of CCGs to what happens is invented, and so is the register; only the figures are those of 2014 to 2016.`,
    '',
    ...interestLines(result),
    '',
    ...table(`In force on 1 April 2015, by region: found (expected)`, result.first, ({ first }) => first),
    '',
    ...table(`In force on 1 April 2016, by region: found (expected)`, result.both, afterSecond),
    `Of the second cohort only the sum, ${england.second}, is published (${england.first.L3} + ${england.second} = ${england.both}); its shares by region, and what they held before, are invented too.`,
    '',
    ...groupLines(result),
    '',
    ...fallenLines(result, plots),
    '',
    `On the way to L2 or L3 in force:`,
    ...metOnTheWay([...plots.first, ...plots.second], result.cases),
    counted(result.meetings.items, `items decided at ${result.meetings.held} meetings of the committees`),
    '',
    `Refused, as they should be (${result.refused.length}):`,
    ...refusedLines(result.refused),
  ].join('\n');
}

const row = (name: string, ...cells: readonly string[]): string =>
  `  ${name.padEnd(20)}${cells.map((cell) => cell.padStart(11)).join('')}`;

const pair = (found: number | undefined, expected: number): string => `${found ?? 0} (${expected})`;

function table(
  title: string,
  found: ReadonlyMap<string, Uptake>,
  expectedOf: (row: Row) => ByLevel,
): readonly string[] {
  return [
    title,
    row('', ...levels, 'none', 'all'),
    ...rows.map((each) => {
      const own = found.get(each.code);
      const held = levels.map((level) => pair(own?.[level], expectedOf(each)[level]));
      return row(each.name, ...held, pair(own?.none, 0), pair(own?.ccgs, each.ccgs));
    }),
  ];
}

function interestLines({ summer, cases }: Result): readonly string[] {
  const expressions = expressionsOf(summer);
  const ofLevel = (level: string): readonly FoundCase[] => expressions.filter((each) => each.level === level);
  const names = Object.keys(england.readiness) as Readiness[];
  return [
    `Expressions of interest by 20 June 2014, as counted in July: ${pair(expressions.length, england.expressions)}, from ${summer.length} CCGs; one of a group is one`,
    row('', ...levels),
    row('England', ...levels.map((level) => pair(ofLevel(level).length, england.interest[level]))),
    `How ready for L3, as the regions sorted them:`,
    ...names.map((name) => {
      const sorted = ofLevel('L3').filter(({ readiness }) => readiness === name);
      const arrived = sorted.filter((each) => arrives(each, cases)).length;
      return row(inWords(name), pair(sorted.length, england.readiness[name]), `  ${arrived} in force`);
    }),
  ];
}

/** Whether what was expressed came into force, for one CCG of a group at least. */
const arrives = ({ ccg, group, level }: FoundCase, cases: readonly FoundCase[]): boolean =>
  cases.some(
    (each) =>
      each.round === '1' &&
      each.level === level &&
      (group === null ? each.ccg === ccg : each.group === group) &&
      (each.inForce || each.outcome === 'superseded'),
  );

function groupLines({ cases }: Result): readonly string[] {
  const { L3, L2 } = applicationsOf(cases);
  const all = L3.length + L2.length;
  return [
    `London’s applications by groups: ${pair(L3.filter(isGroup).length, londonGroups.L3)} of its L3, ${pair(L2.filter(isGroup).length, londonGroups.L2)} of its L2; each of two CCGs by April 2015. One began with three, of whom one lost its ballot (R-17).`,
    `L3 and L2 came by ${all} applications of ${england.first.L3 + england.first.L2} CCGs. 147 were published beside those five groups, which is one too many for five of two CCGs or more.`,
  ];
}

const isGroup = ({ group, region }: FoundCase): boolean => group !== null && region === londonGroups.region;

function fallenLines({ cases }: Result, plots: Plots): readonly string[] {
  const fallen = plots.first.filter(({ ending }) => fallsAway(ending));
  const L1 = cases.filter(({ level, round }) => level === 'L1' && round === '1').length;
  return [
    `Of the ${plots.first.length - england.interest.L1} CCGs interested in L3 or L2, ${fallen.length} fell away and turned to L1 by an application of their own: with the ${england.interest.L1} interested in it, ${L1}.`,
    `L3, each:`,
    ...fallen.filter(({ level }) => level === 'L3').map((plot) => fallenLine(plot, cases)),
    `L2, in all:`,
    ...[
      ...Map.groupBy(
        fallen.filter(({ level }) => level === 'L2'),
        ({ ending }) => ending,
      ),
    ].map(([ending, those]) => counted(those.length, endings[ending as FallenEnding].words)),
  ];
}

function fallenLine({ ccg, region, level, ending }: Plot, cases: readonly FoundCase[]): string {
  const found = standingOf(cases, { ccg, level, round: '1' });
  const words = fallsAway(ending) ? endings[ending].words : ending;
  const name = regions.find(({ code }) => code === region)?.name ?? region;
  return `  ${ccg}  ${name.padEnd(18)} ${found.padEnd(10)} ${words}`;
}

function metOnTheWay(plots: readonly Plot[], cases: readonly FoundCase[]): readonly string[] {
  const met = Map.groupBy(
    plots.filter(({ trouble }) => trouble !== null),
    ({ trouble }) => trouble,
  );
  const agreed = plots.filter(
    ({ ending, mandate, level }) => ending === 'in-force' && mandate === 'agreement' && level !== 'L1',
  ).length;
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

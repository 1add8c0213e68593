/** Which CCG goes through what. The assignment is invented; it follows from the register alone, so that every run plays the same. */
import { castOf, type Candidate, type Cast, type RegionCast } from './cast.js';
import type { Trouble } from '../../demonstration/story/scene.js';
import { fallsAway, type Ending } from './endings.js';
import { regions, type Level, type Readiness } from './figures.js';
import { spread } from './spread.js';

export interface Plot {
  readonly ccg: string;
  readonly region: string;
  readonly level: Level;
  readonly round: '1' | '2';
  /** Place in its cohort, from 0: spreads the cohort over the calendar. CCGs of a group have one place. */
  readonly place: number;
  /** For L3. */
  readonly readiness: Readiness | null;
  readonly ending: Ending;
  readonly trouble: Trouble | null;
  /** By ballot, or by agreement where the constitution asks for no ballot. */
  readonly mandate: 'ballot' | 'agreement';
  /** Whether the constitution must be amended. */
  readonly amends: boolean;
  /** CCGs that apply together, the one that expresses the interest first; empty for one alone. */
  readonly group: readonly string[];
}

export interface Plots {
  /** The interest of July 2014: every CCG, each at one level. */
  readonly first: readonly Plot[];
  /** The cohort of December 2015. */
  readonly second: readonly Plot[];
  /** One more in the second round, after its deadline. */
  readonly latecomer: Plot;
  /** A CCG whose interest in L3 in the first round comes a day late: refused, so that there is no such case of it. */
  readonly lateInterest: string;
}

type Troubled = readonly (readonly [Trouble, number])[];

const troublesOfFirst: Troubled = [
  ['interest-returned', 5],
  ['second-ballot', 5],
  ['amendment-returned', 6],
  ['versions-in-flight', 3],
  ['terms-disputed', 5],
  ['information-requested', 14],
  ['conditions', 8],
  ['deferred', 4],
  ['reworked', 2],
  ['interest-declared', 1],
];

const troublesOfJoint: Troubled = [
  ['interest-returned', 3],
  ['second-ballot', 4],
  ['amendment-returned', 6],
  ['versions-in-flight', 2],
  ['terms-disputed', 6],
  ['information-requested', 10],
  ['conditions', 6],
  ['deferred', 4],
  ['interest-declared', 1],
];

const troublesOfSecond: Troubled = [
  ['second-ballot', 2],
  ['amendment-returned', 3],
  ['terms-disputed', 3],
  ['information-requested', 8],
  ['conditions', 5],
  ['deferred', 2],
  ['reworked', 1],
];

/** The plots of both rounds for the CCGs of a register. @throws RangeError when a region has too few CCGs. */
export function plotsOf(ccgs: readonly Candidate[]): Plots {
  const casts = regions.map((region) => castOf(region, ccgs));
  const ofLevel = (level: Level): readonly Cast[] => casts.flatMap((cast) => cast[level]);
  const idle = casts[0] && idlersOf(casts[0]);
  const [late, later] = idle ?? [];
  if (late === undefined || later === undefined) throw new RangeError('The first region has no L2 left over');
  return {
    first: [
      ...withReadiness(plotted(ofLevel('L3'), 'L3', troublesOfFirst)),
      ...plotted(ofLevel('L2'), 'L2', troublesOfJoint),
      ...plotted(ofLevel('L1'), 'L1', []),
    ],
    second: ofSecond(casts.flatMap(({ again }) => again)),
    latecomer: { ...plain(later, 'L3', '2', 0), readiness: 'ready', ending: 'too-late' },
    lateInterest: late.code,
  };
}

/** CCGs that hold L2 throughout. */
const idlersOf = ({ L2, again }: RegionCast): readonly Candidate[] =>
  L2.filter(({ ccg, ending, group }) => ending === 'in-force' && group.length === 0 && !again.includes(ccg))
    .map(({ ccg }) => ccg)
    .toReversed();

/** What becomes of each CCG of a level in the first round. Only who gets there alone meets trouble; where one of a group falls, the others do. */
function plotted(cast: readonly Cast[], level: Level, wanted: Troubled): readonly Plot[] {
  const alone = cast.filter(({ ending, group }) => ending === 'in-force' && group.length === 0).map(({ ccg }) => ccg);
  const troubled = troublesFor(alone, level, wanted);
  const fallen = cast.filter(({ ending }) => fallsAway(ending)).map(({ ccg }) => ccg.code);
  return cast.map(({ ccg, ending, group }) => {
    const place = cast.findIndex((each) => each.ccg.code === (group[0] ?? ccg.code));
    const left = ending === 'in-force' && group.some((code) => fallen.includes(code));
    return {
      ...plain(ccg, level, '1', place),
      ...(votesOnBallots.includes(ending) && { mandate: 'ballot' as const }),
      ending,
      group,
      trouble: left ? 'member-left' : (troubled.get(ccg.code) ?? null),
    };
  });
}

/** Readiness of those whose application falls away, by how it does. */
const readinessOfFallen: Partial<Record<Ending, Readiness>> = {
  'withdrawn-early': 'not-ready',
  'special-measures': 'not-ready',
  'inquorate-twice': 'not-ready',
  'second-ballot-too-late': 'not-ready',
  'double-delegation': 'ready',
  'withdrawn-after-approval': 'ready',
};

/** The regions sort each expression of interest once: a group’s as one. */
function withReadiness(plots: readonly Plot[]): readonly Plot[] {
  const leads = plots.filter(({ group, ccg }) => group.length === 0 || group[0] === ccg);
  const arriving = leads.filter(({ ending }) => !fallsAway(ending));
  const notReady = spread(5, arriving.length).map((at) => arriving[at]?.ccg);
  const others = arriving.filter(({ ccg }) => !notReady.includes(ccg));
  const ready = spread(18, others.length).map((at) => others[at]?.ccg);
  return plots.map((plot) => {
    const lead = plot.group[0] ?? plot.ccg;
    const fallen = fallsAway(plot.ending) && plot.group.length === 0;
    const arrives = notReady.includes(lead) ? 'not-ready' : ready.includes(lead) ? 'ready' : 'ready-soon';
    return { ...plot, readiness: fallen ? (readinessOfFallen[plot.ending] ?? 'ready-soon') : arrives };
  });
}

function ofSecond(ccgs: readonly Candidate[]): readonly Plot[] {
  const troubled = troublesFor(ccgs, 'L3', troublesOfSecond);
  return ccgs.map((ccg, place) => ({
    ...plain(ccg, 'L3', '2', place),
    readiness: place % 3 === 0 ? 'ready-soon' : 'ready',
    trouble: troubled.get(ccg.code) ?? null,
  }));
}

const votesOnBallots: readonly Ending[] = ['defeated', 'inquorate-twice', 'second-ballot-too-late'];

const plain = (
  { code, region, ballotRequired, providesForCommittee }: Candidate,
  level: Level,
  round: '1' | '2',
  place: number,
): Plot => ({
  ccg: code,
  region,
  level,
  round,
  place,
  readiness: null,
  ending: 'in-force',
  trouble: null,
  mandate: ballotRequired ? 'ballot' : 'agreement',
  amends: level === 'L2' || !providesForCommittee,
  group: [],
});

/** Gives each trouble to as many CCGs as it asks for, to each CCG one at most. */
function troublesFor(ccgs: readonly Candidate[], level: Level, wanted: Troubled): ReadonlyMap<string, Trouble> {
  const given = new Map<string, Trouble>();
  for (const [trouble, count] of wanted) {
    const free = ccgs.filter((ccg) => !given.has(ccg.code) && canMeet(trouble, level, ccg));
    if (free.length < count) throw new RangeError(`Only ${free.length} CCGs can meet ${trouble}, and ${count} should`);
    for (const at of spread(count, free.length)) given.set(free[at]?.code ?? '', trouble);
  }
  return given;
}

function canMeet(trouble: Trouble, level: Level, { ballotRequired, providesForCommittee }: Candidate): boolean {
  if (trouble === 'second-ballot') return ballotRequired;
  if (trouble === 'amendment-returned' || trouble === 'versions-in-flight')
    return level === 'L2' || !providesForCommittee;
  return true;
}

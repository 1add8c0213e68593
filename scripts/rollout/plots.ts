/** Which CCG goes through what. The assignment is invented; it follows from the register alone, so that every run plays the same. */
import type { Ending, FallenEnding, Trouble } from './endings.js';
import { regions, type Readiness } from './figures.js';

/** What of a CCG its plot depends on. */
export interface Candidate {
  readonly code: string;
  readonly region: string;
  readonly ballotRequired: boolean;
  readonly providesForCommittee: boolean;
}

export interface Plot {
  readonly ccg: string;
  readonly region: string;
  readonly round: '1' | '2';
  /** Place in its cohort, from 0: spreads the cohort over the calendar. */
  readonly place: number;
  readonly readiness: Readiness;
  readonly ending: Ending;
  readonly trouble: Trouble | null;
  /** By ballot, or by agreement where the constitution asks for no ballot. */
  readonly mandate: 'ballot' | 'agreement';
  /** Whether the constitution must be amended. */
  readonly amends: boolean;
}

export interface Plots {
  /** The interest of July 2014. */
  readonly first: readonly Plot[];
  /** The cohort of December 2015. */
  readonly second: readonly Plot[];
  /** One more in the second round, after its deadline. */
  readonly latecomer: Plot;
  /** A CCG whose interest in the first round comes a day late: refused, so that there is no case of it. */
  readonly lateInterest: string;
}

const fallen: Readonly<Record<string, readonly (readonly [FallenEnding, Readiness])[]>> = {
  Y54: [
    ['defeated', 'ready-soon'],
    ['withdrawn-early', 'not-ready'],
    ['special-measures', 'not-ready'],
    ['double-delegation', 'ready'],
  ],
  Y55: [
    ['inquorate-twice', 'not-ready'],
    ['rejected', 'not-ready'],
    ['withdrawn-after-approval', 'ready'],
  ],
  Y56: [['second-ballot-too-late', 'not-ready']],
  Y57: [
    ['defeated', 'ready-soon'],
    ['financial-blip', 'ready-soon'],
  ],
};

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

const troublesOfSecond: Troubled = [
  ['second-ballot', 2],
  ['amendment-returned', 3],
  ['terms-disputed', 3],
  ['information-requested', 8],
  ['conditions', 5],
  ['deferred', 2],
  ['reworked', 1],
];

/**
 * The plots of both rounds for the CCGs of a register: in each region the first by code, then the next, each CCG once.
 * @throws RangeError when a region has too few CCGs.
 */
export function plotsOf(ccgs: readonly Candidate[]): Plots {
  const byRegion = regions.map(({ code, first, second }) => {
    const own = ccgs.filter(({ region }) => region === code).toSorted((a, b) => (a.code < b.code ? -1 : 1));
    const falling = fallen[code] ?? [];
    const interested = first + falling.length;
    if (own.length < interested + second + 2)
      throw new RangeError(`Region ${code} needs ${interested + second + 2} CCGs, and the register has ${own.length}`);
    return {
      first: endingsOf(own.slice(0, interested), falling),
      second: own.slice(interested, interested + second),
      rest: own.slice(interested + second),
    };
  });
  const rest = byRegion[0]?.rest ?? [];
  const [late, later] = rest;
  if (late === undefined || later === undefined) throw new RangeError('No region has CCGs left');
  return {
    first: ofFirst(byRegion.flatMap(({ first }) => first)),
    second: ofSecond(byRegion.flatMap(({ second }) => second)),
    latecomer: { ...plain(later, '2', 0), readiness: 'ready', ending: 'too-late', trouble: null },
    lateInterest: late.code,
  };
}

interface Cast {
  readonly ccg: Candidate;
  readonly ending: Ending;
  /** Of those that fall away. */
  readonly readiness?: Readiness;
}

function endingsOf(
  ccgs: readonly Candidate[],
  falling: readonly (readonly [FallenEnding, Readiness])[],
): readonly Cast[] {
  const places = spread(falling.length, ccgs.length);
  return ccgs.map((ccg, at) => {
    const [ending, readiness] = falling[places.indexOf(at)] ?? [];
    return ending && readiness ? { ccg, ending, readiness } : { ccg, ending: 'in-force' };
  });
}

function ofFirst(cast: readonly Cast[]): readonly Plot[] {
  const arriving = cast.filter(({ ending }) => ending === 'in-force').map(({ ccg }) => ccg);
  const notReady = spread(4, arriving.length).map((at) => arriving[at]?.code);
  const others = arriving.filter(({ code }) => !notReady.includes(code));
  const ready = spread(18, others.length).map((at) => others[at]?.code);
  const troubled = troublesFor(arriving, troublesOfFirst);
  return cast.map(({ ccg, ending, readiness }, place) => ({
    ...plain(ccg, '1', place),
    ...(votesOnBallots.includes(ending) && { mandate: 'ballot' as const }),
    readiness:
      readiness ?? (notReady.includes(ccg.code) ? 'not-ready' : ready.includes(ccg.code) ? 'ready' : 'ready-soon'),
    ending,
    trouble: troubled.get(ccg.code) ?? null,
  }));
}

function ofSecond(ccgs: readonly Candidate[]): readonly Plot[] {
  const troubled = troublesFor(ccgs, troublesOfSecond);
  return ccgs.map((ccg, place) => ({
    ...plain(ccg, '2', place),
    readiness: place % 3 === 0 ? 'ready-soon' : 'ready',
    ending: 'in-force',
    trouble: troubled.get(ccg.code) ?? null,
  }));
}

const votesOnBallots: readonly Ending[] = ['defeated', 'inquorate-twice', 'second-ballot-too-late'];

const plain = ({ code, region, ballotRequired, providesForCommittee }: Candidate, round: '1' | '2', place: number) =>
  ({
    ccg: code,
    region,
    round,
    place,
    mandate: ballotRequired ? 'ballot' : 'agreement',
    amends: !providesForCommittee,
  }) as const;

/** Gives each trouble to as many CCGs as it asks for, to each CCG one at most. */
function troublesFor(ccgs: readonly Candidate[], wanted: Troubled): ReadonlyMap<string, Trouble> {
  const given = new Map<string, Trouble>();
  for (const [trouble, count] of wanted) {
    const free = ccgs.filter((ccg) => !given.has(ccg.code) && canMeet(trouble, ccg));
    if (free.length < count) throw new RangeError(`Only ${free.length} CCGs can meet ${trouble}, and ${count} should`);
    for (const at of spread(count, free.length)) given.set(free[at]?.code ?? '', trouble);
  }
  return given;
}

function canMeet(trouble: Trouble, { ballotRequired, providesForCommittee }: Candidate): boolean {
  if (trouble === 'second-ballot') return ballotRequired;
  if (trouble === 'amendment-returned' || trouble === 'versions-in-flight') return !providesForCommittee;
  return true;
}

/** `count` different places among `of`, evenly spread. */
const spread = (count: number, of: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => Math.floor(((at + 0.5) * of) / count));

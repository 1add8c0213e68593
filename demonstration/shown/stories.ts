/** What the demonstration shows: CCGs of every region at different stages of every workflow, about the day it is loaded. */
import type { Register } from '../../libs/register/index.js';
import type { Round } from '../../libs/register/model.js';
import { londonDay } from '../../libs/workflow/london.js';
import { currentRound, previousRound } from '../register/rounds.js';
import type { Telling } from '../story/tell.js';
import * as shown from './applications.js';
import { castingFrom, type Wanted } from './casting.js';
import { seasonOf, type Season } from './season.js';
import { backDatedMove, inGroup, openMove, session, type Waiting } from './together.js';

/** The CCG that votes, whose people are the first to look at; and one that the README lets apply, so it has no part here. */
const [voting, kept] = ['00C', '01A'];
/** The region whose assessor finds an interest to read. */
const assessors = 'Y54';

export type Rounds = readonly [beforeThat: Round, past: Round, present: Round];

/** Two that are over, and one under way. */
export function roundsUpTo(now: Date): Rounds {
  const past = previousRound(now);
  return [previousRound(new Date(past.opens)), past, currentRound(now)];
}

/** A story by its name, which is another for each. */
export interface Named {
  readonly name: string;
  readonly story: Telling['story'];
}

interface Stage {
  readonly register: Register;
  readonly rounds: Rounds;
  readonly now: Date;
  /** What waits for the national committee by then. */
  readonly waiting: () => readonly Waiting[];
}

const middling: Wanted = { ballot: true, practices: [15, 45] };
const small: Wanted = { ballot: true, practices: [6, 15] };
const withoutBallot: Wanted = { ballot: false };

/** @throws Error where the register has too few CCGs. */
export function storiesOf({ register, rounds, now, waiting }: Stage): readonly Named[] {
  const cast = castingFrom(register, [voting, kept]);
  const [beforeThat, past, present] = [seasonOf(rounds[0], now), seasonOf(rounds[1], now), seasonOf(rounds[2], now)];
  const named = (kind: string, ccg: string, season: Season, story: (part: shown.Part) => Telling['story']): Named => ({
    name: `${kind} ${ccg} ${season.round.id}`,
    story: story({ register, ccg, season }),
  });
  const l3 = named.bind(undefined, 'delegated');
  const l2 = named.bind(undefined, 'joint');
  const l1 = named.bind(undefined, 'involvement');

  // CCGs are given out in this order.
  const together = (region: string) =>
    [cast({ ...withoutBallot, region }), cast({ ...withoutBallot, region }), cast({ ...small, region })] as const;
  const neighbours = (region: string) =>
    ({ register, from: cast({ ...middling, region }), to: cast({ ...middling, region }), season: present }) as const;
  const rising = cast(withoutBallot);
  const ccgFor = (stop: string): string =>
    stop === 'balloting' ? voting : cast(stop === 'interest' ? { ...middling, region: assessors } : middling);
  const delegations = [
    ...shown.pastDelegations.map((story) => l3(cast(middling), past, story)),
    ...Object.entries(shown.presentDelegations).map(([stop, story]) => l3(ccgFor(stop), present, story)),
    l3(cast(withoutBallot), present, shown.inSpecialMeasures),
    // Joint commissioning first; a delegation takes its place a year later.
    l2(rising, beforeThat, shown.jointApplications['in-force']),
    l3(rising, past, shown.delegatedByAgreement),
  ];
  const { interest, balloting, 'in-force': inForce, notice, ...others } = shown.jointApplications;
  const joints = [
    ...[inForce, notice].map((story) => l2(cast(withoutBallot), past, story)),
    ...[interest, balloting].map((story) => l2(cast(small), present, story)),
    ...Object.values(others).map((story) => l2(cast(withoutBallot), present, story)),
  ];
  const { noted, returned, ended } = shown.involvements;
  const involvements = [
    l1(cast(middling), beforeThat, ended),
    l1(cast(middling), past, noted),
    ...[noted, returned].map((story) => l1(cast(middling), present, story)),
  ];
  const group = together('Y54');
  const moves = { 'back-dated move': backDatedMove(neighbours('Y55')), 'open move': openMove(neighbours('Y57')) };
  const committee = register.committee('nhse-assurance', londonDay(now));
  if (committee === undefined) throw new Error('The register has no national committee');
  return [
    ...delegations,
    ...joints,
    ...involvements,
    ...group.map((ccg) => named('group', ccg, present, (part) => inGroup(part, group))),
    ...Object.entries(moves).map(([name, story]) => ({ name, story })),
    { name: 'session', story: session(committee, now, waiting) },
  ];
}

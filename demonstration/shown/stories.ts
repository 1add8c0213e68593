/** What the demonstration shows: CCGs of every region at different stages of every workflow, about the day it is loaded. */
import type { Register } from '../../libs/register/index.js';
import type { Round } from '../../libs/register/model.js';
import { londonDay } from '../../libs/workflow/london.js';
import { currentRound, previousRound } from '../register/rounds.js';
import type { Telling } from '../story/tell.js';
import * as shown from './applications.js';
import { castingFrom, type Wanted } from './casting.js';
import { seasonOf } from './season.js';
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

type Shown = (part: shown.Part) => Telling['story'];

/** @throws Error where the register has too few CCGs. */
export function storiesOf(stage: Stage): readonly Named[] {
  const { register, rounds, now, waiting } = stage;
  const cast = castingFrom(register, [voting, kept]);
  const committee = register.committee('nhse-assurance', londonDay(now));
  if (committee === undefined) throw new Error('The register has no national committee');
  // CCGs are given out in this order.
  const rising = cast(withoutBallot);
  return [
    ...applications(cast, rising, stage),
    ...amongNeighbours(cast, stage),
    named(stage, 'joint', rounds[2])(cast(withoutBallot), shown.jointEscalated),
    { name: 'session', story: session(committee, now, waiting) },
  ];
}

type Cast = ReturnType<typeof castingFrom>;

const named = ({ register, now }: Stage, kind: string, round: Round) => {
  const season = seasonOf(round, now);
  return (ccg: string, story: Shown): Named => ({
    name: `${kind} ${ccg} ${round.id}`,
    story: story({ register, ccg, season }),
  });
};

/** `rising`: a CCG that goes from one level to another. */
function applications(cast: Cast, rising: string, stage: Stage): readonly Named[] {
  const [beforeThat, past, present] = stage.rounds;
  const l3 = (round: Round) => named(stage, 'delegated', round);
  const l2 = (round: Round) => named(stage, 'joint', round);
  const l1 = (round: Round) => named(stage, 'involvement', round);
  const ccgFor = (stop: string): string =>
    stop === 'balloting' ? voting : cast(stop === 'interest' ? { ...middling, region: assessors } : middling);
  const { interest, balloting, 'in-force': inForce, notice, ...others } = shown.jointApplications;
  const { noted, returned, ended } = shown.involvements;
  return [
    ...shown.pastDelegations.map((story) => l3(past)(cast(middling), story)),
    ...Object.entries(shown.presentDelegations).map(([stop, story]) => l3(present)(ccgFor(stop), story)),
    l3(present)(cast(withoutBallot), shown.inSpecialMeasures),
    // Joint commissioning first; a delegation takes its place a year later.
    l2(beforeThat)(rising, inForce),
    l3(past)(rising, shown.delegatedByAgreement),
    ...[inForce, notice].map((story) => l2(past)(cast(withoutBallot), story)),
    ...[interest, balloting].map((story) => l2(present)(cast(small), story)),
    ...Object.values(others).map((story) => l2(present)(cast(withoutBallot), story)),
    l1(beforeThat)(cast(middling), ended),
    l1(past)(cast(middling), noted),
    ...[noted, returned].map((story) => l1(present)(cast(middling), story)),
  ];
}

/** CCGs that apply together, and practices that move from one to another. */
function amongNeighbours(cast: Cast, stage: Stage): readonly Named[] {
  const [, , present] = stage.rounds;
  const season = seasonOf(present, stage.now);
  const two = (region: string) => {
    const [from, to] = [cast({ ...middling, region }), cast({ ...middling, region })];
    return { register: stage.register, from, to, season };
  };
  const region = 'Y54';
  const group = [cast({ ...withoutBallot, region }), cast({ ...withoutBallot, region }), cast({ ...small, region })];
  return [
    ...group.map((ccg) => named(stage, 'group', present)(ccg, (part) => inGroup(part, group))),
    { name: 'back-dated move', story: backDatedMove(two('Y55')) },
    { name: 'open move', story: openMove(two('Y57')) },
  ];
}

/** The demonstration: CCGs of every region at different stages of every workflow, brought there by the same commands that people use. */
import type { Actor } from '../../../libs/event-log/index.js';
import type { Round } from '../../../libs/register/model.js';
import { currentRound, previousRound } from '../../../demonstration/register/rounds.js';
import { SimulatedClock } from '../clock/clock.js';
import { idOf } from '../casework/ids.js';
import { castingFrom, type Wanted } from './casting.js';
import { delegated, pastStops, presentStops, type Plot as Delegated } from './delegated.js';
import { group } from './group.js';
import { involvement, type Plot as Involvement } from './involvement.js';
import { joint, type Plot as Joint } from './joint.js';
import { meeting } from './meeting.js';
import { backDatedMove, openMove } from './membership.js';
import { Play, playAll, type Playable, type Setting, type Story } from './play.js';
import { seasonOf } from './season.js';

/** The CCG that votes, whose people are the first to look at; and one that the README lets apply, so it has no part here. */
const [voting, kept] = ['00C', '01A'];
/** The region whose assessor finds an interest to read. */
const assessors = 'Y54';

/** Loads the demonstration; the service's clock goes back for it and is what it was when this resolves. */
export async function loadDemonstration(service: Playable, issuer: string, registrar: Actor): Promise<void> {
  const { commands, clock } = service;
  const now = clock.now();
  const rounds = roundsUpTo(now);
  const time = new SimulatedClock(new Date(rounds[0].opens));
  const own = clock.follow(time);
  try {
    const [first, ...more] = rounds.map((data) => ({ type: 'RoundAnnounced' as const, data }));
    if (first === undefined) throw new RangeError('A demonstration has at least one round');
    await commands.register([first, ...more], {
      actor: registrar,
      key: idOf('seed', 'rounds'),
      command: 'demonstration',
    });
    const setting = { service, clock: time, issuer };
    await playAll(setting, stories(setting, rounds, now));
    await service.timekeeper.moveTo(now);
  } finally {
    clock.follow(own);
  }
}

type Rounds = readonly [beforeThat: Round, past: Round, present: Round];

/** Two that are over, and one under way. */
function roundsUpTo(now: Date): Rounds {
  const past = previousRound(now);
  return [previousRound(new Date(past.opens)), past, currentRound(now)];
}

const middling: Wanted = { ballot: true, practices: [15, 45] };
const small: Wanted = { ballot: true, practices: [6, 15] };
const withoutBallot: Wanted = { ballot: false };

function stories(setting: Setting, rounds: Rounds, now: Date): readonly Story[] {
  const cast = castingFrom(setting.service.ledger.register, [voting, kept]);
  const [beforeThat, past, present] = [seasonOf(rounds[0], now), seasonOf(rounds[1], now), seasonOf(rounds[2], now)];
  const play = (story: string): Play => new Play(setting, story);
  const l3 = (plot: Delegated): Story => delegated(play(`delegated ${plot.ccg}`), plot);
  const l2 = (plot: Joint): Story => joint(play(`joint ${plot.ccg}`), plot);
  const l1 = (plot: Involvement): Story => involvement(play(`involvement ${plot.ccg}`), plot);

  // CCGs are given out in this order.
  const together = (region: string) =>
    [cast({ ...withoutBallot, region }), cast({ ...withoutBallot, region }), cast({ ...small, region })] as const;
  const neighbours = (region: string) =>
    ({ from: cast({ ...middling, region }), to: cast({ ...middling, region }), season: present }) as const;
  const rising = cast(withoutBallot);
  const ccgFor = (stop: (typeof presentStops)[number]): string =>
    stop === 'balloting' ? voting : cast(stop === 'interest' ? { ...middling, region: assessors } : middling);
  return [
    ...pastStops.map((stop) => l3({ ccg: cast(middling), season: past, stop })),
    ...presentStops.map((stop) => l3({ ccg: ccgFor(stop), season: present, stop })),
    l3({ ccg: cast(withoutBallot), season: present, stop: 'special-measures', byAgreement: true }),
    // Joint commissioning first; a delegation takes its place a year later.
    l2({ ccg: rising, season: beforeThat, stop: 'in-force' }),
    l3({ ccg: rising, season: past, stop: 'in-force', byAgreement: true }),
    ...(['in-force', 'notice'] as const).map((stop) => l2({ ccg: cast(withoutBallot), season: past, stop })),
    ...(['interest', 'balloting'] as const).map((stop) => l2({ ccg: cast(small), season: present, stop })),
    ...(['nobody-eligible', 'submitted', 'panel', 'rejected', 'approved'] as const).map((stop) =>
      l2({ ccg: cast(withoutBallot), season: present, stop }),
    ),
    l1({ ccg: cast(middling), season: beforeThat, stop: 'ended' }),
    l1({ ccg: cast(middling), season: past, stop: 'in-force' }),
    ...(['noted', 'returned'] as const).map((stop) => l1({ ccg: cast(middling), season: present, stop })),
    group(play('group'), { ccgs: together('Y54'), season: present }),
    backDatedMove(play('back-dated move'), neighbours('Y55')),
    openMove(play('open move'), neighbours('Y57')),
    meeting(play('meeting'), now),
  ];
}

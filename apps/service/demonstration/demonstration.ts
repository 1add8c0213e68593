/** The demonstration: its stories are told by the same commands that people use, each step at a moment of its own. */
import { roundsUpTo, storiesOf } from '../../../demonstration/shown/stories.js';
import { tellAll } from '../../../demonstration/story/tell.js';
import type { Actor } from '../../../libs/event-log/index.js';
import { SimulatedClock } from '../clock/clock.js';
import { idOf } from '../ledger/ids.js';
import type { Core } from '../core.js';
import { CommandHand, type Setting } from './hand.js';

/** What a demonstration is told on. */
export type Playable = Pick<Core, 'ledger' | 'clock' | 'commands' | 'timekeeper'>;

/**
 * Loads the demonstration; the service's clock goes back for it and is what it was when this resolves. `begin` records what the log begins
 * with, at the instant at which the demonstration does: nothing in a log is dated before what it follows.
 */
export async function loadDemonstration(
  service: Playable,
  issuer: string,
  registrar: Actor,
  begin: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  const { commands, clock, timekeeper } = service;
  const now = clock.now();
  const rounds = roundsUpTo(now);
  const own = clock.follow(new SimulatedClock(new Date(rounds[0].opens)));
  try {
    await begin();
    const [first, ...more] = rounds.map((data) => ({ type: 'RoundAnnounced' as const, data }));
    if (first === undefined) throw new RangeError('A demonstration has at least one round');
    const announced = await commands.register([first, ...more], {
      actor: registrar,
      key: idOf('seed', 'rounds'),
      command: 'demonstration',
    });
    if (announced.outcome !== 'recorded') throw new Error(`The rounds were refused: ${JSON.stringify(announced)}`);
    await tellAll(tellings({ service, issuer }, rounds, now), timekeeper);
    await timekeeper.moveTo(now);
  } finally {
    clock.follow(own);
  }
}

function tellings(setting: Setting, rounds: ReturnType<typeof roundsUpTo>, now: Date) {
  const { register, views } = setting.service.ledger;
  const invitations = new Map<string, string>();
  // What a region escalates is on no agenda yet: whoever looks around can put it there.
  const waiting = () => {
    const grants = register.person(setting.issuer, 'committee@nhse')?.grants ?? [];
    return views
      .waiting({ queue: 'decision', grants })
      .flatMap(({ ccg, ...row }) =>
        ccg === undefined || row.workflow === 'joint-commissioning' ? [] : { ...row, ccg },
      );
  };
  return storiesOf({ register, rounds, now, waiting }).map(({ name, story }) => ({
    story,
    hand: new CommandHand(setting, name, invitations),
  }));
}

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Actor, Append, EventLog, RecordedEvent } from '../../libs/event-log/index.js';
import { memoryLog } from '../../libs/event-log/memory.js';
import { roundsUpTo } from '../../demonstration/shown/stories.js';
import { seedRegister } from '../../demonstration/register/seed.js';
import { openViews } from '../../libs/views/index.js';
import { londonDay } from '../../libs/workflow/london.js';
import { workflowOf } from '../../workflows/index.js';
import { idOf } from './ledger/ids.js';
import { SimulatedClock } from './clock/clock.js';
import { closeCore, coreOver } from './core.js';
import { loadDemonstration } from './demonstration/demonstration.js';
import type { Playable } from './demonstration/demonstration.js';

/** The name under which the register knows the development identity, whatever port it listens on. */
export const developmentIssuer = 'development';

/** Who is named as having written what the register began with. */
export const registerActor: Actor = { id: 'seed', name: 'Invented register', role: 'registrar', organisation: 'nhse' };

export type Seed = 'demo' | 'register' | 'none';

/** Loads the invented register, and the demonstration with it when asked for, into an empty log. Says whether it did. */
export async function seed(core: Playable, what: Seed): Promise<boolean> {
  if (what === 'none' || (await core.ledger.log.head()) > 0) return false;
  const now = core.clock.now();
  const register = () => learnRegister(core, what, now);
  if (what === 'demo') await loadDemonstration(core, developmentIssuer, registerActor, register);
  else await register();
  return true;
}

async function learnRegister({ commands }: Playable, what: Seed, now: Date): Promise<void> {
  const { opens } = roundsUpTo(now)[0];
  // The first CCG has to be open before the first story is told of one.
  const [first, ...more] = seedRegister({
    issuer: developmentIssuer,
    ...(what === 'demo' && { since: londonDay(opens) }),
    until: londonDay(now),
  });
  if (first === undefined) throw new RangeError('The invented register has no facts');
  const key = idOf('seed', 'register');
  const learnt = await commands.register([first, ...more], { actor: registerActor, key, command: 'seed' });
  if (learnt.outcome !== 'recorded') throw new Error(`The invented register was refused: ${JSON.stringify(learnt)}`);
}

/** What a loading under way was begun with; the same gives the same events, ids included. */
interface Seeding {
  readonly what: Seed;
  /** When it was begun. */
  readonly now: string;
}

/** Events appended at once. */
const most = 25;

/**
 * Loads a seed into a log that nobody else uses yet, before anything follows it. It is made elsewhere and then taken over, so that nobody
 * meets one half told; a file in `folder` says while that is going on, and a start after one that was cut off loads the rest.
 *
 * @throws LogUnavailable; Error when somebody else recorded something meanwhile.
 */
export async function seedLog(log: EventLog, folder: string, what: Seed, now: Date): Promise<boolean> {
  if (what === 'none') return false;
  const file = join(folder, 'seeding.json');
  const unfinished = readSeeding(file);
  if (unfinished === undefined && (await log.head()) > 0) return false;
  const seeding = unfinished ?? { what, now: now.toISOString() };
  if (unfinished === undefined) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, JSON.stringify(seeding), { flush: true });
  }
  for (const appends of inTurn(await eventsOf(seeding))) {
    const { outcome } = await log.append(...appends);
    if (outcome === 'overtaken') throw new Error('the log was written to while the invented data was loaded into it');
  }
  rmSync(file);
  return true;
}

function readSeeding(file: string): Seeding | undefined {
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  // A power cut can leave it empty; nothing was appended yet then.
  return text === '' ? undefined : (JSON.parse(text) as Seeding); // as it was written here
}

/** All that a seed comes to, played on a log of its own. */
async function eventsOf({ what, now }: Seeding): Promise<readonly RecordedEvent[]> {
  const views = openViews({ file: ':memory:', workflowOf });
  const core = await coreOver(memoryLog(), views, { clock: new SimulatedClock(new Date(now)), shared: false });
  try {
    await seed(core, what);
    return await core.ledger.log.readAll({ limit: Number.MAX_SAFE_INTEGER });
  } finally {
    await closeCore(core);
  }
}

type Appends = readonly [Append, ...Append[]];

/** In their order: no stream comes back within one append. */
function inTurn(events: readonly RecordedEvent[]): readonly Appends[] {
  const turns: RecordedEvent[][] = [];
  for (const event of events) {
    const turn = turns.at(-1);
    const goesOn = turn?.at(-1)?.stream === event.stream || turn?.every(({ stream }) => stream !== event.stream);
    if (turn !== undefined && goesOn && turn.length < most) turn.push(event);
    else turns.push([event]);
  }
  return turns.map((turn) => {
    const streams = Map.groupBy(turn, ({ stream }) => stream);
    return [...streams].map(([stream, of]): Append => {
      const [first, ...more] = of.map(asNew);
      const revision = of[0]?.revision ?? 0;
      if (first === undefined) throw new RangeError('a stream of a group has events');
      return { stream, expected: revision === 0 ? 'none' : revision - 1, events: [first, ...more] };
    }) as unknown as Appends; // a turn has an event
  });
}

/** What the log gives an event. */
const given = ['stream', 'revision', 'position'];

const asNew = (recorded: RecordedEvent): Append['events'][0] =>
  Object.fromEntries(
    Object.entries(recorded).filter(([name]) => !given.includes(name)),
  ) as unknown as Append['events'][0]; // all but these

import { describe, expect, it } from '@jest/globals';
import { SimulatedClock } from '../apps/service/clock/clock.js';
import { closeCore, coreOver } from '../apps/service/core.js';
import { CommandHand } from '../apps/service/demonstration/hand.js';
import { developmentIssuer, seed } from '../apps/service/seed.js';
import { seedRegister } from '../demonstration/register/seed.js';
import { application } from '../demonstration/story/application.js';
import { roundOne } from '../demonstration/story/calendar.js';
import { simplest } from '../demonstration/story/cast.js';
import type { Scene } from '../demonstration/story/scene.js';
import { tellAll } from '../demonstration/story/tell.js';
import type { NewEvent } from '../libs/event-log/index.js';
import { memoryLog } from '../libs/event-log/memory.js';
import { registerOf, type Register } from '../libs/register/index.js';
import { openViews } from '../libs/views/index.js';
import { inForce } from '../scripts/bench/histories.js';
import { workflowOf } from '../workflows/index.js';
import { at } from './hand.js';
import { inRoundOne, testService, type Body } from './service.js';
import { begunBy, goLive, goOn } from './story.js';

const ccg = '03V';
const scene = (register: Register): Scene => simplest(register, ccg, { away: 1 });

/** Who said what, when, and where the case stood then. */
const history = (events: readonly NewEvent[]): unknown =>
  events.map((event) => [event.type, event.actor.id, event.at, event.to]);

async function byCommands(): Promise<readonly NewEvent[]> {
  const views = openViews({ file: ':memory:', workflowOf });
  const clock = new SimulatedClock(new Date(inRoundOne));
  const core = await coreOver(memoryLog(), views, { clock, shared: false });
  try {
    await seed(core, 'register');
    const hand = new CommandHand({ service: core, issuer: developmentIssuer }, 'one of three');
    await tellAll([{ story: application(scene(core.ledger.register)), hand }], core.timekeeper);
    await core.timekeeper.moveTo(roundOne.goLiveAt);
    return await core.ledger.log.readStream(`case-${hand.case}`);
  } finally {
    await closeCore(core);
  }
}

async function byHttp(): Promise<readonly NewEvent[]> {
  const to = await testService<Body>({ log: memoryLog() });
  try {
    const id = await begunBy(ccg, to);
    await goOn('concluded', to, id, scene(to.service.ledger.register));
    await at(to, goLive);
    return await to.log.readStream(`case-${id}`);
  } finally {
    await to.close();
  }
}

describe('the story of a delegation', () => {
  const alone = inForce(registerOf(seedRegister()), ccg);

  it('ends in force when a machine alone decides it', () => {
    expect(alone.at(-1)).toMatchObject({ type: 'DelegationTookEffect', to: { inForce: {} } });
  });

  it('is the same history by the service’s commands as by a machine alone', async () => {
    expect(history(await byCommands())).toEqual(history(alone));
  });

  it('is the same history through HTTP', async () => {
    expect(history(await byHttp())).toEqual(history(alone));
  });
});

/** Cases that go on, laid into a log before a service is started over it. */
import { randomUUID } from 'node:crypto';
import { engaged, expressed } from '../../demonstration/story/application.js';
import { simplest } from '../../demonstration/story/cast.js';
import type { Step } from '../../demonstration/story/step.js';
import type { EventLog } from '../../libs/event-log/index.js';
import type { Register } from '../../libs/register/index.js';
import { append, historyOf, recordRegister } from './histories.js';
import { roundOne } from '../../demonstration/story/calendar.js';
import type { Scene } from '../../demonstration/story/scene.js';

/** A case that goes on, with the CCG whose officer may act on it. */
export interface Open {
  readonly case: string;
  readonly ccg: string;
}

/** So many cases of so many events each: an interest, and engagements added to it. */
export interface OfSize {
  readonly events: number;
  readonly cases: number;
}

/** In which round cases begin, and when. */
export interface When {
  readonly round: Scene['round'];
  readonly at: Date;
}

const inRoundOne: When = { round: roundOne, at: new Date('2014-06-12T09:00:00.000Z') };

/** Fills an empty log with the register and cases of all these sizes, each size in turn for each CCG. */
export const fillOpen = async (log: EventLog, sizes: readonly OfSize[]): Promise<readonly (readonly Open[])[]> =>
  openOn(log, await recordRegister(log), sizes, inRoundOne);

/** Adds cases of all these sizes to a log whose register is this. */
export async function openOn(
  log: EventLog,
  register: Register,
  sizes: readonly OfSize[],
  when: When,
): Promise<readonly (readonly Open[])[]> {
  const ccgs = register.ccgs().map(({ code }) => code);
  const all: Open[][] = [];
  for (const { events, cases } of sizes) {
    const begun = ccgs
      .slice(0, cases)
      .map((ccg) => ({ ccg, history: historyOf(register, ccg, goingOn(register, ccg, events, when)) }));
    const open: Open[] = [];
    while (open.length < cases) {
      const some = begun.slice(0, cases - open.length).map((each) => ({ ...each, case: randomUUID() }));
      await Promise.all(some.map(({ case: id, history }) => append(log, `case-${id}`, history)));
      open.push(...some.map(({ ccg, case: id }) => ({ ccg, case: id })));
    }
    all.push(open);
  }
  return all;
}

/** What a CCG says of a case that has so many events. */
function goingOn(register: Register, ccg: string, events: number, { round, at }: When): readonly Step[] {
  const scene = simplest(register, ccg, { round, when: () => at });
  return [expressed(scene), ...Array<Step>(events - 1).fill(engaged(scene))];
}

/** All stories told by one clock, on a service that fits. */
import { says } from '../../demonstration/story/scene.js';
import { tellAll, type Clock, type Telling } from '../../demonstration/story/tell.js';
import { Agenda } from './agenda.js';
import { ServiceGone, type Api } from './api.js';
import { calendars, counted, on } from './calendar.js';
import type { Result } from './cells.js';
import { goLive } from './figures.js';
import { HttpHand, type Count } from './hand.js';
import { meetingsOf } from './meetings.js';
import { CannotRun } from './own-service.js';
import type { Plots } from './plots.js';
import { progressFrom, type Progress, type Terminal } from './progress.js';
import { keeper, readCases, readCommittees, readUptake, type FoundCase, type Registered } from './service.js';
import type { Ccg } from './scene.js';
import { lateInterest, story } from './story.js';

export interface Played extends Count {
  readonly agenda: Agenda;
  readonly broken: string[];
  /** The cases there were in July 2014. */
  summer: readonly FoundCase[];
  /** Milliseconds in which the clock was moved, and deadlines were fired. */
  clock: number;
  moves: number;
}

/** Plays all of it; progress goes to `stream`. @throws CannotRun, ServiceGone */
export async function play(api: Api, { ccgs }: Registered, plots: Plots, stream: Terminal): Promise<Played> {
  const agenda = new Agenda();
  const played: Played = { votes: 0, refused: [], broken: [], summer: [], agenda, clock: 0, moves: 0 };
  const committees = await readCommittees(api, calendars['1'].meetings[0]);
  const known = (code: string): Ccg => {
    const found = ccgs.get(code);
    if (found === undefined) throw new CannotRun(`The register has no CCG ${code}.`);
    return found;
  };
  const tellings = new Map<Telling, string>();
  const tell = (name: string, storyOf: (hand: HttpHand) => Telling['story'], ccg = ''): void => {
    const hand = new HttpHand(api, ccg, played, agenda);
    tellings.set({ story: storyOf(hand), hand }, name);
  };
  for (const plot of [...plots.first, ...plots.second, plots.latecomer])
    tell(plot.ccg, (hand) => story(plot, known(plot.ccg), () => hand.version), plot.ccg);
  tell(plots.lateInterest, () => lateInterest(plots.lateInterest, known(plots.lateInterest)), plots.lateInterest);
  for (const each of committees) tell(each.id, (hand) => meetingsOf(each, meetingDays, agenda, hand));
  tellings.set(census(api, played), 'the count of July 2014');

  const progress = progressFrom(new Date('2014-05-09'), new Date('2016-04-02'), stream);
  let gone: ServiceGone | undefined;
  const failed = (telling: Telling, fault: unknown): void => {
    if (fault instanceof ServiceGone) gone ??= fault;
    played.broken.push(`${tellings.get(telling) ?? ''}: ${fault instanceof Error ? fault.message : String(fault)}`);
  };
  const options = { atOnce: true, failed };
  await tellAll([...tellings.keys()], clockOf(api, played, progress), options).finally(() => progress.stop());
  if (gone) throw gone;
  return played;
}

const meetingDays = [
  ...new Set(Object.values(calendars).flatMap(({ meetings, rework }) => [...meetings, rework.decidedAnew])),
];

/** What NHS England’s board was told in July 2014. */
const census = (api: Api, played: Played): Telling => ({
  story: [says(on(counted), keeper, 'CasesCounted')],
  hand: {
    say: async () => {
      played.summer = await readCases(api);
    },
  },
});

const clockOf = (api: Api, played: Played, progress: Progress): Clock => ({
  moveTo: async (moment) => {
    const began = performance.now();
    const answer = await api.ask(keeper, 'PUT', '/api/clock', { body: { now: moment.toISOString() } });
    if (answer.status !== 200)
      throw new CannotRun(`The clock could not be moved to ${moment.toISOString()}: ${JSON.stringify(answer.json())}`);
    played.clock += performance.now() - began;
    played.moves += 1;
    progress.at(moment, api.requests);
  },
});

/** Where everything stands in the end. */
export async function resultOf(api: Api, { summer, agenda, refused, broken }: Played): Promise<Result> {
  const [first, both, cases] = await Promise.all([
    readUptake(api, goLive.first),
    readUptake(api, goLive.second),
    readCases(api),
  ]);
  const meetings = { held: agenda.meetings, items: agenda.decided };
  return { summer, first, both, cases, meetings, refused, broken };
}

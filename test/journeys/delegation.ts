/** One CCG's way to a delegation in force, by the calendar of a round, in pieces that a journey puts together; every step must be recorded. */
import * as tale from '../../demonstration/story/application.js';
import { sceneOf } from '../../demonstration/story/cast.js';
import type { Choice } from '../../workflows/stages/mandate/events.js';
import type { Body, TestService } from '../service.js';
import { at } from '../hand.js';
import { begins } from './journey.js';
import * as steps from './steps.js';

type Service = TestService<Body>;

/** The application of one CCG in a round. */
export interface Application extends steps.Application {
  readonly round: Round;
}

export type Round = keyof typeof calendar;

/** When things are done in a round, at the earliest: the days of a CCG that takes its time and is never late. */
const calendar = {
  '1': {
    interest: '2014-06-12T10:00:00.000Z',
    mandate: '2014-10-01T10:00:00.000Z',
    submission: '2015-01-08T10:00:00.000Z',
    decision: '2015-02-17T10:00:00.000Z',
    goLive: '2015-03-31T23:00:00.000Z',
    day: '2015-04-01',
  },
  '2': {
    interest: '2015-10-05T10:00:00.000Z',
    mandate: '2015-10-12T10:00:00.000Z',
    submission: '2015-11-04T10:00:00.000Z',
    decision: '2016-02-16T10:00:00.000Z',
    goLive: '2016-03-31T23:00:00.000Z',
    day: '2016-04-01',
  },
} as const;

/** The instant at which a round goes live. */
export const goLiveOf = (round: Round): string => calendar[round].goLive;

/** An application that the region has acknowledged. */
export async function underWay(to: Service, ccg: string, round: Round = '1'): Promise<Application> {
  const { interest, day } = calendar[round];
  await at(to, interest);
  const { id } = await begins(to, `officer@${ccg}`, ccg, { round, data: { timescale: day } });
  const application = steps.applicationOf(to, ccg, id);
  await steps.acknowledged(to, application);
  return { ...application, round };
}

/** The members agree at a meeting, as their constitution allows. */
export async function agreed(to: Service, application: Application): Promise<void> {
  await at(to, calendar[application.round].mandate);
  await steps.agreed(to, application);
}

/**
 * These practices vote, the others of the roll do not; the lay chair verifies the result once the ballot has closed. Gives the case
 * after it.
 */
export async function balloted(
  to: Service,
  application: Application,
  closesAt: string,
  choices: Readonly<Partial<Record<Choice, readonly string[]>>>,
): Promise<Body> {
  const { ccg, round } = application;
  await at(to, calendar[round].mandate);
  const opens = to.service.clock.now();
  const closes = new Date(closesAt);
  const votes = (['for', 'against', 'abstain'] as const).flatMap((choice) =>
    (choices[choice] ?? []).map((practice) => ({ at: opens, practice, choice })),
  );
  const mandate = [{ opens, closes, verified: closes, votes }];
  const scene = { level: 'L3', round: { id: round, goLive: '' }, when: () => opens, mandate, decisions: [] } as const;
  return steps.tell(to, application, tale.mandate(sceneOf(to.service.ledger.register, ccg, scene)));
}

export const { drafted } = steps;

/** The CCG submits, and the region assesses and recommends. */
export async function recommended(to: Service, application: Application): Promise<void> {
  await at(to, calendar[application.round].submission);
  await steps.submitted(to, application);
  await steps.assured(to, application);
}

/** The national committee decides: it approves, unless told. */
export async function approved(
  to: Service,
  application: Application,
  decision?: Parameters<typeof steps.approved>[2],
): Promise<void> {
  await at(to, calendar[application.round].decision);
  await steps.approved(to, application, decision);
}

/** From the mandate that was given to go-live, of one or more that go side by side. */
export async function onToGoLive(to: Service, ...applications: readonly Application[]): Promise<void> {
  for (const step of [drafted, recommended, approved, steps.signed])
    for (const application of applications) await step(to, application);
  for (const { round } of applications) await at(to, calendar[round].goLive);
}

/** A delegation in force, of a CCG whose constitution asks for no ballot. */
export async function inForceIn(to: Service, ccg: string, round: Round = '1'): Promise<Application> {
  const application = await underWay(to, ccg, round);
  await agreed(to, application);
  await onToGoLive(to, application);
  return application;
}

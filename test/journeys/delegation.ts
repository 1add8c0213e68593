/** One CCG's way to a delegation in force, by the calendar of a round, in pieces that a journey puts together; every step must be recorded. */
import * as forms from '../../demonstration/forms.js';
import { decided } from '../meetings.js';
import type { Body, TestService } from '../service.js';
import { acts, at, begins } from './journey.js';
import * as steps from './steps.js';

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
export async function underWay(to: TestService<Body>, ccg: string, round: Round = '1'): Promise<Application> {
  const { interest, day } = calendar[round];
  await at(to, interest);
  const { id } = await begins(to, `officer@${ccg}`, ccg, { round, data: { timescale: day } });
  const application = steps.applicationOf(to, ccg, id);
  await steps.acknowledged(to, application);
  return { ...application, round };
}

/** The members agree at a meeting, as their constitution allows. */
export async function agreed(to: TestService<Body>, application: Application): Promise<void> {
  const { id, officer, round } = application;
  await at(to, calendar[round].mandate);
  await steps.engaged(to, application);
  const form = forms.agreementOfMembers(steps.today(to), 12);
  await acts(to, officer, id, 'AgreementOfMembersRecorded', form);
}

/**
 * These practices vote, the others of the roll do not; the lay chair verifies the result once the ballot has closed. Gives the case
 * after it.
 */
export async function balloted(
  to: TestService<Body>,
  application: Application,
  closesAt: string,
  votes: Readonly<Partial<Record<'for' | 'against' | 'abstain', readonly string[]>>>,
): Promise<Body> {
  const { id, officer, round } = application;
  await at(to, calendar[round].mandate);
  await steps.engaged(to, application);
  await acts(to, officer, id, 'BallotOpened', forms.ballot(closesAt));
  for (const [choice, codes] of Object.entries(votes))
    for (const code of codes) await acts(to, `practice@${code}`, id, 'VoteCast', { choice });
  await at(to, closesAt);
  return steps.verified(to, application);
}

/** The amendment is approved and the terms of reference are signed; then nothing is missing but the form. */
export async function drafted(to: TestService<Body>, application: Application): Promise<void> {
  const { id, ccg, officer } = application;
  const { version } = to.service.ledger.register.constitutionOf(ccg, steps.today(to)) ?? { version: 1 };
  await acts(to, officer, id, 'AmendmentProposed', forms.amendment(version + 1, version));
  await acts(to, 'constitution@nhse', id, 'AmendmentApproved', forms.amendmentApproved(version + 1));
  await steps.termsSettled(to, application);
}

/** The CCG submits, and the region assesses and recommends. */
export async function recommended(to: TestService<Body>, application: Application): Promise<void> {
  await at(to, calendar[application.round].submission);
  await steps.submitted(to, application);
  await steps.assessed(to, application);
  await steps.recommended(to, application);
}

/** The national committee decides: it approves, unless told. */
export async function approved(
  to: TestService<Body>,
  { id, round }: Application,
  decision: Readonly<Record<string, unknown>> = forms.approval,
): Promise<void> {
  await at(to, calendar[round].decision);
  const { status, body } = await decided(to, id, decision);
  if (status !== 201) throw new Error(`The decision was answered ${status}: ${JSON.stringify(body)}`);
}

/** From the mandate that was given to go-live, of one or more that go side by side. */
export async function onToGoLive(to: TestService<Body>, ...applications: readonly Application[]): Promise<void> {
  for (const step of [drafted, recommended, approved, steps.signed])
    for (const application of applications) await step(to, application);
  for (const { round } of applications) await at(to, calendar[round].goLive);
}

/** A delegation in force, of a CCG whose constitution asks for no ballot. */
export async function inForceIn(to: TestService<Body>, ccg: string, round: Round = '1'): Promise<Application> {
  const application = await underWay(to, ccg, round);
  await agreed(to, application);
  await onToGoLive(to, application);
  return application;
}

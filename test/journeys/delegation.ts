/** One CCG's way to a delegation in force in any round, in pieces that a journey puts together; every step must be recorded. */
import * as forms from '../../apps/service/demonstration/forms.js';
import { decided } from '../meetings.js';
import type { Body, TestService } from '../service.js';
import { acts, at } from './journey.js';

export interface Application {
  readonly id: string;
  readonly ccg: string;
  readonly round: Round;
  /** Ids of the people who act. */
  readonly officer: string;
  readonly assessor: string;
  readonly verifier: string;
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
  const { status, body } = await to.as(`officer@${ccg}`).begin(ccg, { round, data: { timescale: day } });
  if (status !== 201) throw new Error(`The case did not begin: ${JSON.stringify(body)}`);
  const people = { officer: `officer@${ccg}`, assessor: `assessor@${body.region}`, verifier: `verifier@${ccg}` };
  const form = { readiness: 'ready', grounds: 'Sound finances.' };
  await acts(to, people.assessor, body.id, 'InterestAcknowledged', form);
  return { id: body.id, ccg, round, ...people };
}

/** The members agree at a meeting, as their constitution allows. */
export async function agreed(to: TestService<Body>, { id, officer, round }: Application): Promise<void> {
  await at(to, calendar[round].mandate);
  const day = calendar[round].interest.slice(0, 10);
  await acts(to, officer, id, 'EngagementRecorded', forms.engagement(day));
  await acts(to, officer, id, 'AgreementOfMembersRecorded', forms.agreementOfMembers(day, 12));
}

/** The members vote, and the lay chair verifies the result once the ballot has closed. `against` and silence are allowed. */
export async function balloted(
  to: TestService<Body>,
  application: Application,
  closesAt: string,
  votes: Readonly<Partial<Record<'for' | 'against' | 'abstain', readonly string[]>>>,
): Promise<Body> {
  const { id, officer, verifier, round } = application;
  await at(to, calendar[round].mandate);
  await acts(to, officer, id, 'EngagementRecorded', forms.engagement(calendar[round].interest.slice(0, 10)));
  await acts(to, officer, id, 'BallotOpened', forms.ballot(closesAt));
  for (const [choice, codes] of Object.entries(votes))
    for (const code of codes) await acts(to, `practice@${code}`, id, 'VoteCast', { choice });
  await at(to, closesAt);
  return acts(to, verifier, id, 'ResultVerified', forms.verification);
}

/** The amendment is approved and the terms of reference are signed; then nothing is missing but the form. */
export async function drafted(to: TestService<Body>, { id, ccg, officer, assessor }: Application): Promise<void> {
  const { version = 1 } = to.service.ledger.register.ccg(ccg)?.constitution ?? {};
  await acts(to, officer, id, 'AmendmentProposed', forms.amendment(version + 1, version));
  await acts(to, 'constitution@nhse', id, 'AmendmentApproved', forms.amendmentApproved(version + 1));
  await acts(to, officer, id, 'TermsOfReferenceDrafted', forms.termsDraft);
  await acts(to, assessor, id, 'TermsOfReferenceAgreed', forms.termsAgreed);
  await acts(to, officer, id, 'TermsOfReferenceSigned', forms.termsSigned);
}

/** The CCG submits, and the region assesses and recommends. */
export async function recommended(to: TestService<Body>, { id, round, officer, assessor }: Application): Promise<void> {
  await at(to, calendar[round].submission);
  await acts(to, officer, id, 'ApplicationSubmitted', forms.applicationForm());
  for (const each of forms.thresholds) await acts(to, assessor, id, 'ThresholdAssessed', forms.assessment(each));
  await acts(to, assessor, id, 'SubmissionSigned', forms.countersigned);
  await acts(to, assessor, id, 'RegionRecommended', forms.recommendation);
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

/** Both parties sign the agreement. */
export async function signed(to: TestService<Body>, { id, officer }: Application): Promise<void> {
  await acts(to, officer, id, 'AgreementSigned', forms.signature('Accountable officer'));
  await acts(to, 'committee@nhse', id, 'AgreementSigned', forms.signature('National director'));
}

/** From the mandate that was given to go-live. */
export async function onToGoLive(to: TestService<Body>, application: Application): Promise<void> {
  await drafted(to, application);
  await recommended(to, application);
  await approved(to, application);
  await signed(to, application);
  await at(to, calendar[application.round].goLive);
}

/** A delegation in force, of a CCG whose constitution asks for no ballot. */
export async function inForceIn(to: TestService<Body>, ccg: string, round: Round = '1'): Promise<Application> {
  const application = await underWay(to, ccg, round);
  await agreed(to, application);
  await onToGoLive(to, application);
  return application;
}

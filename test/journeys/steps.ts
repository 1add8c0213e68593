/** What people do on the way of a delegation, at whatever moment the clock shows; each must be recorded. For journeys. */
import * as forms from '../../demonstration/forms.js';
import { addDays, londonDay } from '../../libs/workflow/london.js';
import { decided } from '../meetings.js';
import type { Body, TestService } from '../service.js';
import { acts } from './journey.js';

type Service = TestService<Body>;

/** The application of one CCG. */
export interface Application {
  readonly id: string;
  readonly ccg: string;
  readonly officer: string;
  readonly assessor: string;
}

/** The case of a CCG, with the people who work on it. */
export function applicationOf(to: Service, ccg: string, id: string): Application {
  const region = to.service.ledger.register.ccg(ccg)?.region ?? '';
  return { id, ccg, officer: `officer@${ccg}`, assessor: `assessor@${region}` };
}

export const today = (to: Service): string => londonDay(to.service.clock.now());

/** Codes of the practices that may vote today. */
export const votersOf = (to: Service, ccg: string): readonly string[] =>
  to.service.ledger.register.rollOf(ccg, today(to)).map(({ practice }) => practice);

/** A CCG that another one invited into its group joins. */
export async function joined(to: Service, { id, officer }: Application): Promise<void> {
  await acts(to, officer, id, 'GroupJoined', { statement: 'The governing body agreed to apply together.' });
}

export async function acknowledged(to: Service, { id, assessor }: Application): Promise<void> {
  await acts(to, assessor, id, 'InterestAcknowledged', { readiness: 'ready', grounds: 'Sound finances.' });
}

export async function engaged(to: Service, { id, officer }: Application): Promise<void> {
  await acts(to, officer, id, 'EngagementRecorded', forms.engagement(addDays(today(to), -7)));
}

/** Every practice votes, which closes the ballot; `choice` says how each does, by its place on the roll. Nobody has verified it yet. */
export async function voted(
  to: Service,
  { id, ccg, officer }: Application,
  choice: (place: number) => 'for' | 'against' | 'abstain' = () => 'for',
): Promise<void> {
  await acts(to, officer, id, 'BallotOpened', forms.ballot(`${addDays(today(to), 14)}T17:00:00.000Z`));
  for (const [place, code] of votersOf(to, ccg).entries())
    await acts(to, `practice@${code}`, id, 'VoteCast', { choice: choice(place) });
}

/** Gives the case after it. */
export const verified = (to: Service, { id, ccg }: Application): Promise<Body> =>
  acts(to, `verifier@${ccg}`, id, 'ResultVerified', forms.verification);

/** The members are engaged, vote for it, and the result is verified. */
export async function mandated(to: Service, application: Application): Promise<void> {
  await engaged(to, application);
  await voted(to, application);
  await verified(to, application);
}

/** One amendment is proposed and approved. */
export async function amended(to: Service, { id, ccg, officer }: Application): Promise<void> {
  const { version } = to.service.ledger.register.constitutionOf(ccg) ?? { version: 1 };
  await acts(to, officer, id, 'AmendmentProposed', forms.amendment(version + 1, version));
  await acts(to, 'constitution@nhse', id, 'AmendmentApproved', forms.amendmentApproved(version + 1));
}

/** Terms of reference are drafted, agreed and signed. */
export async function termsSettled(to: Service, { id, officer, assessor }: Application): Promise<void> {
  await acts(to, officer, id, 'TermsOfReferenceDrafted', forms.termsDraft);
  await acts(to, assessor, id, 'TermsOfReferenceAgreed', forms.termsAgreed);
  await acts(to, officer, id, 'TermsOfReferenceSigned', forms.termsSigned);
}

export const submitted = (to: Service, { id, officer }: Application): Promise<Body> =>
  acts(to, officer, id, 'ApplicationSubmitted', forms.applicationForm());

/** The region finds all four thresholds met and signs the submission; it has not recommended it. */
export async function assessed(to: Service, { id, assessor }: Application): Promise<void> {
  for (const each of forms.thresholds) await acts(to, assessor, id, 'ThresholdAssessed', forms.assessment(each));
  await acts(to, assessor, id, 'SubmissionSigned', forms.countersigned);
}

export const recommended = (to: Service, { id, assessor }: Application): Promise<Body> =>
  acts(to, assessor, id, 'RegionRecommended', forms.recommendation);

/** The national committee meets and approves. Gives the case after it. */
export async function approved(to: Service, { id }: Application): Promise<Body> {
  const { status, body } = await decided(to, id, forms.approval);
  if (status !== 201) throw new Error(`The approval was answered ${status}: ${JSON.stringify(body)}`);
  return body.case;
}

export const signedByCcg = (to: Service, { id, officer }: Application): Promise<Body> =>
  acts(to, officer, id, 'AgreementSigned', forms.signature('Accountable officer'));

export const signedByNhsEngland = (to: Service, { id }: Application): Promise<Body> =>
  acts(to, 'committee@nhse', id, 'AgreementSigned', forms.signature('National director'));

/** Both parties sign the agreement. */
export async function signed(to: Service, application: Application): Promise<void> {
  await signedByCcg(to, application);
  await signedByNhsEngland(to, application);
}

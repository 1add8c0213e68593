/** One CCG's way from interest to go-live in round 1, as steps that people take through the API; for specs. */
import * as forms from '../demonstration/forms.js';
import { decided } from './meetings.js';
import type { Body, TestService } from './service.js';

export interface Step {
  /** The clock stands there at least when the step is taken. */
  readonly at: string;
  readonly persona: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export type Stage =
  'expressed' | 'under-way' | 'balloting' | 'verified' | 'submitted' | 'decision' | 'signed' | 'in-force';

export const stages: readonly Stage[] = [
  'expressed',
  'under-way',
  'balloting',
  'verified',
  'submitted',
  'decision',
  'signed',
  'in-force',
];

export const ballotCloses = '2014-10-15T17:00:00.000Z';
/** When round 1 goes live: midnight in London as 1 April 2015 begins. */
export const goLive = '2015-03-31T23:00:00.000Z';

/** The steps of each stage, after the interest was expressed. */
function stepsOf(ccg: string, region: string, voters: readonly string[]): Readonly<Record<Stage, readonly Step[]>> {
  const officer = `officer@${ccg}`;
  const assessor = `assessor@${region}`;
  const on = (at: string) => (persona: string, type: string, data: Step['data']) => ({ at, persona, type, data });
  const july = on('2014-07-01T10:00:00.000Z');
  const october = on('2014-10-01T10:00:00.000Z');
  const november = on('2014-11-10T10:00:00.000Z');
  const january = on('2015-01-08T10:00:00.000Z');
  const march = on('2015-03-10T10:00:00.000Z');
  return {
    expressed: [],
    'under-way': [july(assessor, 'InterestAcknowledged', { readiness: 'ready', grounds: 'Sound finances.' })],
    balloting: [
      october(officer, 'EngagementRecorded', forms.engagement('2014-09-10')),
      october(officer, 'BallotOpened', forms.ballot(ballotCloses)),
    ],
    verified: [
      ...voters.map((code) => october(`practice@${code}`, 'VoteCast', { choice: 'for' })),
      november(`verifier@${ccg}`, 'ResultVerified', forms.verification),
    ],
    submitted: [
      november(officer, 'AmendmentProposed', forms.amendment(2, 1)),
      november('constitution@nhse', 'AmendmentApproved', forms.amendmentApproved(2)),
      november(officer, 'TermsOfReferenceDrafted', forms.termsDraft),
      november(assessor, 'TermsOfReferenceAgreed', forms.termsAgreed),
      november(officer, 'TermsOfReferenceSigned', forms.termsSigned),
      january(officer, 'ApplicationSubmitted', forms.applicationForm()),
    ],
    decision: [
      ...forms.thresholds.map((each) => january(assessor, 'ThresholdAssessed', forms.assessment(each))),
      january(assessor, 'SubmissionSigned', forms.countersigned),
      january(assessor, 'RegionRecommended', forms.recommendation),
    ],
    signed: [
      march('committee@nhse', 'DecisionMade', forms.approval),
      march(officer, 'AgreementSigned', forms.signature('Accountable officer')),
      march('committee@nhse', 'AgreementSigned', forms.signature('National director')),
    ],
    'in-force': [],
  };
}

/** The steps after the interest up to a stage, the clock's own left out. */
export function stepsTo(stage: Stage, ccg: string, region: string, voters: readonly string[]): readonly Step[] {
  const steps = stepsOf(ccg, region, voters);
  return stages.slice(0, stages.indexOf(stage) + 1).flatMap((each) => steps[each]);
}

/** Expresses the interest of a CCG and takes its case to a stage. Gives the case's id. */
export async function caseAt(stage: Stage, to: TestService<Body>, ccg = '00C'): Promise<string> {
  const id = await begunBy(ccg, to);
  await takeTo(stage, to, id, ccg);
  return id;
}

/** Expresses the interest of a CCG, which must be recorded. Gives the case's id. */
export async function begunBy(ccg: string, to: TestService<Body>): Promise<string> {
  const { status, body } = await to.as(`officer@${ccg}`).begin(ccg);
  if (status !== 201) throw new Error(`The case did not begin: ${JSON.stringify(body)}`);
  return body.id;
}

/** Takes a case that was begun to a stage; all practices but two vote for it, so that the ballot stays open until its closing time. */
export async function takeTo(stage: Stage, to: TestService<Body>, id: string, ccg: string): Promise<void> {
  const { register } = to.service.ledger;
  const region = register.ccg(ccg)?.region ?? '';
  const voters = register.rollOf(ccg, '2014-10-01').slice(0, -2);
  const codes = voters.map(({ practice }) => practice);
  for (const step of stepsTo(stage, ccg, region, codes)) await take(to, id, step);
  if (stage === 'in-force') await to.until(goLive);
}

/** Takes one step, which must be recorded. */
export async function take(to: TestService<Body>, id: string, { at, persona, type, data }: Step): Promise<void> {
  if (to.service.clock.now().toISOString() < at) await to.until(at);
  const { status, body } =
    type === 'DecisionMade' ? await decided(to, id, data, { persona }) : await to.as(persona).act(id, type, data);
  if (status !== 201) throw new Error(`${type} by ${persona} was answered ${status}: ${JSON.stringify(body)}`);
}

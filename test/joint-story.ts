/** One CCG's way from interest to joint commissioning in force in round 1, as steps that people take through the API; for specs. */
import * as forms from '../demonstration/forms.js';
import { addDays, londonDay } from '../libs/workflow/london.js';
import type { Body, TestService } from './service.js';
import { ballotCloses, goLive, take, type Step } from './story.js';

export type JointStage =
  'expressed' | 'under-way' | 'mandated' | 'submitted' | 'recommended' | 'approved' | 'established' | 'in-force';

const stages: readonly JointStage[] = [
  'expressed',
  'under-way',
  'mandated',
  'submitted',
  'recommended',
  'approved',
  'established',
  'in-force',
];

interface Terms {
  readonly ccg: string;
  readonly region: string;
  /** Codes of the practices that vote, all of them for it; none where the members agree without a ballot. */
  readonly voters: readonly string[];
  readonly closesAt: string;
  /** The version of the constitution in force. */
  readonly version: number;
}

/** The steps of each stage, after the interest was expressed. */
function stepsOf({ ccg, region, voters, closesAt, version }: Terms): Readonly<Record<JointStage, readonly Step[]>> {
  const officer = `officer@${ccg}`;
  const assessor = `assessor@${region}`;
  const on = (at: string) => (persona: string, type: string, data: Step['data']) => ({ at, persona, type, data });
  const july = on('2014-07-01T10:00:00.000Z');
  const october = on('2014-10-01T10:00:00.000Z');
  const november = on('2014-11-10T10:00:00.000Z');
  const january = on('2015-01-20T10:00:00.000Z');
  const march = on('2015-03-02T10:00:00.000Z');
  return {
    expressed: [],
    'under-way': [july(assessor, 'InterestAcknowledged', { grounds: 'It fits the plan of the region.' })],
    mandated: [
      october(officer, 'EngagementRecorded', forms.engagement('2014-09-10')),
      ...(voters.length > 0
        ? [
            october(officer, 'BallotOpened', forms.ballot(closesAt)),
            ...voters.map((code) => october(`practice@${code}`, 'VoteCast', { choice: 'for' })),
            november(`verifier@${ccg}`, 'ResultVerified', forms.verification),
          ]
        : [october(officer, 'AgreementOfMembersRecorded', forms.agreementOfMembers('2014-09-20', 12))]),
    ],
    submitted: [
      november(officer, 'AmendmentProposed', forms.jointAmendment(version + 1, version)),
      november('constitution@nhse', 'AmendmentApproved', forms.amendmentApproved(version + 1)),
      november(officer, 'TermsOfReferenceDrafted', forms.jointTermsDraft),
      november(assessor, 'TermsOfReferenceAgreed', forms.termsAgreed),
      november(officer, 'TermsOfReferenceSigned', forms.termsSigned),
      january(officer, 'ApplicationSubmitted', forms.jointApplicationForm()),
    ],
    recommended: [january(assessor, 'RegionRecommended', forms.jointRecommendation)],
    approved: [march(`panel@${region}`, 'DecisionMade', forms.approval)],
    established: [march(assessor, 'JointCommitteeEstablished', forms.jointCommittee(ccg))],
    'in-force': [],
  };
}

/** Expresses the interest of a CCG in joint commissioning in round 1 and takes its case to a stage. Gives the case's id. */
export async function jointCaseAt(stage: JointStage, to: TestService<Body>, ccg = '00C'): Promise<string> {
  const id = await jointBegunBy(ccg, to);
  await takeJointTo(stage, to, id, ccg);
  return id;
}

/** Expresses the interest of a CCG, which must be recorded; in round 1 unless told. Gives the case's id. */
export async function jointBegunBy(
  ccg: string,
  to: TestService<Body>,
  { round = '1', goLive: day = '2015-04-01' } = {},
): Promise<string> {
  const data = forms.jointInterestForm(day, ccg);
  const { status, body } = await to.as(`officer@${ccg}`).begin(ccg, { workflow: 'joint-commissioning', round, data });
  if (status !== 201) throw new Error(`The case did not begin: ${JSON.stringify(body)}`);
  return body.id;
}

/**
 * Takes a case that was begun, or is at an earlier stage, to a stage, at the dates of round 1 or, where they have passed, at once. Its
 * members vote where their constitution requires it.
 */
export async function takeJointTo(
  stage: JointStage,
  to: TestService<Body>,
  id: string,
  ccg: string,
  from: JointStage = 'expressed',
): Promise<void> {
  const { register } = to.service.ledger;
  const constitution = register.constitutionOf(ccg);
  const roll = constitution?.ballotRequired === false ? [] : register.rollOf(ccg, '2014-10-01');
  const soon = `${addDays(londonDay(to.service.clock.now()), 14)}T17:00:00.000Z`;
  const steps = stepsOf({
    ccg,
    closesAt: soon > ballotCloses ? soon : ballotCloses,
    region: register.ccg(ccg)?.region ?? '',
    voters: roll.map(({ practice }) => practice),
    version: constitution?.version ?? 1,
  });
  const passed = stages.slice(stages.indexOf(from) + 1, stages.indexOf(stage) + 1);
  for (const step of passed.flatMap((each) => steps[each])) await take(to, id, step);
  if (stage === 'in-force' && to.service.clock.now().toISOString() < goLive) await to.until(goLive);
}

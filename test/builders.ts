/** People and facts of an invented delegation application, in domain verbs; for specs. */
import * as forms from '../demonstration/forms.js';
import type { Actor, Fact } from '../libs/workflow/index.js';
import { londonDay } from '../libs/workflow/london.js';
import type { Attendee, Minute } from '../workflows/committee-meeting/minute.js';
import type { CountingRule, Member } from '../workflows/stages/mandate/counting.js';
import type { ApplicationSubmitted } from '../workflows/stages/application/delegation-form.js';
import type { InterestExpressed } from '../workflows/stages/interest/events.js';
import type { ConstitutionTerms, RoundTerms } from '../workflows/application/terms.js';
import type { FactOf, FactType } from '../workflows/application/words.js';

const person = (id: string, role: string, organisation: string): Actor => ({
  id,
  name: `Person ${id}`,
  role,
  organisation,
});

export const officer = person('officer@00C', 'ccg-officer', '00C');
export const officer2 = person('officer-2@00C', 'ccg-officer', '00C');
export const strangeOfficer = person('officer@01A', 'ccg-officer', '01A');
export const verifier = person('verifier@00C', 'result-verifier', '00C');
export const assessor = person('assessor@Y54', 'regional-assessor', 'Y54');
export const strangeAssessor = person('assessor@Y56', 'regional-assessor', 'Y56');
export const reviewer = person('constitution@nhse', 'constitution-reviewer', 'nhse');
export const committee = person('committee@nhse', 'national-committee', 'nhse');
export const committee2 = person('committee-2@nhse', 'national-committee', 'nhse');
export const registrar = person('registrar@nhse', 'registrar', 'nhse');
export const auditor = person('auditor@nhse', 'auditor', 'nhse');
export const clock: Actor = { id: 'clock', name: 'Clock', role: 'clock', organisation: 'service' };
export const practice = (code: string): Actor => person(`practice@${code}`, 'practice-representative', code);

export const round: RoundTerms = {
  id: '1',
  opens: '2014-05-09T00:00:00.000Z',
  interestBy: '2014-06-20T23:00:00.000Z',
  applicationBy: '2015-01-09T12:00:00.000Z',
  applicationByL2: '2015-01-31T00:00:00.000Z',
  goLiveAt: '2015-03-31T23:00:00.000Z',
  mandateBefore: 'submission',
  levels: ['L1', 'L2', 'L3'],
  variationWindows: [{ from: '2014-10-01', to: '2014-11-01' }],
};

export const constitution: ConstitutionTerms = { version: 1, ballotRequired: true, providesForCommittee: false };

export const oneVoteEach: CountingRule = {
  basis: 'practice',
  denominator: 'votes-cast-without-abstentions',
  threshold: { comparison: 'more-than', numerator: 1, denominator: 2 },
  quorum: { numerator: 1, denominator: 2 },
  tie: 'defeated',
};

export const roll: readonly Member[] = ['A81001', 'A81002', 'A81003', 'A81004'].map((code, index) => ({
  practice: code,
  name: `Practice ${code}`,
  patients: 5000 + 1000 * index,
}));

/** A fact of the workflow; its data is checked against the event's class by type. */
export function fact<Type extends FactType>(type: Type, data: FactOf<Type>['data'], actor: Actor, at: string): Fact {
  return { type, data: data as unknown as Fact['data'], actor, at };
}

/** Days of 2014–15 on which things usually happen. */
export const day = (date: string, time = '10:00:00.000'): string => `${date}T${time}Z`;

/** The same, as somebody filled in a form for it. */
const said = (type: FactType, form: forms.Form, actor: Actor, at: string): Fact => ({ type, data: form, actor, at });

const scope = ['assessing-needs', 'discretionary-payments'];
// What the demonstration writes is of the shape that the classes have, which specs of every hand see to.
export const interestForm = forms.interestForm('2015-04-01', 'The CCG', { scope }) as unknown as InterestExpressed;
export const applicationForm = forms.applicationForm() as unknown as ApplicationSubmitted;

export const expressed = (more: Partial<FactOf<'InterestExpressed'>['data']> = {}, at = day('2014-06-12')): Fact =>
  fact(
    'InterestExpressed',
    {
      ...interestForm,
      ccg: { code: '00C', name: 'NHS Invented CCG', region: 'Y54' },
      round,
      constitution,
      openCcgs: ['00C', '01A'],
      groupId: null,
      specialMeasures: false,
      interested: [],
      acknowledgeBy: day('2014-07-10'),
      ...more,
    },
    officer,
    at,
  );
export const acknowledged = (): Fact =>
  fact('InterestAcknowledged', { readiness: 'ready', grounds: 'Sound finances.' }, assessor, day('2014-07-01'));

/** Interest expressed and acknowledged: everything else is under way. */
export const underWay = (more: Partial<FactOf<'InterestExpressed'>['data']> = {}): readonly Fact[] => [
  expressed(more),
  acknowledged(),
];

export const engaged = (): Fact =>
  said('EngagementRecorded', forms.engagement('2014-09-10'), officer, day('2014-09-11'));
export const ballotOpened = (
  counting: CountingRule = oneVoteEach,
  members: readonly Member[] = roll,
  at = day('2014-10-01'),
): Fact =>
  fact(
    'BallotOpened',
    { question: 'Shall we apply?', closesAt: day('2014-10-15', '17:00:00'), roll: members, counting },
    officer,
    at,
  );
export const voted = (code: string, choice: 'for' | 'against' | 'abstain' = 'for', at = day('2014-10-05')): Fact =>
  fact('VoteCast', { choice }, practice(code), at);
export const ballotClosed = (at = day('2014-10-15', '17:00:00.000')): Fact => fact('BallotClosed', {}, clock, at);
export const resultVerified = (at = day('2014-10-16')): Fact =>
  said('ResultVerified', forms.verification, verifier, at);
/** A ballot from opening to verification, with these votes. */
export const balloted = (...choices: readonly ('for' | 'against' | 'abstain' | 'away')[]): readonly Fact[] => [
  ballotOpened(),
  ...choices.flatMap((choice, index) => (choice === 'away' ? [] : [voted(roll[index]!.practice, choice)])),
  ballotClosed(),
  resultVerified(),
];
export const carried = (): readonly Fact[] => balloted('for', 'for', 'for', 'against');

export const proposed = (version = 2, basedOn = 1, more: Partial<FactOf<'AmendmentProposed'>['data']> = {}): Fact => {
  const lookedUp = { today: '2014-11-10', reviewBy: day('2014-12-08') };
  const form = { ...forms.amendment(version, basedOn), ...lookedUp, ...more };
  return said('AmendmentProposed', form, officer, day('2014-11-10'));
};
export const amendmentApproved = (version = 2): Fact => {
  const lookedUp = { today: '2014-12-01', counting: oneVoteEach };
  const form = { ...forms.amendmentApproved(version), ...lookedUp };
  return said('AmendmentApproved', form, reviewer, day('2014-12-01'));
};
export const amendmentReturned = (version = 2): Fact =>
  said('AmendmentReturned', forms.amendmentReturned(version), reviewer, day('2014-12-01'));
export const amendmentRefused = (version = 2): Fact =>
  fact('AmendmentRefused', { version, reasons: 'Not lawful.' }, reviewer, day('2014-12-01'));
export const amended = (): readonly Fact[] => [proposed(), amendmentApproved()];

export const termsDrafted = (at = day('2014-12-02')): Fact =>
  said('TermsOfReferenceDrafted', forms.termsDraft, officer, at);
export const termsDisputed = (at = day('2014-12-03')): Fact =>
  fact('TermsOfReferenceDisputed', { clause: '12', reasons: 'Casting vote.' }, assessor, at);
export const termsAgreed = (at = day('2014-12-04')): Fact =>
  said('TermsOfReferenceAgreed', forms.termsAgreed, assessor, at);
export const termsSigned = (at = day('2014-12-05')): Fact =>
  said('TermsOfReferenceSigned', forms.termsSigned, officer, at);
export const termsSettled = (): readonly Fact[] => [termsDrafted(), termsAgreed(), termsSigned()];

export const submitted = (
  more: Partial<ApplicationSubmitted & { readonly assessBy: string | null }> = {},
  at = day('2015-01-08'),
): Fact => fact('ApplicationSubmitted', { ...applicationForm, assessBy: day('2015-02-05'), ...more }, officer, at);

export const assessed = (
  threshold: FactOf<'ThresholdAssessed'>['data']['threshold'],
  finding: 'met' | 'not-met' = 'met',
): Fact => fact('ThresholdAssessed', { threshold, finding, evidence: 'Papers read.' }, assessor, day('2015-01-20'));
export const allAssessed = (): readonly Fact[] => forms.thresholds.map((each) => assessed(each));
export const regionSigned = (): Fact => said('SubmissionSigned', forms.countersigned, assessor, day('2015-01-21'));
export const recommended = (): Fact => said('RegionRecommended', forms.recommendation, assessor, day('2015-01-22'));
export const assured = (): readonly Fact[] => [...allAssessed(), regionSigned(), recommended()];

export const asked = (more: Partial<FactOf<'InformationRequested'>['data']> = {}, at = day('2015-01-15')): Fact =>
  fact('InformationRequested', { question: 'Why?', answerDue: day('2015-02-12'), ...more }, assessor, at);

/** The meeting of the national committee at which things are decided. */
export const meeting = '5f0c4e8a-2d1b-4c3e-9a7f-000000000001';
const member = (id: string, office: string, clinician = false): Attendee => ({
  id,
  name: `Person ${id}`,
  offices: [office],
  voting: true,
  clinician,
});
/** What was minuted: a quorate meeting with a clinician carried the decision. */
export const minuteOf = (decision: Minute['decision'], more: Partial<Minute> = {}): Minute => ({
  meeting,
  item: 1,
  heldOn: '2015-02-10',
  committee: { id: 'assurance-and-development', name: 'Assurance and Development Committee', organisation: 'nhse' },
  case: '5f0c4e8a-2d1b-4c3e-9a7f-00000000000c',
  decision,
  outcome: 'carried',
  present: [member('chair@nhse', 'chair'), member('lay@nhse', 'lay-member'), member('gp@nhse', 'gp', true)],
  declarations: [],
  votes: { for: ['chair@nhse', 'lay@nhse', 'gp@nhse'], against: [], abstained: [] },
  clinicalInput: true,
  acknowledgedBy: null,
  ...more,
});
type Decided = Omit<FactOf<'DecisionMade'>['data'], 'minute'>;
/** A decision as it was minuted; `minuted` is what the minute says otherwise. */
export const decided = (
  decision: Decided['decision'],
  { minuted, ...more }: Partial<Decided> & { readonly minuted?: Partial<Minute> } = {},
  actor = committee,
  at = day('2015-02-10'),
): Fact => {
  const { item = 1, conditions } = more;
  const minute = minuteOf(decision, { item, heldOn: londonDay(at), ...(conditions && { conditions }), ...minuted });
  return fact('DecisionMade', { decision, grounds: 'Read and discussed.', meeting, item, ...more, minute }, actor, at);
};
export const approved = (actor = committee, at = day('2015-02-10'), item = 1): Fact =>
  decided('approve', { item }, actor, at);
/** The same application decided again, on another item. */
export const approvedAgain = (at = day('2015-03-05')): Fact => approved(committee, at, 2);
export const approvedWithConditions = (precedent = true): Fact =>
  decided('approve-with-conditions', {
    conditions: [{ matter: 'Appoint a lay chair', owner: 'The CCG’s chair', due: '2015-03-20', precedent }],
  });
/** A decision with these conditions, as its minute has them. */
export const imposing = (decision: Fact, ...conditions: readonly object[]): Fact => {
  const { minute, ...said } = decision.data as { readonly minute: Minute };
  return { ...decision, data: { ...said, conditions, minute: { ...minute, conditions } } };
};
export const signedByCcg = (at = day('2015-03-10')): Fact =>
  said('AgreementSigned', forms.signature('Accountable officer'), officer, at);
export const signedByNhsEngland = (at = day('2015-03-11')): Fact =>
  said('AgreementSigned', forms.signature('National director'), committee, at);

/** Everything up to the submission. */
export const submittedInFull = (): readonly Fact[] => [
  ...underWay(),
  engaged(),
  ...carried(),
  ...amended(),
  ...termsSettled(),
  submitted(),
];
/** Everything up to the committee's table. */
export const beforeTheCommittee = (): readonly Fact[] => [...submittedInFull(), ...assured()];
/** Approved and signed by both, waiting for go-live. */
export const awaitingGoLive = (): readonly Fact[] => [
  ...beforeTheCommittee(),
  approved(),
  signedByCcg(),
  signedByNhsEngland(),
];
export const tookEffect = (at = round.goLiveAt): Fact => fact('DelegationTookEffect', {}, clock, at);
/** In force since 1 April 2015. */
export const inForce = (): readonly Fact[] => [...awaitingGoLive(), tookEffect()];

export const withdrawn = (at: string): Fact =>
  fact('ApplicationWithdrawn', { because: 'members', text: 'They changed their minds.' }, officer, at);
export const revoked = (effectiveAt: string, actor: Actor = committee, at = day('2015-09-01')): Fact =>
  fact(
    'DelegationRevoked',
    { authority: 'Section 13Z', reasons: 'Financial failure.', effectiveOn: effectiveAt.slice(0, 10), effectiveAt },
    actor,
    at,
  );

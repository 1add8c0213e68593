/** Facts of an invented delegation, cut out of its story or put into it, in domain verbs; for specs. */
import * as forms from '../demonstration/forms.js';
import { application } from '../demonstration/story/application.js';
import type { Decided } from '../demonstration/story/machine-hand.js';
import { through } from '../demonstration/story/step.js';
import type { Actor, Fact } from '../libs/workflow/index.js';
import { londonDay } from '../libs/workflow/london.js';
import type { FactOf, FactType } from '../workflows/application/words.js';
import type { Minute } from '../workflows/committee-meeting/minute.js';
import { delegatedCommissioning } from '../workflows/delegated-commissioning/index.js';
import type { ApplicationSubmitted } from '../workflows/stages/application/delegation-form.js';
import type { CountingRule, Member } from '../workflows/stages/mandate/counting.js';
import type { Choice } from '../workflows/stages/mandate/events.js';
import * as told from './told.js';
import { committee, day, fact, officer, assessor, type Known } from './told.js';

export * from './told.js';

const delegation = told.storyOf(delegatedCommissioning, 'L3');
export const { the, upTo } = delegation;
const { only } = delegation;
/** With an agreement of its members, as a constitution that asks for no ballot allows. */
export const byAgreement = told.storyOf(delegatedCommissioning, 'L3', {
  scene: { mandate: { members: 3 } },
  known: { constitution: { ...told.constitution, ballotRequired: false } },
});

/** In force since 1 April 2015. */
export const inForce = delegation.whole;
export const tookEffect = (at?: string): Fact => the('DelegationTookEffect', {}, at);
/** Approved and signed by both, waiting for go-live. */
export const awaitingGoLive = (): readonly Fact[] => upTo('AgreementSigned');
/** Everything up to the committee's table. */
export const beforeTheCommittee = (): readonly Fact[] => upTo('RegionRecommended');
/** Everything up to the submission. */
export const submittedInFull = (): readonly Fact[] => upTo('ApplicationSubmitted');
/** Interest expressed and acknowledged: everything else is under way. */
export const underWay = (known: Known = {}): readonly Decided[] => told.knowing(known, upTo('InterestAcknowledged'));
export const expressed = (more: Known = {}, at?: string): Fact => the('InterestExpressed', more, at);
export const acknowledged = (): Fact => the('InterestAcknowledged');
export const returned = (at = day('2014-06-13')): Fact =>
  fact('InterestReturned', { missing: 'Say how.', mendBy: '2014-07-04T23:00:00.000Z' }, assessor, at);

export const engaged = (): Fact => the('EngagementRecorded');
export const ballotOpened = (
  counting: CountingRule = told.oneVoteEach,
  members: readonly Member[] = told.roll,
  at?: string,
): Fact => the('BallotOpened', { counting, roll: members }, at);
export const voted = (code: string, choice: Choice = 'for', at?: string): Fact => ({
  ...the('VoteCast', { choice }, at),
  actor: told.practice(code),
});
export const ballotClosed = (at?: string): Fact => the('BallotClosed', {}, at);
export const resultVerified = (at?: string): Fact => the('ResultVerified', {}, at);
/** A ballot from opening to verification, with these votes. */
export const balloted = (...choices: told.Voted): readonly Fact[] => {
  const story = application(told.sceneAt('L3', { mandate: told.ballotOf(choices) }));
  return told.among(told.recorded(delegatedCommissioning, through('ResultVerified', story)), ballot);
};
export const ballot: readonly FactType[] = ['BallotOpened', 'VoteCast', 'BallotClosed', 'ResultVerified'];
export const carried = (): readonly Fact[] => only(...ballot);

export const proposed = (version = 2, basedOn = 1, more: Partial<FactOf<'AmendmentProposed'>['data']> = {}): Fact =>
  the('AmendmentProposed', { version, basedOn, ...more });
export const amendmentApproved = (version = 2): Fact => the('AmendmentApproved', { version });
export const amendmentReturned = (version = 2): Fact => ({
  ...the('AmendmentApproved'),
  type: 'AmendmentReturned',
  data: forms.amendmentReturned(version),
});
export const amendmentRefused = (version = 2): Fact =>
  fact('AmendmentRefused', { version, reasons: 'Not lawful.' }, told.reviewer, day('2014-12-01'));
export const amendment: readonly FactType[] = ['AmendmentProposed', 'AmendmentApproved'];
export const amended = (): readonly Fact[] => only(...amendment);

export const termsDrafted = (at?: string): Fact => the('TermsOfReferenceDrafted', {}, at);
export const termsDisputed = (at = day('2014-12-03')): Fact =>
  fact('TermsOfReferenceDisputed', { clause: '12', reasons: 'Casting vote.' }, assessor, at);
export const termsAgreed = (at?: string): Fact => the('TermsOfReferenceAgreed', {}, at);
export const termsSigned = (at?: string): Fact => the('TermsOfReferenceSigned', {}, at);
export const terms: readonly FactType[] = [
  'TermsOfReferenceDrafted',
  'TermsOfReferenceAgreed',
  'TermsOfReferenceSigned',
];
export const termsSettled = (): readonly Fact[] => only(...terms);

// What the demonstration writes is of the shape that the class has, which specs of every hand see to.
export const applicationForm = forms.applicationForm() as unknown as ApplicationSubmitted;
export const submitted = (
  more: Partial<ApplicationSubmitted & { readonly assessBy: string | null }> = {},
  at?: string,
): Fact => the('ApplicationSubmitted', more, at);

type Assessed = FactOf<'ThresholdAssessed'>['data'];
export const assessed = (
  threshold: Assessed['threshold'],
  finding: Assessed['finding'] = 'met',
  more: Partial<Assessed> = {},
): Fact => the('ThresholdAssessed', { threshold, finding, ...more });
export const allAssessed = (): readonly Fact[] => only('ThresholdAssessed');
export const regionSigned = (): Fact => the('SubmissionSigned');
export const recommended = (): Fact => the('RegionRecommended');
export const assured = (): readonly Fact[] => only('ThresholdAssessed', 'SubmissionSigned', 'RegionRecommended');

export const asked = (more: Partial<FactOf<'InformationRequested'>['data']> = {}, at = day('2015-01-15')): Fact =>
  fact('InformationRequested', { question: 'Why?', answerDue: day('2015-02-12'), ...more }, assessor, at);

export const reopened = (at = day('2015-03-01')): Fact =>
  fact('ThresholdsReopened', { because: 'financial-deterioration', text: 'A deficit.' }, assessor, at);

type Decision = Omit<FactOf<'DecisionMade'>['data'], 'minute'>;
/** A decision as it was minuted; `minuted` is what the minute says otherwise. */
export const decided = (
  decision: Decision['decision'],
  { minuted, ...more }: Partial<Decision> & { readonly minuted?: Partial<Minute> } = {},
  actor = committee,
  at = day('2015-02-10'),
): Fact => {
  const { item = 1, conditions } = more;
  const said = { item, heldOn: londonDay(at), ...(conditions && { conditions }) };
  const minute = told.minuteOf(decision, { ...said, ...minuted });
  return { ...the('DecisionMade', { decision, ...more, minute }, at), actor };
};
export const approved = (actor = committee, at?: string, item = 1): Fact => decided('approve', { item }, actor, at);
export const suspended = (at = day('2015-03-01'), actor = committee): Fact =>
  fact('ApprovalSuspended', { rule: 'R-30', defect: 'Double delegation.' }, actor, at);
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
export const signedByCcg = (at?: string): Fact => ({ ...only('AgreementSigned')[0]!, ...(at && { at }) });
export const signedByNhsEngland = (at?: string): Fact => the('AgreementSigned', {}, at);

export const withdrawn = (at: string): Fact =>
  fact('ApplicationWithdrawn', { because: 'members', text: 'They changed their minds.' }, officer, at);
export const revoked = (effectiveAt: string, actor: Actor = committee, at = day('2015-09-01')): Fact =>
  fact(
    'DelegationRevoked',
    { authority: 'Section 13Z', reasons: 'Financial failure.', effectiveOn: effectiveAt.slice(0, 10), effectiveAt },
    actor,
    at,
  );

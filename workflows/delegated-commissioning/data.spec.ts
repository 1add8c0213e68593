import { describe, expect, it } from '@jest/globals';
import { checkData } from '../../libs/workflow/data.js';
import type { FieldError } from '../../libs/workflow/index.js';
import { interestForm } from '../../demonstration/forms.js';
import * as a from '../../test/builders.js';
import { LONGEST_TEXT } from '../../libs/forms/decorators.js';
import type { FactType } from '../application/words.js';
import { delegatedCommissioning as workflow } from './index.js';

type Data = Readonly<Record<string, unknown>>;

const hash = 'a'.repeat(64);
const attachments = [{ title: 'Budget', sha256: hash }];
const condition = { matter: 'Lay chair', owner: 'The chair', due: '2015-03-20', precedent: true };
const reason = { code: 'other', text: 'Too early.' };
const item = { meeting: a.meeting, item: 1 };
const verdict = { version: 2, reasons: 'In order.' };
const functions = { functions: ['practice-mergers'], reasons: 'Overspent.' };

/** Everything a person can say with each fact, the optional fields too. */
const forms: Partial<Readonly<Record<FactType, Data>>> = {
  InterestExpressed: {
    ...interestForm('2015-04-01', 'The CCG'),
    applicants: 'group',
    group: ['00C', '01A'],
    attachments,
  },
  InterestAcknowledged: { readiness: 'ready', grounds: 'Sound.' },
  InterestReturned: { missing: 'Say how.' },
  GroupJoined: { statement: 'Agreed by the governing body.' },
  GroupDeclined: { reasons: 'We wait a year.' },
  LevelSuperseded: { level: 'L3', case: a.meeting },
  EngagementRecorded: { kind: 'none-held-openly', heldOn: '2014-09-10', summary: 'Done.', reason: 'Flu.' },
  BallotOpened: { question: 'Shall we?', closesAt: '2014-10-15T17:00:00Z' },
  VoteCast: { choice: 'for' },
  BallotClosed: {},
  ResultVerified: { as: 'lmc', statement: 'Counted.' },
  AgreementOfMembersRecorded: {
    meeting: 'Council',
    heldOn: '2014-10-01',
    for: 3,
    against: 1,
    abstained: 0,
    minutes: hash,
  },
  LocalMedicalCommitteeAdvised: { position: 'neutral', advice: 'Ours.' },
  AmendmentProposed: { version: 2, basedOn: 1, material: false, ground: 'window', clauses: '6.4', document: hash },
  AmendmentNotRequired: { clause: '6.4', statement: 'It is there.' },
  AmendmentApproved: verdict,
  AmendmentReturned: { ...verdict, changes: 'Name the chair.' },
  AmendmentRefused: verdict,
  TermsOfReferenceDrafted: { committeeOf: 'members', acceptsDirections: true, summary: 'Model.', document: hash },
  TermsOfReferenceDisputed: { clause: '12', reasons: 'Casting vote.' },
  TermsOfReferenceAgreed: { statement: 'All.' },
  TermsOfReferenceSigned: { office: 'Chair' },
  ApplicationSubmitted: {
    ...a.applicationForm,
    consultation: { held: false, reason: 'other', text: 'Why.' },
    attachments,
  },
  InformationRequested: { question: 'Why?', threshold: 'assurance', answerBy: '2015-01-30' },
  InformationProvided: { question: 1, answer: 'So.', attachments },
  ThresholdAssessed: {
    threshold: 'assurance',
    finding: 'met-with-conditions',
    evidence: 'Papers.',
    conditions: 'Plan.',
  },
  SubmissionSigned: { office: 'Director' },
  RegionRecommended: { grounds: 'All met.' },
  RegionNotRecommended: { reasons: [reason] },
  ThresholdsReopened: { because: 'other', text: 'Deficit.' },
  DecisionMade: { ...item, decision: 'reject', grounds: 'Read.', reasons: [reason], conditions: [condition] },
  ConditionDischarged: { condition: 1, evidence: 'Appointed.' },
  ConditionUpheld: { condition: 1, evidence: 'Vacant.' },
  ApprovalSuspended: { rule: 'R-30', defect: 'Double.' },
  AgreementSigned: { office: 'Director' },
  DelegationTookEffect: {},
  DeadlinePassed: { deadline: 'goLive' },
  DelegationReviewed: { findings: 'Sound.', nextReviewOn: '2016-01-01' },
  VariationProposed: { add: ['practice-mergers'], remove: ['assessing-needs'], reasons: 'Experience.' },
  DelegationVaried: { terms: 'As proposed.' },
  VariationDeclined: { reasons: 'No.' },
  ConditionsImposed: { conditions: [condition] },
  FunctionsSuspended: functions,
  FunctionsRestored: functions,
  DelegationRevoked: { authority: 'Section 13Z', reasons: 'Failure.', effectiveOn: '2015-10-01' },
  RevocationTookEffect: {},
  NoticeGiven: { reasons: 'Enough.', endsOn: '2015-10-01' },
  RevocationWithdrawn: { reasons: 'Mended in time.' },
  DeadlinePutBack: {
    interestBy: '2014-07-20T23:00:00.000Z',
    applicationBy: '2015-02-06T12:00:00.000Z',
    applicationByL2: '2015-02-20T12:00:00.000Z',
  },
  CcgClosed: { kind: 'merger', successors: ['01A'], closedOn: '2015-06-01' },
  CcgDetailsChanged: { name: 'NHS Darlington and Durham CCG', region: 'Y56' },
  ConstitutionAmended: { version: 2, ballotRequired: true, providesForCommittee: true },
  GroupMemberLeft: { ccg: '01A', case: a.meeting, outcome: 'defeated' },
  GroupContinuationAgreed: { statement: 'We go on.' },
  GroupContinuationAccepted: { grounds: 'Viable.' },
  CommitteeInCommonRecorded: { name: 'Joint meeting', ccgs: ['00C', '01A'], purpose: 'One agenda.' },
  SpecialMeasuresImposed: { direction: 'Direction 7' },
  SpecialMeasuresLifted: { direction: 'Direction 7' },
  InterestDeclared: {
    kind: 'financial',
    subject: 'A81001',
    text: 'A partner.',
    aroseOn: '2014-05-01',
    person: 'gp@nhse',
  },
  ConflictRecorded: { meeting: a.meeting, item: 1, person: 'gp@nhse', subject: 'A81001', bars: true },
  ApplicationWithdrawn: { because: 'members', text: 'They changed their minds.' },
  CaseClaimed: { queue: 'assurance' },
  CaseReleased: { queue: 'assurance' },
  ClaimEnded: { queue: 'assurance', person: 'assessor@Y54', because: 'left' },
};

function whole(type: FactType): Data {
  const form = forms[type];
  if (form === undefined) throw new Error(`Nothing is said here with ${type}`);
  return form;
}

/** Fields that may be left out, by event type; all others are asked for. */
const optional: Partial<Readonly<Record<FactType, readonly string[]>>> = {
  InterestExpressed: ['group', 'attachments'],
  InterestAcknowledged: ['readiness'],
  EngagementRecorded: ['reason'],
  AgreementOfMembersRecorded: ['minutes'],
  AmendmentProposed: ['document', 'ballotRequired', 'countingRule'],
  CcgDetailsChanged: ['name', 'region'],
  TermsOfReferenceDrafted: ['document'],
  ApplicationSubmitted: ['attachments'],
  InformationRequested: ['threshold', 'answerBy'],
  InformationProvided: ['attachments'],
  ThresholdAssessed: ['conditions'],
  DecisionMade: ['reasons', 'conditions'],
  DelegationReviewed: ['nextReviewOn'],
  VariationProposed: ['add', 'remove'],
  CcgClosed: ['successors'],
  InterestDeclared: ['person'],
};

/** The messages by field; none when it fits. */
function said(type: string, data: unknown): readonly FieldError[] {
  const checked = checkData(workflow, type, data);
  if (checked.ok) return [];
  if (checked.refusal.because !== 'invalid') throw new Error(checked.refusal.because);
  return checked.refusal.fields;
}
/** Says the form for this type with these fields changed. */
const changed = (type: FactType, more: Data): readonly FieldError[] => said(type, { ...whole(type), ...more });
const without = (data: Data, field: string): Data =>
  Object.fromEntries(Object.entries(data).filter(([name]) => name !== field));
const mends = /^(Enter|Select|Say|Shorten|Remove|Leave out|Upload) /;

const types = Object.keys(workflow.events) as readonly FactType[];
const fields = types.flatMap((type) => Object.keys(whole(type)).map((field) => [type, field] as const));

describe('what a person says with a fact', () => {
  it.each(types)('%s fits when it is said whole, and when all that may be left out is', (type) => {
    expect(said(type, whole(type))).toEqual([]);
    const least = Object.entries(whole(type)).filter(([field]) => !optional[type]?.includes(field));
    expect(said(type, Object.fromEntries(least))).toEqual([]);
  });

  it.each(fields)('%s asks for %s, unless it may be left out', (type, field) => {
    const errors = said(type, without(whole(type), field));
    const message = expect.stringMatching(/^(Enter|Select|Say) /);
    expect(errors).toEqual(optional[type]?.includes(field) ? [] : [{ field, message }]);
  });

  it.each(fields)('%s takes nothing of another kind as %s, and says how to mend it', (type, field) => {
    const right = whole(type)[field];
    const wrong: readonly unknown[] = [42.5, true, 'forty-two', {}, [], [[]], [null], [{}], ['x'], null, ''];
    const other = wrong.filter(
      (value) => typeof value !== typeof right || Array.isArray(value) !== Array.isArray(right),
    );
    expect(other.length).toBeGreaterThan(4);
    for (const value of other) {
      const errors = changed(type, { [field]: value });
      expect({ value, errors }).not.toEqual({ value, errors: [] });
      for (const error of errors) {
        expect(error.field === field || error.field.startsWith(`${field}.`)).toBe(true);
        expect(error.message).toMatch(mends);
      }
      expect(new Set(errors.map((error) => error.field)).size).toBe(errors.length);
    }
  });

  it.each(types)('%s takes nothing that was not asked for', (type) => {
    const message = expect.stringMatching(/^Remove /);
    for (const field of ['counting', 'roll', 'actor', 'hasOwnProperty'])
      expect(changed(type, { [field]: 'x' })).toEqual([{ field, message }]);
    for (const field of ['__proto__', 'constructor']) {
      const data = JSON.parse(`{"${field}":{"choice":"for"}}`) as Data;
      const all = Object.defineProperty({ ...whole(type) }, field, { value: data[field], enumerable: true });
      expect(said(type, all)).toEqual([{ field, message }]);
    }
  });

  it('takes no date that does not exist', () => {
    const days: readonly (readonly [FactType, string])[] = [
      ['EngagementRecorded', 'heldOn'],
      ['InterestExpressed', 'timescale'],
      ['DelegationRevoked', 'effectiveOn'],
      ['InformationRequested', 'answerBy'],
    ];
    const impossible = [
      '2015-02-29',
      '2015-13-01',
      '2015-00-10',
      '2015-04-31',
      '2015-1-1',
      '01/04/2015',
      '2015-04-01T00:00:00Z',
    ];
    for (const [type, field] of days) {
      for (const day of impossible)
        expect(changed(type, { [field]: day })).toEqual([{ field, message: expect.stringMatching(/YYYY-MM-DD$/) }]);
      expect(changed(type, { [field]: '2016-02-29' })).toEqual([]);
    }
  });

  it('takes no moment that does not exist, and none without its zone', () => {
    const impossible = [
      '2014-02-30T10:00:00Z',
      '2014-10-15T25:00:00Z',
      '2014-10-15T24:00:00Z',
      '2014-10-15T23:59:60Z',
      '2014-10-15T10:00:00',
      '2014-10-15T10:00:00+01:00',
      '2014-10-15',
    ];
    for (const closesAt of impossible)
      expect(changed('BallotOpened', { closesAt })).toEqual([
        { field: 'closesAt', message: expect.stringMatching(/YYYY-MM-DDThh:mm:ssZ$/) },
      ]);
    for (const closesAt of ['2014-10-15T10:00Z', '2014-10-15T10:00:00.5Z']) {
      expect(changed('BallotOpened', { closesAt })).toEqual([]);
      expect(Number.isNaN(Date.parse(closesAt))).toBe(false);
    }
  });

  it.each<readonly [FactType, string, string, string]>([
    ['EngagementRecorded', 'heldOn', 'Enter the day it was held', ' as YYYY-MM-DD'],
    ['BallotOpened', 'closesAt', 'Enter when the ballot closes', ' as YYYY-MM-DDThh:mm:ssZ'],
    ['VoteCast', 'choice', 'Select a vote', ': for, against, abstain'],
    ['AmendmentApproved', 'version', 'Enter the number of the version decided on', ' as a whole number'],
    ['GroupMemberLeft', 'ccg', 'Enter the CCG that left', ' as a CCG code such as 00C'],
  ])(
    'asks in plain words for what was left empty, and tells how else it is spelt: %s, %s',
    (type, field, plain, as) => {
      expect(said(type, without(whole(type), field))).toEqual([{ field, message: plain }]);
      expect(changed(type, { [field]: '' })).toEqual([{ field, message: plain }]);
      expect(changed(type, { [field]: 'x' })).toEqual([{ field, message: plain + as }]);
    },
  );

  it('asks a question for yes in its own words, and a document to be uploaded', () => {
    const message = (more: Data): string | undefined => changed('AmendmentProposed', more)[0]?.message;
    expect(message({ material: '' })).toBe('Select yes if the amendment is material');
    expect(message({ material: 'yes' })).toBe('Say true or false: the amendment is material');
    expect(message({ document: '' })).toBe('Upload the text of the amendment');
    expect(message({ document: 'x' })).toMatch(/^Enter the SHA-256 of the text of the amendment/);
  });

  it('takes text up to its longest and no longer, and none that is blank', () => {
    expect(changed('RegionRecommended', { grounds: 'x'.repeat(LONGEST_TEXT) })).toEqual([]);
    expect(changed('RegionRecommended', { grounds: 'x'.repeat(LONGEST_TEXT + 1) })).toEqual([
      { field: 'grounds', message: 'Shorten the grounds of the recommendation to 4000 characters or fewer' },
    ]);
    for (const grounds of ['', '   ', '\n\t'])
      expect(changed('RegionRecommended', { grounds })).toEqual([
        { field: 'grounds', message: 'Enter the grounds of the recommendation' },
      ]);
    expect(changed('AgreementSigned', { office: 'x'.repeat(201) })).toEqual([
      { field: 'office', message: expect.stringMatching(/^Shorten .* to 200 characters/) },
    ]);
  });

  it('takes whole numbers within their bounds', () => {
    for (const version of [0, -1, 1.5, 10_001, Number.NaN, Number.POSITIVE_INFINITY, '2'])
      expect(changed('AmendmentApproved', { version })).toHaveLength(1);
    expect(changed('AgreementOfMembersRecorded', { for: 0 })).toEqual([]);
    expect(changed('AgreementOfMembersRecorded', { for: -1 })).toEqual([
      { field: 'for', message: 'Enter the practices for as 0 or more' },
    ]);
  });

  it('takes a document by its SHA-256 only', () => {
    for (const minutes of ['a'.repeat(63), 'A'.repeat(64), 'g'.repeat(64), '../../etc/passwd'])
      expect(changed('AgreementOfMembersRecorded', { minutes })).toEqual([
        { field: 'minutes', message: expect.stringMatching(/SHA-256/) },
      ]);
  });
});

describe('an expression of interest', () => {
  it('needs a scope of known activities, each once (R-02)', () => {
    const message = (scope: unknown): string | undefined => changed('InterestExpressed', { scope })[0]?.message;
    expect(message([])).toBe('Select the activities in scope');
    expect(message(['prescribing'])).toMatch(/^Select the activities in scope from: assessing-needs, /);
    expect(message(['practice-mergers', 'practice-mergers'])).toBe('Select each of the activities in scope once');
    expect(message(['practice-mergers'])).toBeUndefined();
  });

  it('names the individual performance of GPs, so that the rule can refuse it (R-51)', () => {
    expect(changed('InterestExpressed', { scope: ['individual-performance'] })).toEqual([]);
  });

  it('needs all eight items (R-01)', () => {
    const items = ['applicants', 'fit', 'scope', 'level', 'timescale', 'governance', 'engagement', 'evaluation'];
    expect(
      said('InterestExpressed', {})
        .map(({ field }) => field)
        .sort(),
    ).toEqual(items.sort());
  });

  it('takes readiness of three kinds (R-03)', () => {
    expect(changed('InterestAcknowledged', { readiness: 'nearly' })).toEqual([
      { field: 'readiness', message: 'Select how ready the CCG is: ready, ready-soon, not-ready' },
    ]);
  });
});

describe('what is nested', () => {
  it('is checked by its path', () => {
    expect(changed('ApplicationSubmitted', { governance: { decidedBy: 'nobody', committeeOf: 'members' } })).toEqual([
      { field: 'governance.decidedBy', message: expect.stringMatching(/^Select who decides/) },
      { field: 'governance.description', message: 'Enter the structure in words' },
    ]);
    expect(changed('DecisionMade', { conditions: [condition, { ...condition, due: '2015-02-30', fee: 1 }] })).toEqual([
      { field: 'conditions.1.fee', message: 'Remove conditions.1.fee: nothing of that name is asked for' },
      { field: 'conditions.1.due', message: expect.stringMatching(/a date that exists/) },
    ]);
  });

  it('is an object in each place of a list', () => {
    for (const other of [[], 1, 'x', true])
      expect(changed('DecisionMade', { conditions: [condition, other] })).toEqual([
        { field: 'conditions', message: 'Enter each of the conditions as an object' },
      ]);
  });

  it('has at least one reason in a region’s no (R-43), and not endlessly many', () => {
    expect(said('RegionNotRecommended', { reasons: [] })).toEqual([
      { field: 'reasons', message: 'Enter the reasons: 1 or more' },
    ]);
    expect(said('RegionNotRecommended', { reasons: Array.from({ length: 11 }, () => reason) })).toEqual([
      { field: 'reasons', message: 'Enter the reasons: 10 or fewer' },
    ]);
  });
});

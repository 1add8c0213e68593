import { describe, expect, it } from '@jest/globals';
import type { RegisterFact } from '../../../libs/register/facts.js';
import type { Register } from '../../../libs/register/index.js';
import { registerOf } from '../../../libs/register/index.js';
import { usualStandards } from '../../../libs/register/rounds.js';
import { seedRegister } from '../../../demonstration/register/seed.js';
import { beginning } from '../../../libs/workflow/decide.js';
import { given } from '../../../libs/workflow/specification.js';
import { beforeTheCommittee } from '../../../test/builders.js';
import { delegatedCommissioning } from '../../../workflows/delegated-commissioning/index.js';
import { lookUp, type Occasion } from './look-ups.js';

const seeded = registerOf(seedRegister());

function asked(names: readonly string[], change: Partial<Occasion> & { register?: Register } = {}) {
  return lookUp(names, {
    register: seeded,
    at: '2014-12-18T12:00:00.000Z',
    ccg: '00C',
    round: '1',
    workflow: delegatedCommissioning,
    context: beginning(delegatedCommissioning).snapshot.context as unknown,
    data: {},
    caseId: 'case-1',
    revision: 3,
    groupId: null,
    other: undefined,
    arrangementOf: () => ({ live: [], held: null, withoutMandate: [], inquorate: [] }),
    ...change,
  });
}

describe('what the register adds to a fact', () => {
  it('is the round with the deadline of each level and its service standards (R-06)', () => {
    expect(asked(['round'])).toMatchObject({
      data: {
        round: {
          id: '1',
          applicationBy: '2015-01-09T12:00:00.000Z',
          applicationByL2: '2015-01-31T00:00:00.000Z',
          standards: usualStandards,
        },
      },
    });
  });

  it('is since when the CCG has been, and whether its constitution asked for a ballot on the day of a meeting', () => {
    const ccg = '08C';
    const amended = { ...seeded.constitutionOf(ccg)!, version: 2, from: '2014-10-01', ballotRequired: true };
    const register = registerOf([
      ...seedRegister(),
      { type: 'ConstitutionAmended', data: { ccg, constitution: amended } },
    ]);
    expect(asked(['ccgOpened'], { ccg })).toEqual({ ok: true, data: { ccgOpened: '2013-04-01' } });
    const wasRequired = (heldOn: string): unknown => asked(['ballotWasRequired'], { ccg, register, data: { heldOn } });
    expect(wasRequired('2014-09-30')).toEqual({ ok: true, data: { ballotWasRequired: false } });
    expect(wasRequired('2014-10-01')).toEqual({ ok: true, data: { ballotWasRequired: true } });
    // Before there was a constitution, which the rules of the case refuse by its day.
    expect(wasRequired('2010-01-01')).toEqual({ ok: true, data: { ballotWasRequired: true } });
  });

  it('is when each service standard runs out: the end of a working day in London', () => {
    const names = ['acknowledgeBy', 'assessBy', 'answerDue', 'reviewBy', 'decideBy'];
    const [ten, twenty] = ['2015-01-07T00:00:00.000Z', '2015-01-21T00:00:00.000Z'];
    const expected = { acknowledgeBy: ten, assessBy: twenty, answerDue: ten, reviewBy: twenty, decideBy: twenty };
    expect(asked(names)).toEqual({ ok: true, data: expected });
    expect(asked(names, { round: undefined })).toEqual({ ok: true, data: expected });
  });

  it('is that by the standards of the round', () => {
    const [round] = seeded.rounds();
    const standards = { interest: 1, assurance: 2, answer: 3, amendment: 4, membership: 5 };
    const terms = { ...round!, standards, announcedAt: '2014-05-01T00:00:00.000Z' };
    const register = registerOf([...seedRegister(), { type: 'RoundAnnounced', data: terms }]);
    expect(asked(['acknowledgeBy', 'assessBy', 'answerDue', 'reviewBy', 'decideBy'], { register })).toEqual({
      ok: true,
      data: {
        acknowledgeBy: '2014-12-20T00:00:00.000Z',
        assessBy: '2014-12-23T00:00:00.000Z',
        answerDue: '2014-12-24T00:00:00.000Z',
        reviewBy: '2014-12-25T00:00:00.000Z',
        decideBy: '2014-12-30T00:00:00.000Z',
      },
    });
  });

  it('is whether the CCG is in special measures, by the day in London (R-41)', () => {
    const imposed: RegisterFact = {
      type: 'SpecialMeasuresImposed',
      data: { ccg: '00C', direction: 'Direction 1', on: '2015-06-02' },
    };
    const register = registerOf([...seedRegister(), imposed]);
    const answer = (at: string, ccg = '00C') => asked(['specialMeasures'], { register, at, ccg });
    expect(answer('2015-06-01T22:59:59.999Z')).toEqual({ ok: true, data: { specialMeasures: false } });
    expect(answer('2015-06-01T23:00:00.000Z')).toEqual({ ok: true, data: { specialMeasures: true } });
    expect(answer('2015-06-01T23:00:00.000Z', '00D')).toEqual({ ok: true, data: { specialMeasures: false } });
  });

  it('is what a case is when it is put to a committee: its revision, and how often what is decided on has changed (R-44)', () => {
    const { snapshot, revision } = given(delegatedCommissioning, ...beforeTheCommittee()).standing;
    const about = { id: 'case-1', workflow: delegatedCommissioning, revision, context: snapshot.context as unknown };
    expect(asked(['put'], { other: about })).toEqual({ ok: true, data: { put: { revision, changes: 2 } } });
    expect(asked(['put'])).toMatchObject({ ok: false, refusal: { fields: [{ field: 'case' }] } });
  });

  it('is how many inquorate ballots the CCG has had for the level in the round (R-16)', () => {
    const inquorate = [
      { level: 'L3', round: '1' },
      { level: 'L2', round: '1' },
      { level: 'L3', round: '2' },
    ];
    const arrangementOf = () => ({ live: [], held: null, withoutMandate: [], inquorate });
    const answer = (level: string, ccg = '00C') =>
      asked(['inquorateBallots'], { ccg, arrangementOf, workflow: { ...delegatedCommissioning, level } });
    expect(answer('L3')).toEqual({ ok: true, data: { inquorateBallots: 1 } });
    expect(answer('L1')).toEqual({ ok: true, data: { inquorateBallots: 0 } });
    // Nothing is looked for of a CCG that nobody knows.
    expect(answer('L3', '99Z')).toEqual({ ok: true, data: { inquorateBallots: 0 } });
  });

  it('is who has an interest in the CCG or its practices (R-47)', () => {
    const interest: RegisterFact = {
      type: 'InterestRegistered',
      data: {
        id: 'shares',
        person: 'committee@nhse',
        name: 'Aisha Quinford',
        kind: 'financial',
        organisation: 'A81001',
        text: 'Partner.',
        aroseOn: '2014-05-01',
        declaredOn: '2014-05-01',
      },
    };
    const register = registerOf([...seedRegister(), interest]);
    expect(asked(['interested'], { register })).toEqual({ ok: true, data: { interested: ['committee@nhse'] } });
    expect(asked(['interested'])).toEqual({ ok: true, data: { interested: [] } });
  });

  it('is of a meeting’s item who may take part: of the committee’s members those with its role, and what the register has of them (R-45, R-47)', () => {
    const { snapshot, revision } = given(delegatedCommissioning, ...beforeTheCommittee()).standing;
    const other = { id: 'case-1', workflow: delegatedCommissioning, revision, context: snapshot.context as unknown };
    const [chair, , gp] = ['committee@nhse', 'committee-2@nhse', 'committee-3@nhse'];
    const interest = (id: string, person: string, text: string): RegisterFact => ({
      type: 'InterestRegistered',
      data: {
        ...{ id, person, name: person, kind: 'financial', organisation: 'A81001', text },
        ...{ aroseOn: '2014-05-01', declaredOn: '2014-05-01' },
      },
    });
    const register = registerOf([
      ...seedRegister(),
      interest('one', gp, 'Partner.'),
      interest('two', gp, 'Landlord.'),
      interest('three', 'constitution@nhse', 'Partner.'),
      {
        type: 'RoleWithdrawn',
        data: { issuer: 'development', subject: chair, role: 'national-committee', organisation: 'nhse' },
      },
    ]);
    const committee = register.committee('nhse-assurance')!;
    const names = ['barred', 'mayNotAct', 'registered', 'entitled'];
    const answer = asked(names, { register, other, context: { committee }, data: { item: 1 } });
    expect(answer).toMatchObject({ ok: true, data: { registered: [{ id: gp, interest: 'Partner.; Landlord.' }] } });
    const { barred, mayNotAct, entitled } = (answer as { data: Record<string, readonly string[]> }).data;
    // Whoever assessed keeps the minutes, and does not vote.
    for (const ids of [barred, mayNotAct])
      expect(ids).toEqual(expect.arrayContaining(['constitution@nhse', gp, 'officer@00C']));
    expect(barred).toContain('assessor@Y54');
    expect(mayNotAct).not.toContain('assessor@Y54');
    expect(entitled).toEqual(committee.members.map(({ id }) => id).filter((id) => id !== chair));
    const ofNoItem = asked(names, { register, context: { committee }, data: { item: 9 } });
    expect(ofNoItem).toMatchObject({ ok: true, data: { barred: [], mayNotAct: [], registered: [] } });
  });

  it('is the committee as it is constituted on the day of its meeting (R-47)', () => {
    const data = { committeeId: 'nhse-assurance', heldOn: '2014-06-01' };
    expect(asked(['committee'], { data })).toEqual({
      ok: true,
      data: { committee: seeded.committee('nhse-assurance') },
    });
  });

  it('is the committee of the day on which a meeting sits, as that was told after it was convened (R-47)', () => {
    const before = seeded.committee('nhse-assurance')!;
    const { id, name, organisation, purpose, quorum, members } = before;
    const anew = { id, name, organisation, purpose, quorum, from: '2014-06-01', members: members.slice(1) };
    const register = registerOf([...seedRegister(), { type: 'CommitteeConstituted', data: anew }]);
    const answer = (heldOn: string) => asked(['constituted'], { register, context: { committee: before, heldOn } });
    expect(answer('2014-05-31')).toEqual({ ok: true, data: { constituted: before } });
    expect(answer('2014-06-01')).toEqual({ ok: true, data: { constituted: anew } });
  });

  it.each([
    { committeeId: 'nhse-assurance', heldOn: '2013-03-31' },
    { committeeId: 'another', heldOn: '2014-06-01' },
    {},
  ])('blames the committee that was named when there is none: %j', (data) => {
    expect(asked(['committee'], { data })).toMatchObject({
      ok: false,
      refusal: { because: 'invalid', fields: [{ field: 'committeeId' }] },
    });
  });
});
